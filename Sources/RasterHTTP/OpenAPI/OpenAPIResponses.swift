import HTTPCore

/// Answers and header fields that operations share.
enum OpenAPIResponses {
    /// Header fields by name.
    static let headers: JSONValue = [
        "Vary": header("Contains Api-Version."), "RequestId": header("Names the request in the log."),
        "RetryAfter": header("Seconds to wait."), "ETag": header("For If-None-Match."),
    ]

    /// Refusals by name, which is the status.
    static let components = JSONValue.members(
        refusals.map { status, text in
            (
                "Error\(status)",
                response(
                    text, ["application/json": ["schema": envelope("error", .schema("Error"))]],
                    status == 429 || status == 503
                        ? ["Retry-After": .reference("headers", "RetryAfter")] : [:])
            )
        })

    /// What each status stands for.
    private static let refusals: [(Int, String)] = [
        (400, "Something in the request is missing or wrong."), (401, "No key, or none of the organization."),
        (403, "The key or the plan does not allow it."), (404, "Unknown, or out of reach."),
        (409, "It clashes with what is there or is going on."),
        (413, "Too large."), (422, "The Idempotency-Key was used for another request."),
        (429, "Too many; wait."), (500, "Something went wrong; the request can be tried again."),
        (501, "The library's store cannot do this."), (503, "Not now; wait."), (507, "The disk is full."),
    ]

    /// References to refusals with these statuses.
    static func refusals(_ statuses: [Int]) -> [(String, JSONValue)] {
        statuses.map { (String($0), .reference("responses", "Error\($0)")) }
    }

    /// A success with `schema` under `data`.
    static func success(_ text: String, _ schema: JSONValue, hasTag: Bool = false) -> JSONValue {
        response(
            text, ["application/json": ["schema": envelope("data", schema)]],
            hasTag ? ["ETag": .reference("headers", "ETag")] : [:])
    }

    /// An answer with the two fields that all have.
    static func response(_ text: String, _ content: JSONValue?, _ more: JSONValue = [:]) -> JSONValue {
        var fields: [(String, JSONValue)] = [
            ("Vary", .reference("headers", "Vary")), ("X-Request-Id", .reference("headers", "RequestId")),
        ]
        if case .object(let object) = more { fields += object.members.map { ($0.name, $0.value) } }
        var members: [(String, JSONValue)] = [("description", .string(text)), ("headers", .members(fields))]
        if let content { members.append(("content", content)) }
        return .members(members)
    }

    private static func envelope(_ member: String, _ schema: JSONValue) -> JSONValue {
        OpenAPISchemas.object([(member, schema)])
    }

    private static func header(_ text: String) -> JSONValue {
        ["description": .string(text), "schema": ["type": "string"]]
    }
}
