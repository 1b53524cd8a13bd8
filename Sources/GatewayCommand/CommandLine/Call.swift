/// What a command line asks for.
enum Call {
    /// What there is.
    case overview
    /// How a command is used.
    case help(any Command.Type)
    /// A command, with what it was given.
    case command(any Command.Type, Arguments)

    /// Finds the command that `words` begin with.
    init(_ words: [String], among commands: [any Command.Type]) throws(UsageError) {
        switch words.first {
        case nil, "--help", "-h", "help": self = .overview
        case "--version": self = try Self.find(["version"] + words.dropFirst(), commands)
        default: self = try Self.find(words, commands)
        }
    }

    private static func find(_ words: [String], _ commands: [any Command.Type]) throws(UsageError) -> Call {
        let found = commands.first { words.starts(with: $0.words) }
        guard let found else { throw unknown(words, commands) }
        let arguments = try Arguments(Array(words.dropFirst(found.words.count)), found.syntax)
        return arguments.wantsHelp ? .help(found) : .command(found, arguments)
    }

    private static func unknown(_ words: [String], _ commands: [any Command.Type]) -> UsageError {
        let first = words.first ?? ""
        if first.hasPrefix("-") { return UsageError("the command comes first, then its options") }
        let group = commands.filter { $0.words.count > 1 && $0.words[0] == first }
        guard !group.isEmpty else {
            var seen: [String] = []
            for command in commands where !seen.contains(command.words[0]) { seen.append(command.words[0]) }
            return .unknown("command", first, known: seen)
        }
        let known = group.map { $0.words[1] }
        guard let second = words.dropFirst().first, !second.hasPrefix("-") else {
            return UsageError("\(first) what? There is \(known.joined(separator: ", "))")
        }
        return .unknown("command", "\(first) \(second)", known: known.map { "\(first) \($0)" })
    }
}

extension Command {
    /// Its name, word by word.
    static var words: [String] { name.split(separator: " ").map(String.init) }
}
