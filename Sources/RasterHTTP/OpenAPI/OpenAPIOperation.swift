import HTTPCore

/// One route, described.
struct OpenAPIOperation {
    /// What a route asks for before it answers.
    enum Access { case open, anonymous, key, organization, library }

    let method: HTTPMethod
    let path: String
    /// The operation's unique name.
    let id: String
    let tag: OpenAPITag
    let summary: String
    var access = Access.library
    var status = 200
    /// What is under `data`; `nil` for the forms in `content`.
    var result: JSONValue?
    /// The success of a route with a form of its own.
    var content: JSONValue?
    /// The schema of the JSON body.
    var body: String?
    /// Parameters beside those of the path and the headers of all.
    var parameters: [String] = []
    /// Refusals beside those that follow from the rest.
    var refusals: [Int] = []
    /// Answers beside success and refusals.
    var others: [(String, JSONValue)] = []
    /// Whether `If-None-Match` is answered with 304.
    var isConditional = false

    /// The operation object.
    var json: JSONValue {
        var members: [(String, JSONValue)] = [
            ("operationId", .string(id)), ("summary", .string(summary)), ("tags", .strings([tag.rawValue])),
        ]
        if access == .open || access == .anonymous { members.append(("security", [])) }
        members.append(("parameters", .array(parameterNames.map { .reference("parameters", $0) })))
        if let body { members.append(("requestBody", Self.requestBody(body))) }
        members.append(("responses", .members(responses)))
        return .members(members)
    }

    private var isChange: Bool { method != .get && access != .open }

    private var parameterNames: [String] {
        let holes = path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
            String($0.dropFirst().dropLast())
        }
        let version = access == .open ? [] : ["ApiVersion"]
        return holes + version + (isChange ? ["IdempotencyKey"] : []) + (isConditional ? ["IfNoneMatch"] : [])
            + parameters
    }

    private var responses: [(String, JSONValue)] {
        let success =
            result.map { OpenAPIResponses.success("Done.", $0, hasTag: isConditional) }
            ?? OpenAPIResponses.response("Done.", content)
        let unchanged = isConditional ? [("304", OpenAPIResponses.response("The client has it.", nil))] : []
        return [(String(status), success)] + others + unchanged + OpenAPIResponses.refusals(statuses)
    }

    private var statuses: [Int] {
        var all = Set(refusals)
        if access != .open { all.formUnion([400, 500, 503]) }
        if access != .open && access != .anonymous { all.insert(401) }
        if access == .organization || access == .library { all.insert(404) }
        if isChange { all.formUnion([409, 413, 422]) }
        return all.sorted()
    }

    private static func requestBody(_ schema: String) -> JSONValue {
        let type = schema == "NewFiles" ? "multipart/form-data" : "application/json"
        let media: JSONValue = ["schema": .schema(schema)]
        return ["required": true, "content": .members([(type, media)])]
    }
}
