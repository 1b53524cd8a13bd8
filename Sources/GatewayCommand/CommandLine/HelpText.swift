/// What `--help` prints.
enum HelpText {
    /// The whole program.
    static func overview(_ commands: [any Command.Type]) -> [String] {
        let rows = commands.map { ($0.name, $0.summary) }
        return [
            "Raster's REST API in front of your own storage.", "",
            "usage: raster-gateway COMMAND …", "",
        ] + columns(rows) + [
            "", "Every command takes --config FILE, --data DIR, --json and --help.",
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but for some items, 4 a store was away,",
            "130 interrupted.",
            "", "To begin: raster-gateway serve",
        ]
    }

    /// One command.
    static func command(_ command: any Command.Type) -> [String] {
        let syntax = command.syntax
        var lines = [command.summary, "", usage(command), ""]
        lines += columns(syntax.positionals.map { ($0.name, $0.help) })
        if !syntax.positionals.isEmpty { lines.append("") }
        lines += columns(syntax.allOptions.map { ($0.spelling, $0.help) })
        if !syntax.discussion.isEmpty { lines += ["", syntax.discussion] }
        return lines
    }

    private static func usage(_ command: any Command.Type) -> String {
        let words = command.syntax.positionals.map(\.name)
        let options = command.syntax.options.map { "[\($0.spelling)]" + ($0.isRepeated ? "…" : "") }
        return (["usage: raster-gateway", command.name] + words + options).joined(separator: " ")
    }

    /// Two columns, the left one as wide as its longest text.
    static func columns(_ rows: [(String, String)]) -> [String] {
        let width = rows.map(\.0.count).max() ?? 0
        return rows.map { left, right in
            "  " + left + String(repeating: " ", count: width - left.count + 2) + right
        }
    }
}

/// Lines of columns, as wide as their widest texts.
struct TextTable {
    private var rows: [[String]]

    /// A table under `titles`.
    init(_ titles: String...) { rows = [titles] }

    /// Adds a row of as many cells as there are titles.
    mutating func add(_ cells: String...) { rows.append(cells) }

    /// The lines, titles first.
    var lines: [String] {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            let line = cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
}
