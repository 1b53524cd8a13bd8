import HTTPCore

/// Parameters that several operations share.
enum OpenAPIParameters {
    /// Every shared parameter by name.
    static let components = JSONValue.members(headers + queries + holes)

    private static let headers: [(String, JSONValue)] = [
        (
            "ApiVersion",
            parameter(
                "Api-Version", "header", ["type": "string", "const": .string(RasterFrontEnd.apiVersion)],
                "The version of the API.", isRequired: true)
        ),
        (
            "IdempotencyKey",
            parameter(
                "Idempotency-Key", "header", ["type": "string", "minLength": 1, "maxLength": 255],
                "A repetition with the same key within 24 hours gets the first answer again.")
        ),
        (
            "IfNoneMatch",
            parameter("If-None-Match", "header", ["type": "string"], "The ETag of what the client has.")
        ), ("Range", parameter("Range", "header", ["type": "string"], "One range of bytes.")),
    ]

    private static let queries: [(String, JSONValue)] = [
        ("page", number("page", 1, nil, standard: 1, "Which page, from 1.")),
        ("pageSize", number("pageSize", 1, 500, standard: 50, "Items a page.")),
        ("limit", number("limit", 1, 1000, standard: 100, "The most tags.")),
        ("tags", list("tags", "Assets with any of these tags; repeated or comma-separated, at most 5.")),
        ("libraries", list("libraries", "Where to search; everywhere within reach unless given.")),
        (
            "q",
            parameter(
                "q", "query", ["type": "string"], "Words, each of which must match, the last as a prefix.")
        ),
        ("cursor", parameter("cursor", "query", ["type": "string"], "The nextCursor of the page before.")),
    ]

    /// The holes of paths.
    private static let holes = [
        ("organization", "The organization's slug."), ("library", "The library's slug."),
        ("asset", "The asset's id."), ("comment", "The comment's id."), ("action", "The action's id."),
        ("job", "The job's id."), ("token", "What the claimUrl ends with."),
        ("filename", "The uploaded filename."),
    ].map { name, text in (name, parameter(name, "path", ["type": "string"], text, isRequired: true)) }

    private static func parameter(
        _ name: String, _ place: String, _ schema: JSONValue, _ text: String, isRequired: Bool = false
    ) -> JSONValue {
        [
            "name": .string(name), "in": .string(place), "required": .bool(isRequired),
            "description": .string(text), "schema": schema,
        ]
    }

    private static func number(
        _ name: String, _ minimum: Int, _ maximum: Int?, standard: Int, _ text: String
    ) -> JSONValue {
        var schema: [(String, JSONValue)] = [
            ("type", "integer"), ("minimum", .number(JSONNumber(minimum))),
            ("default", .number(JSONNumber(standard))),
        ]
        if let maximum { schema.append(("maximum", .number(JSONNumber(maximum)))) }
        return parameter(name, "query", .members(schema), text)
    }

    private static func list(_ name: String, _ text: String) -> JSONValue {
        [
            "name": .string(name), "in": "query", "required": false, "description": .string(text),
            "style": "form", "explode": true, "schema": ["type": "array", "items": ["type": "string"]],
        ]
    }
}
