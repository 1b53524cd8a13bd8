import HTTPCore

/// `config print`.
struct ConfigurationPrint: Command {
    static let name = "config print"
    static let summary = "Prints the effective configuration: every key with its value."
    static let syntax = Syntax(options: [
        .init(name: "origins", help: "with what set each value: a line of the file, a variable, an option"),
        .init(name: "example", help: "instead, a file with every key, its default and what it means"),
        .init(name: "schema", help: "instead, the JSON Schema of such files, for editors"),
        .init(name: "table", help: "instead, every key with its environment variable, in Markdown"),
    ])

    private let form: Form?

    private enum Form: String, CaseIterable {
        case origins, example, schema, table
    }

    init(_ arguments: Arguments) throws(UsageError) {
        let forms = Form.allCases.filter { arguments.flag($0.rawValue) }
        guard forms.count <= 1 else {
            throw UsageError("give one of \(forms.map { "--" + $0.rawValue }.joined(separator: ", "))")
        }
        form = forms.first
    }

    func run(_ context: CommandContext) async throws {
        switch form {
        case .example: context.console.output(Configuration.example)
        case .schema: context.console.output(Configuration.schema.indented())
        case .table: Configuration.table.forEach(context.console.output)
        case .origins: context.show(context.reading.originsJSON, context.reading.originsTable)
        case nil:
            let value = context.configuration.json
            context.show(value, [value.indented()])
        }
    }
}

extension ConfigurationReading {
    /// Every value with what set it, for programs: by path.
    fileprivate var originsJSON: JSONValue {
        .object(
            JSONObject(
                Configuration.keys.map { key in
                    JSONObject.Member(
                        key.path,
                        .members([
                            "value": key.write(configuration),
                            "origin": .string(origin(of: key.path).description),
                        ]))
                }))
    }

    /// Every value with what set it, for people.
    fileprivate var originsTable: [String] {
        var table = TextTable("KEY", "VALUE", "SET BY")
        for key in Configuration.keys {
            let value = String(decoding: key.write(configuration).bytes, as: UTF8.self)
            table.add(key.path, value, origin(of: key.path).description)
        }
        return table.lines
    }
}
