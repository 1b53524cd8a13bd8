import Raster

/// `limits`.
struct Limits: Command {
    static let name = "limits"
    static let summary = "Prints what a type of store can do and what it changes, in Markdown."
    static let syntax = Syntax(
        positionals: [
            .init(name: "TYPE", help: "disk, folder, imgbt or media-pocket, or the folder in the sources")
        ],
        discussion: """
            The tables come from the adapters themselves, as they are with the default settings; nothing is asked of
            any store. The READMEs of the adapters have them: make config-files writes them there. With --json it is
            one object, {"type", "declared", "emulated", "unavailable", "abilities", "takesUploads", "limits",
            "settings", "fidelity"}; "settings" has what each setting adds.
            """)
    static let need = ConfigurationNeed.inspection

    private let type: String

    init(_ arguments: Arguments) throws(UsageError) { type = arguments.positional("TYPE") }

    func run(_ context: CommandContext) async throws {
        let samples = try Composition.samples()
        guard let sample = samples.first(where: { [$0.type, $0.folder].contains(type) }) else {
            let known = samples.map { "\($0.type) (\($0.folder))" }.joined(separator: ", ")
            throw CommandFailure("there is no type \"\(type)\"; known: \(known)")
        }
        let table = LimitsTable(sample: sample)
        context.show(table.json, table.lines)
    }
}
