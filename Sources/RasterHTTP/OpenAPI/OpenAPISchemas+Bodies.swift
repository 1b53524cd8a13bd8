import HTTPCore
import Raster

extension OpenAPISchemas {
    /// What clients send.
    static let bodies: [(String, JSONValue)] = [
        (
            "NewOrganization",
            body([("email", ["type": "string", "format": "email"])], [("name", libraryName)])
        ),
        ("NewLibrary", body([("name", libraryName)], [("slug", slug)])),
        ("LibraryChange", body([("name", libraryName)])),
        (
            "NewFiles",
            body([
                (
                    "files",
                    [
                        "type": "array", "minItems": 1, "maxItems": limit(Rules.filesPerUpload),
                        "items": ["type": "string", "contentMediaType": "application/octet-stream"],
                    ]
                )
            ])
        ), ("AssetIDs", body([("ids", ids)])), ("Tagging", body([("assetIds", ids), ("tags", tags)])),
        ("Transfer", body([("targetLibraryId", string), ("assetIds", ids)])),
        (
            "NewDescription",
            body([("description", described(string, "At most \(Rules.descriptionBytes) bytes of UTF-8."))])
        ), ("NewComment", body([("text", ["type": "string", "minLength": 1, "maxLength": 10_000])])),
    ]

    /// An object with `required` members and optional ones.
    private static func body(
        _ required: [(String, JSONValue)], _ optional: [(String, JSONValue)] = []
    ) -> JSONValue {
        [
            "type": "object", "required": .strings(required.map(\.0)),
            "properties": .members(required + optional),
        ]
    }

    private static func limit(_ number: Int) -> JSONValue { .number(JSONNumber(number)) }

    private static let libraryName: JSONValue = ["type": "string", "minLength": 1, "maxLength": 255]
    private static let slug: JSONValue = [
        "type": "string", "pattern": "^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$",
    ]
    private static let ids: JSONValue = [
        "type": "array", "items": ["type": "string"], "minItems": 1, "maxItems": limit(Rules.idsPerCall),
    ]
    private static let tags: JSONValue = [
        "type": "array", "items": ["type": "string", "minLength": 1, "maxLength": 100], "minItems": 1,
        "maxItems": limit(Rules.tagsPerCall),
    ]
}
