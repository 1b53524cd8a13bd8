import HTTPCore

/// `doctor`.
struct Doctor: Command {
    static let name = "doctor"
    static let summary = "Looks for what is wrong with an installation, and says what to do."
    static let syntax = Syntax(
        options: [
            .init(name: "fix", help: "repair what can be repaired safely, then look"),
            .init(name: "deep", help: "read all of the catalog, however large it is"),
        ],
        discussion: """
            Works beside a running server, and exits with 1 if anything is wrong. Without --fix it changes
            nothing. With it, the data directory and the catalog's files become their owner's alone, and missing
            folders of the stores are made; where no server owns the data, interrupted uploads and deletions are
            put in order, what they left is removed, and what is due is purged. Files without an asset are never
            deleted. The catalog is read whole up to 64 MiB, and beyond with --deep.
            """)

    static let need = ConfigurationNeed.inspection

    private let fixes: Bool
    private let isDeep: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        fixes = arguments.flag("fix")
        isDeep = arguments.flag("deep")
    }

    func run(_ context: CommandContext) async throws {
        // What may be the wrong data is neither repaired nor looked at.
        let isSound = context.reading.problems.isEmpty
        let configuration = context.configurationWithSecrets
        let repairs = fixes && isSound ? await Repair(configuration: configuration).run() : nil
        var findings = context.reading.findings
        findings += context.secretFindings
        if isSound { findings += await examination(context).findings() }
        let problems = findings.count { $0.state == .problem }
        var members: [JSONObject.Member] = [.init("healthy", .bool(problems == 0))]
        if let repairs { members.append(.init("repairs", .array(repairs.map { .string($0) }))) }
        members.append(.init("findings", .array(findings.map(\.json))))
        context.show(
            .object(JSONObject(members)),
            (repairs ?? []).map { "repair  \($0)" } + findings.flatMap(\.lines))
        guard problems > 0 else { return }
        throw CommandFailure(problems == 1 ? "one problem was found" : "\(problems) problems were found")
    }

    private func examination(_ context: CommandContext) -> Examination {
        return Examination(configuration: context.configurationWithSecrets, isDeep: isDeep) {
            context.commandLine($0)
        }
    }
}
