import Raster

/// `limits`.
struct Limits: Command {
    static let name = "limits"
    static let summary = "Prints what a type of store can do and what it changes, in Markdown."
    static let syntax = Syntax(
        positionals: [.init(name: "TYPE", help: "such as LocalDisk: a folder of Adapters in the sources")],
        discussion: """
            The tables come from the adapters themselves, as they are with the default settings; nothing is asked of
            any store. The READMEs of the adapters have them: make config-files writes them there.
            """)
    static let need = ConfigurationNeed.inspection

    private let folder: String

    init(_ arguments: Arguments) throws(UsageError) { folder = arguments.positional("TYPE") }

    func run(_ context: CommandContext) async throws {
        let samples = try Composition.samples()
        guard let sample = samples.first(where: { $0.folder == folder }) else {
            throw CommandFailure(
                "there is no type \"\(folder)\"; known: \(samples.map(\.folder).joined(separator: ", "))")
        }
        LimitsTable(sample: sample).lines.forEach(context.console.output)
    }
}
