/// The words of a command line, sorted by a ``Syntax``.
struct Arguments: Sendable {
    private var values: [String: [String]] = [:]
    private var positionals: [String: String] = [:]

    /// Sorts `words`: `--name value`, `--name=value`, flags, and words without a name.
    ///
    /// After `--` there are only the latter. With `--help` among them, nothing else is asked for.
    init(_ words: [String], _ syntax: Syntax) throws(UsageError) {
        var plain: [String] = []
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                plain += rest
                break
            }
            if word.hasPrefix("-"), word != "-" {
                try take(word == "-h" ? "--help" : word, &rest, syntax)
            } else {
                plain.append(word)
            }
        }
        if wantsHelp { return }
        try name(plain, syntax)
    }

    /// Whether help is asked for; then nothing else is there.
    var wantsHelp: Bool { flag("help") }

    /// The value of an option, or `nil` where it was not given.
    func value(_ name: String) -> String? { values[name]?.last }

    /// Every value of an option, in order.
    func values(_ name: String) -> [String] { values[name] ?? [] }

    /// Whether a flag was given.
    func flag(_ name: String) -> Bool { values[name] != nil }

    /// The word without a name that help spells `name`, which the syntax must have.
    func positional(_ name: String) -> String { positionals[name] ?? "" }

    private mutating func take(_ word: String, _ rest: inout ArraySlice<String>, _ syntax: Syntax)
        throws(UsageError)
    {
        let parts = word.drop { $0 == "-" }.split(
            separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts.first.map(String.init) ?? ""
        guard word.hasPrefix("--"), let option = syntax.option(name) else {
            throw UsageError.unknown(
                "option", word.prefix { $0 != "=" }, known: syntax.allOptions.map { "--" + $0.name })
        }
        guard values[name] == nil || option.isRepeated || option.value == nil else {
            throw UsageError("--\(name) is given twice")
        }
        values[name, default: []].append(
            try value(of: option, inline: parts.count > 1 ? String(parts[1]) : nil, &rest))
    }

    private func value(of option: Syntax.Option, inline: String?, _ rest: inout ArraySlice<String>)
        throws(UsageError) -> String
    {
        guard let placeholder = option.value else {
            guard inline == nil else { throw UsageError("--\(option.name) takes no value") }
            return ""
        }
        if let inline { return inline }
        guard let next = rest.first, !next.hasPrefix("--") else {
            throw UsageError("--\(option.name) needs a value: --\(option.name) \(placeholder)")
        }
        rest.removeFirst()
        return next
    }

    private mutating func name(_ words: [String], _ syntax: Syntax) throws(UsageError) {
        for (position, word) in zip(syntax.positionals, words) {
            positionals[position.name] = word
        }
        if let missing = syntax.positionals.dropFirst(words.count).first {
            throw UsageError("\(missing.name) is missing: \(missing.help)")
        }
        if let extra = words.dropFirst(syntax.positionals.count).first {
            throw UsageError("\"\(extra)\" is one word too many; quote what has spaces in it")
        }
    }
}
