import HTTPCore

struct Doctor: Command {
    static let name = "doctor"
    static let summary = "Looks for what is wrong with an installation, and says what to do."
    static let syntax = Syntax()
    init(_ arguments: Arguments) throws(UsageError) {}
    func run(_ context: CommandContext) async throws {}
}
