import FakeKit
import HTTPCore

/// `fake imgbt`.
struct FakeImgbt: Command {
    static let name = "fake imgbt"
    static let summary = "Serves a vault of imgbt that is none, for tests and trials, with faults on demand."
    static let syntax = Syntax(
        options: FakeSetup.options(port: port, what: "vault") + [
            .init(name: "vault", value: "ID", help: "the vault's id (default vault_01fake)"),
            .init(name: "secret", value: "sk_…", help: "the key that may do everything"),
            .init(name: "public", value: "pk_…", help: "the key that may read"),
            .init(
                name: "dialect", value: "reference|sdk",
                help: "which of the vendor's descriptions is followed"),
        ],
        discussion: discussion)

    static let need = ConfigurationNeed.inspection
    private static let port: UInt16 = 9100

    private let setup: FakeSetup
    private let vault: FakeVault

    init(_ arguments: Arguments) throws(UsageError) {
        setup = try FakeSetup(arguments, port: Self.port, operations: Composition.imgbtOperations)
        var vault = FakeVault()
        vault.vault = try FakeSetup.word(arguments, "vault") ?? vault.vault
        vault.secret = try FakeSetup.word(arguments, "secret", prefix: "sk_") ?? vault.secret
        vault.publicKey = try FakeSetup.word(arguments, "public", prefix: "pk_") ?? vault.publicKey
        vault.dialect = try Self.dialect(arguments)
        self.vault = vault
    }

    func run(_ context: CommandContext) async throws {
        try await setup.serve(context) {
            try Composition.imgbt($0, vault)
        } greeting: {
            FakeGreeting($0, vault)
        }
    }

    private static func dialect(_ arguments: Arguments) throws(UsageError) -> String {
        let dialect = arguments.value("dialect") ?? "reference"
        guard Composition.imgbtDialects.contains(dialect) else {
            let known = Composition.imgbtDialects.joined(separator: " or ")
            throw UsageError("--dialect is \(known), not \"\(dialect)\"")
        }
        return dialect
    }
}
