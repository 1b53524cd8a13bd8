import FakeKit
import HTTPCore

/// `fake imgbt`.
struct FakeImgbt: Command {
    static let name = "fake imgbt"
    static let summary = "Serves a vault of imgbt that is none, for tests and trials, with faults on demand."
    static let syntax = Syntax(
        options: [
            .init(name: "listen", value: "HOST:PORT", help: "where clients connect (default 127.0.0.1:9100)"),
            .init(
                name: "state", value: "DIR",
                help: "the folder that keeps the vault; without it, it is forgotten"),
            .init(name: "seed", value: "N", help: "put N sample assets into a vault that is empty"),
            .init(name: "vault", value: "ID", help: "the vault's id (default vault_01fake)"),
            .init(name: "secret", value: "sk_…", help: "the key that may do everything"),
            .init(name: "public", value: "pk_…", help: "the key that may read"),
            .init(name: "faults", value: "FILE", help: "what goes wrong, as JSON"),
            .init(
                name: "dialect", value: "reference|sdk",
                help: "which of the vendor's descriptions is followed"),
        ],
        discussion: discussion)

    static let need = ConfigurationNeed.inspection

    private let setup: FakeSetup

    init(_ arguments: Arguments) throws(UsageError) {
        var setup = FakeSetup()
        if let text = arguments.value("listen") { setup.listen = try Configuration.Listen(text) }
        setup.folder = arguments.value("state")
        setup.samples = try Self.samples(arguments)
        setup.vault = try Self.word(arguments, "vault") ?? setup.vault
        setup.secret = try Self.word(arguments, "secret", prefix: "sk_") ?? setup.secret
        setup.publicKey = try Self.word(arguments, "public", prefix: "pk_") ?? setup.publicKey
        setup.faults = try Self.faults(arguments)
        setup.dialect = try Self.dialect(arguments)
        self.setup = setup
    }

    func run(_ context: CommandContext) async throws {
        let interruption = context.interruption()
        _ = ProcessLimits.raiseOpenFiles()
        var setup = setup
        setup.log = { [console = context.console] in console.note($0) }
        let process = try await FakeProcess(setup, Composition.imgbt)
        let greeting = FakeImgbtGreeting(process, setup)
        context.show(greeting.json, greeting.lines)
        await interruption.wait()
        await process.stop()
        for receipt in process.fake.plan.unconsumed {
            context.console.note(
                "not consumed: \(receipt.planned.fault.name) of \(receipt.planned.operation), fired \(receipt.fired) of "
                    + (receipt.planned.times.map { "\($0)" } ?? "any"))
        }
    }
}

// The options.
extension FakeImgbt {
    /// The most samples there may be.
    private static let mostSamples = 1_000_000

    private static func samples(_ arguments: Arguments) throws(UsageError) -> Int {
        guard let text = arguments.value("seed") else { return 0 }
        guard let number = Int(text), (0...mostSamples).contains(number) else {
            throw UsageError("--seed takes a number from 0 to \(mostSamples), not \"\(text)\"")
        }
        return number
    }

    /// A value that begins with `prefix` and may stand in a path and in a field.
    private static func word(_ arguments: Arguments, _ name: String, prefix: String = "")
        throws(UsageError) -> String?
    {
        guard let text = arguments.value(name) else { return nil }
        let isPlain = text.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || "-_".utf8.contains(byte)
        }
        guard isPlain, text.hasPrefix(prefix), text.count > prefix.count else {
            let start = prefix.isEmpty ? "" : " after \(prefix)"
            throw UsageError("--\(name) takes letters, digits, - and _\(start)")
        }
        return text
    }

    private static func dialect(_ arguments: Arguments) throws(UsageError) -> String {
        let dialect = arguments.value("dialect") ?? "reference"
        guard Composition.imgbtDialects.contains(dialect) else {
            let known = Composition.imgbtDialects.joined(separator: " or ")
            throw UsageError("--dialect is \(known), not \"\(dialect)\"")
        }
        return dialect
    }

    private static func faults(_ arguments: Arguments) throws(UsageError) -> [PlannedFault] {
        guard let file = arguments.value("faults") else { return [] }
        do {
            let bytes = try SmallFile.read(file, limit: 1 << 20, kind: .readable)
            return try PlannedFault.list(
                try JSONValue(parsing: bytes), operations: Composition.imgbtOperations.map(\.name))
        } catch let failure as SmallFile.Failure {
            throw UsageError("\(file) \(failure.reason); \(failure.remedy)")
        } catch {
            throw UsageError("\(file): \(error)")
        }
    }
}
