import FakeKit
import HTTPCore

// The options that every fake has.
extension FakeSetup {
    /// The most samples there may be.
    private static let mostSamples = 1_000_000

    /// The options, for a fake that listens on `port` unless told, and is a `what`.
    static func options(port: UInt16, what: String) -> [Syntax.Option] {
        [
            .init(
                name: "listen", value: "HOST:PORT", help: "where clients connect (default 127.0.0.1:\(port))"),
            .init(
                name: "state", value: "DIR",
                help: "the folder that keeps the \(what); without it, it is forgotten"),
            .init(name: "seed", value: "N", help: "put N sample assets into one that is empty"),
            .init(name: "faults", value: "FILE", help: "what goes wrong, as JSON"),
        ]
    }

    /// What `arguments` say of these options.
    init(
        _ arguments: Arguments, port: UInt16, operations: [(name: String, summary: String)]
    ) throws(UsageError) {
        listen = Configuration.Listen(host: "127.0.0.1", port: port)
        if let text = arguments.value("listen") { listen = try Configuration.Listen(text) }
        folder = arguments.value("state")
        samples = try Self.samples(arguments)
        faults = try Self.faults(arguments, operations.map(\.name))
    }

    private static func samples(_ arguments: Arguments) throws(UsageError) -> Int {
        guard let text = arguments.value("seed") else { return 0 }
        guard let number = Int(text), (0...mostSamples).contains(number) else {
            throw UsageError("--seed takes a number from 0 to \(mostSamples), not \"\(text)\"")
        }
        return number
    }

    /// A value that begins with `prefix` and may stand in a path and in a field.
    static func word(_ arguments: Arguments, _ name: String, prefix: String = "")
        throws(UsageError) -> String?
    {
        guard let text = arguments.value(name) else { return nil }
        return try check(text, name, prefix)
    }

    /// All values of an option that may be repeated, each as ``word(_:_:prefix:)`` has it; `nil` for none.
    static func words(_ arguments: Arguments, _ name: String) throws(UsageError) -> [String]? {
        var words: [String] = []
        for text in arguments.values(name) { words.append(try check(text, name, "")) }
        return words.isEmpty ? nil : words
    }

    private static func check(
        _ text: String, _ name: String, _ prefix: String
    ) throws(UsageError) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || "-_".utf8.contains(byte)
        }
        guard isPlain, text.hasPrefix(prefix), text.count > prefix.count else {
            let start = prefix.isEmpty ? "" : " after \(prefix)"
            throw UsageError("--\(name) takes letters, digits, - and _\(start)")
        }
        return text
    }

    private static func faults(
        _ arguments: Arguments, _ operations: [String]
    ) throws(UsageError) -> [PlannedFault] {
        guard let file = arguments.value("faults") else { return [] }
        do {
            let bytes = try SmallFile.read(file, limit: 1 << 20, kind: .readable)
            return try PlannedFault.list(try JSONValue(parsing: bytes), operations: operations)
        } catch let failure as SmallFile.Failure {
            throw UsageError("\(file) \(failure.reason); \(failure.remedy)")
        } catch {
            throw UsageError("\(file): \(error)")
        }
    }
}

extension FakeSetup {
    /// Serves the fake that `make` makes, says `greeting`, and ends when it is told to; faults that did not fire are
    /// told then.
    func serve(
        _ context: CommandContext, _ make: (FakeSetup) throws -> ServedFake,
        greeting: (FakeProcess) -> FakeGreeting
    ) async throws {
        let interruption = context.interruption()
        _ = ProcessLimits.raiseOpenFiles()
        var setup = self
        setup.log = { [console = context.console] in console.note($0) }
        let process = try await FakeProcess(setup, make)
        let words = greeting(process)
        context.show(words.json, words.lines)
        await interruption.wait()
        await process.stop()
        for receipt in process.fake.plan.unconsumed {
            context.console.note(
                "not consumed: \(receipt.planned.fault.name) of \(receipt.planned.operation), fired \(receipt.fired) of "
                    + (receipt.planned.times.map { "\($0)" } ?? "any"))
        }
    }
}
