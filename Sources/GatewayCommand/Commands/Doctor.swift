import HTTPCore

/// `doctor`.
struct Doctor: Command {
    static let name = "doctor"
    static let summary = "Looks for what is wrong with an installation, and says what to do."
    static let syntax = Syntax(
        discussion: "Changes nothing, works beside a running server, and exits with 1 if anything is wrong.")

    init(_ arguments: Arguments) throws(UsageError) {}

    func run(_ context: CommandContext) async throws {
        let findings = await Examination(configuration: context.configuration).findings()
        let problems = findings.count { $0.state == .problem }
        context.show(
            .members([
                "healthy": .bool(problems == 0), "findings": .array(findings.map(\.json)),
            ]), findings.flatMap(\.lines))
        guard problems > 0 else { return }
        throw CommandFailure(problems == 1 ? "one problem was found" : "\(problems) problems were found")
    }
}
