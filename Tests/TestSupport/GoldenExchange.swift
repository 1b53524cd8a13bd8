public import HTTPCore

/// A documented request and its documented answer, as a file `NAME.http` writes them down.
///
/// The first line names the page; further lines with `#` say `key: value` or are remarks. Lines with `>` are the
/// request, those with `<` the answer: a first line, fields, an empty line, the body.
public struct GoldenExchange: Sendable, CustomStringConvertible {
    /// What a message carries after its fields.
    public enum Content: Sendable, Equatable {
        /// Nothing.
        case none
        /// A JSON value.
        case json(JSONValue)
        /// A form, written as one field a line; a boundary is made up.
        case form([GoldenField])
        /// Bytes of a sample file, written `@bytes FIRST-LAST/SIZE`.
        case sample(GoldenSample)
        /// Text.
        case text(String)
    }

    /// The file's name without its extension.
    public let description: String
    /// The page that documents the exchange.
    public let source: String
    /// What stands in lines `# key: value`, such as `state`: what there is before the request.
    public let notes: [String: String]
    /// Whether the page leaves something out with an ellipsis.
    public let isElided: Bool
    /// The verb.
    public let method: HTTPMethod
    /// The target.
    public let target: String
    /// The request's fields; `Content-Type` of a form has no boundary.
    public let fields: HTTPFields
    /// The request's body.
    public let content: Content
    /// The answer's status.
    public let status: HTTPStatus
    /// The answer's fields, as far as they are documented.
    public let answerFields: HTTPFields
    /// The answer's body.
    public let answerContent: Content

    /// What is wrong with a file.
    public struct Malformed: Error, Equatable {
        /// The exchange and the reason.
        public let reason: String

        /// The complaint `reason`.
        public init(reason: String) { self.reason = reason }
    }

    /// Reads the `text` of the file called `name`.
    public init(_ name: String, _ text: String) throws {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
        guard let first = lines.first, first.hasPrefix("# ") else {
            throw Malformed(reason: "\(name): the first line does not name the page")
        }
        description = name
        source = String(first.dropFirst(2))
        let remarks = lines.dropFirst().filter { $0.hasPrefix("#") }.map { String($0.dropFirst(2)) }
        isElided = remarks.contains("elided in the source")
        notes = Self.notes(remarks)
        let request = try Message(name, lines.filter { $0.hasPrefix(">") })
        let words = request.start.split(separator: " ")
        guard words.count == 2 else { throw Malformed(reason: "\(name): > VERB TARGET") }
        (method, target) = (HTTPMethod(rawValue: String(words[0])), String(words[1]))
        (fields, content) = (request.fields, try request.content())
        let answer = try Message(name, lines.filter { $0.hasPrefix("<") })
        guard let code = Int(answer.start.prefix(3)) else { throw Malformed(reason: "\(name): < STATUS") }
        (status, answerFields, answerContent) = (HTTPStatus(code), answer.fields, try answer.content())
    }

    private static func notes(_ remarks: [String]) -> [String: String] {
        var notes: [String: String] = [:]
        for remark in remarks {
            let parts = remark.split(separator: ":", maxSplits: 1).map(String.init)
            if parts.count == 2, !parts[0].contains(" ") { notes[parts[0]] = String(parts[1].dropFirst()) }
        }
        return notes
    }
}

/// One message of an exchange, its prefix taken away.
private struct Message {
    let name: String
    let start: String
    let fields: HTTPFields
    let body: [String]

    init(_ name: String, _ lines: [String]) throws {
        let lines = lines.map { String($0.dropFirst($0.hasPrefix("> ") || $0.hasPrefix("< ") ? 2 : 1)) }
        guard let start = lines.first else {
            throw GoldenExchange.Malformed(reason: "\(name): a message is missing")
        }
        let head = lines.dropFirst().prefix { !$0.isEmpty }
        var fields: HTTPFields = [:]
        for line in head {
            let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { throw GoldenExchange.Malformed(reason: "\(name): \(line)") }
            fields.append(parts[0], String(parts[1].drop { $0 == " " }))
        }
        (self.name, self.start, self.fields) = (name, start, fields)
        body = Array(lines.dropFirst(1 + head.count + 1))
    }

    func content() throws -> GoldenExchange.Content {
        if fields["Content-Type"] == "multipart/form-data" { return .form(try body.map(GoldenField.init)) }
        guard let first = body.first else { return .none }
        if first.hasPrefix("@bytes ") { return .sample(try GoldenSample(String(first.dropFirst(7)))) }
        let text = body.joined(separator: "\n")
        guard fields["Content-Type"]?.hasPrefix("application/json") == true else { return .text(text) }
        return .json(try JSONValue(parsing: Array(text.utf8)))
    }
}
