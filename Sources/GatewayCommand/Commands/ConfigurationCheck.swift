import HTTPCore
import Raster

/// `config check`.
struct ConfigurationCheck: Command {
    static let name = "config check"
    static let summary = "Reads the configuration as a server would, and says what is wrong with it."
    static let syntax = Syntax(
        discussion: """
            Exits with 1 where "serve" would refuse to start. Everything is told at once, with the file and line,
            or the environment variable, and what to do. Warnings are about what is allowed and likely not meant.
            With --json there is one object, {"ok", "errors", "warnings"}, with lists of {"file", "line",
            "variable", "key", "message", "remedy"}, null where there is none.
            """)
    static let need = ConfigurationNeed.nothing

    init(_ arguments: Arguments) throws(UsageError) {}

    func run(_ context: CommandContext) async throws {
        let reading = context.reading
        let errors = reading.problems + reading.servingProblems
        context.show(
            .members([
                "ok": .bool(errors.isEmpty), "errors": .array(errors.map(\.json)),
                "warnings": .array(reading.warnings.map(\.json)),
            ]), Self.lines(errors, reading))
        guard errors.isEmpty else {
            throw CommandFailure(
                errors.count == 1
                    ? "the configuration has one error" : "the configuration has \(errors.count) errors")
        }
    }

    private static func lines(_ errors: [ConfigurationProblem], _ reading: ConfigurationReading) -> [String] {
        let warnings = reading.warnings.flatMap { ["warning: " + $0.lines[0]] + $0.lines.dropFirst() }
        return errors.flatMap(\.lines) + warnings + (errors.isEmpty ? ["ok: " + reading.summary] : [])
    }
}

extension ConfigurationReading {
    /// What the configuration comes to, in a line.
    var summary: String {
        let fromFile = origins.values.count { if case .file = $0 { true } else { false } }
        let fromVariables = origins.values.count { if case .variable = $0 { true } else { false } }
        let stores = configuration.stores.map(\.name.rawValue).joined(separator: ", ")
        let said = file.map { "\($0) sets \(fromFile.counted("key"))" } ?? "no file was named"
        return "\(said), the environment sets \(fromVariables); it listens on \(configuration.listen), "
            + "keeps its catalog in \(configuration.dataDirectory), and its files in \(stores)"
    }
}

extension Int {
    /// The number with what it counts: `1 key`, `2 keys`.
    func counted(_ noun: String) -> String { self == 1 ? "1 \(noun)" : "\(self) \(noun)s" }
}
