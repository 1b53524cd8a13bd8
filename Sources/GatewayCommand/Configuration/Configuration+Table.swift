import HTTPCore

extension Configuration {
    /// Every key with its environment variable, its default and its meaning, as a table in Markdown.
    static var table: [String] {
        let rows = keys.map { key in
            let cells = [
                "`\(key.path)`<br>`\(key.variable)`", "`\(key.defaultText)`", key.documentation,
                key.shape.words,
            ]
            return "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
        }
        return ["| Key and variable | Default | Meaning | Values |", "|---|---|---|---|"] + rows + storeTables
    }

    /// The keys of each type of store.
    private static var storeTables: [String] {
        StoreType.all.flatMap { type in
            let rows = type.keys.map { key in
                let byDefault = String(decoding: key.byDefault.bytes, as: UTF8.self)
                let cells = ["`\(key.name)`", "`\(byDefault)`", key.documentation, key.shape.words]
                return "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
            }
            return [
                "", "A store of the type `\(type.name)` is \(type.documentation):", "",
                "| Key | Default | Meaning | Values |", "|---|---|---|---|",
            ] + rows
        }
    }
}

extension ConfigurationShape {
    /// Which values are taken, for people.
    fileprivate var words: String {
        switch self {
        case .bool: "true or false"
        case .integer(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .text: "a text"
        case .choice(let texts): texts.map { "`\($0)`" }.joined(separator: " or ")
        case .texts: "a list of texts"
        case .secret: "a secret"
        case .stores: "stores by name"
        case .optional(let shape): shape.words + ", or null"
        }
    }
}
