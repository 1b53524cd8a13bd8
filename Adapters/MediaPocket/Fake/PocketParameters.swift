import Bytes
import HTTPCore

/// What a request says beside its path: its query and its body, checked as the vendor's pages say.
struct PocketParameters {
    /// The most bytes that a body may have.
    static let bodyBytes = 1 << 20
    /// The most characters that a title may have.
    static let titleCharacters = 255

    private let values: JSONObject

    /// Reads the query and the body of `request`.
    init(_ request: HTTPRequest) async throws {
        let bytes = try await request.body?.collect(upTo: Self.bodyBytes) ?? []
        let body = bytes.isEmpty ? JSONObject([]) : try JSONValue(parsing: bytes).asObject()
        let query = try RequestTarget(request.target).query().items
        values = JSONObject(query.map { .init($0.name, .string($0.value)) } + body.members)
    }

    /// The string called `name`, which must be there.
    func string(_ name: String) throws -> String {
        guard let text = try optionalString(name) else { throw PocketProblem.missing(name) }
        return text
    }

    /// The string called `name`, or `nil` where it is not there; null is no string.
    func optionalString(_ name: String) throws -> String? {
        guard let value = values[name] else { return nil }
        guard case .string(let text) = value else {
            throw PocketProblem.invalid(name, value, "Must be a String")
        }
        return text
    }

    /// The tags, in lower case; `nil` where there are none said.
    func tags() throws -> [String]? {
        guard let value = values["tags"] else { return nil }
        guard case .array(let elements) = value,
            let tags = try? JSONObject([.init("tags", .array(elements))]).stringArray("tags")
        else { throw PocketProblem.invalid("tags", value, "Must be an array of String") }
        return tags.map { $0.lowercased() }
    }

    /// The category, in lower case.
    func category() throws -> String? { try optionalString("category")?.lowercased() }

    /// The title, as long as it may be; `nil` where there is none.
    func title() throws -> String? {
        guard let title = try optionalString("title") else { return nil }
        guard !title.isEmpty else { throw PocketProblem.blankTitle }
        guard title.unicodeScalars.count <= Self.titleCharacters else { throw PocketProblem.longTitle }
        return title
    }

    /// The title, which must be there.
    func requiredTitle() throws -> String {
        _ = try string("title")
        return try title() ?? ""
    }

    /// What the client calls it; an empty text is none.
    func label() throws -> String? { try optionalString("external_id").flatMap { $0.isEmpty ? nil : $0 } }

    /// The kind of a new asset, which can only be an article.
    func mediaType() throws -> String? {
        guard let type = try optionalString("media_type") else { return nil }
        guard type == "article" else {
            throw PocketProblem.invalid(
                "media_type", .string(type), "Must be one of: <code>article</code>.")
        }
        return type
    }
}
