/// What a command takes; parsing, help and complaints are all derived from it.
struct Syntax: Sendable {
    /// A word without a name, such as `ORG`; all of them are required.
    struct Positional: Sendable {
        /// How help spells it, in capitals.
        let name: String
        /// One line about it.
        let help: String
    }

    /// A word that begins with `--`.
    struct Option: Sendable {
        /// Without the hyphens.
        let name: String
        /// How help spells its value; `nil` for a flag, which takes none.
        var value: String?
        /// One line about it.
        let help: String
        /// Whether it may be given more than once.
        var isRepeated = false
    }

    /// In the order in which they are given.
    var positionals: [Positional] = []
    /// The command's own options.
    var options: [Option] = []
    /// What help says after the options; empty for nothing.
    var discussion = ""

    /// The options that every command takes.
    static let common = [
        Option(name: "config", value: "FILE", help: "the configuration file; without it, the defaults"),
        Option(name: "data", value: "DIR", help: "the data directory (default ./raster-data)"),
        Option(name: "json", help: "one JSON value on standard output, for programs"),
        Option(name: "help", help: "this text"),
    ]

    /// The command's own options and the common ones.
    var allOptions: [Option] { options + Self.common }

    /// The option called `name`, if there is one.
    func option(_ name: String) -> Option? { allOptions.first { $0.name == name } }
}

extension Syntax.Option {
    /// How help and complaints spell it: `--name VALUE`.
    var spelling: String { value.map { "--\(name) \($0)" } ?? "--\(name)" }
}
