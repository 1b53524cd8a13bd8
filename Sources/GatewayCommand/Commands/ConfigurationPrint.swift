import HTTPCore

/// `config print`.
struct ConfigurationPrint: Command {
    static let name = "config print"
    static let summary = "Prints the effective configuration: every key with its value."
    static let syntax = Syntax(options: [
        .init(name: "example", help: "instead, a file with every key, its default and what it means")
    ])

    private let isExample: Bool

    init(_ arguments: Arguments) throws(UsageError) { isExample = arguments.flag("example") }

    func run(_ context: CommandContext) async throws {
        if isExample { return context.console.output(Configuration.example) }
        let value = context.configuration.json
        context.show(value, [value.indented()])
    }
}
