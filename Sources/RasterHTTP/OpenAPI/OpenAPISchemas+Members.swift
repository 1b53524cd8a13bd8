import HTTPCore
import Raster

extension OpenAPISchemas {
    static let string: JSONValue = ["type": "string"]
    static let boolean: JSONValue = ["type": "boolean"]
    static let count: JSONValue = ["type": "integer", "minimum": 0]
    static let strings: JSONValue = ["type": "array", "items": ["type": "string"]]
    static let moment: JSONValue = ["type": "integer", "description": "Milliseconds since 1970-01-01 UTC."]
    static let texts: JSONValue = ["type": "object", "additionalProperties": ["type": "string"]]
    static let errorCode: JSONValue = [
        "type": "string", "enum": .strings(RasterError.Code.allCases.map(\.rawValue)),
    ]

    /// An object that always has all of `members`.
    static func object(_ members: [(String, JSONValue)]) -> JSONValue {
        [
            "type": "object", "required": .strings(members.map(\.0)),
            "properties": .members(members),
        ]
    }

    /// An array of `items`.
    static func list(_ items: JSONValue) -> JSONValue { ["type": "array", "items": items] }

    /// A value of `type`, or null.
    static func nullable(_ type: String, _ text: String, format: String? = nil) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("type", .strings([type, "null"])), ("description", .string(text)),
        ]
        if let format { members.append(("format", .string(format))) }
        return .members(members)
    }

    /// `schema` with a description.
    static func described(_ schema: JSONValue, _ text: String) -> JSONValue {
        guard case .object(let object) = schema else { return schema }
        return .object(JSONObject(object.members + [JSONObject.Member("description", .string(text))]))
    }

    static let assetMembers: [(String, JSONValue)] = [
        ("id", described(string, "14 characters of a-z and 0-9.")),
        ("width", nullable("integer", "Pixels across, as displayed.")),
        ("height", nullable("integer", "Pixels down, as displayed.")),
        ("name", nullable("string", "The uploaded filename without its last extension.")),
        ("libraryId", nullable("string", "The library's slug.")),
        ("blurhash", nullable("string", "A blurhash of the picture.")),
        ("url", nullable("string", "Where the bytes are, for good.", format: "uri")),
        ("thumbUrl", nullable("string", "The thumbnail.", format: "uri")),
        ("thumbHighUrl", nullable("string", "The thumbnail at twice the resolution.", format: "uri")),
        ("thumbUrlBlurred", nullable("string", "The blurred thumbnail.", format: "uri")),
        ("views", ["type": ["array", "null"], "items": .schema("AssetView")]),
        ("type", nullable("string", "\"main\"; not the media type.")),
        ("description", nullable("string", "Null until set, empty after clearing.")),
        ("tags", ["type": ["array", "null"], "items": ["type": "string"]]),
        ("contentType", nullable("string", "The media type.")),
        ("size", nullable("integer", "Bytes.")),
        ("created", nullable("integer", "Milliseconds since 1970-01-01 UTC.")),
        ("updated", nullable("integer", "When any field last changed.")),
        ("uploadedBy", ["anyOf": [.schema("Uploader"), ["type": "null"]]]),
    ]

    static let hitMembers: [(String, JSONValue)] = [
        ("score", nullable("number", "Higher is better; null where nothing was ranked.")),
        ("highlights", .schema("Highlights")),
    ]

    static let libraryMembers: [(String, JSONValue)] = [
        ("id", described(string, "The slug, as paths spell it.")), ("name", string), ("assetsCount", count),
        ("photosCount", count), ("trashCount", count), ("tags", list(.schema("Tag"))),
    ]

    static let tagMembers: [(String, JSONValue)] = [
        ("id", described(string, "The text of the tag.")), ("count", count), ("type", string),
    ]

    static let meMembers: [(String, JSONValue)] = [
        ("organizationId", string), ("organizationName", nullable("string", "For people.")),
        ("plan", nullable("string", "Such as \"pro\" or \"hobby\".")), ("libraries", list(.schema("Reach"))),
    ]

    static let searchMembers: [(String, JSONValue)] = [
        ("hits", list(.schema("SearchHit"))), ("found", described(count, "All hits, whatever the page.")),
        ("page", count),
    ]

    static let anonymousMembers: [(String, JSONValue)] = [
        ("organizationId", string), ("libraryId", string), ("apiKey", described(string, "Shown only here.")),
        ("claimUrl", ["type": "string", "format": "uri"]),
        ("expiresAt", ["type": "string", "format": "date-time"]), ("emailSent", boolean),
    ]

    static let jobMembers: [(String, JSONValue)] = [
        ("id", string), ("kind", described(string, jobKinds)),
        ("state", ["type": "string", "enum": ["queued", "running", "done", "failed", "cancelled"]]),
        ("created", moment), ("started", nullable("integer", "When it began.")),
        ("finished", nullable("integer", "When it ended.")),
        ("progress", object(progressMembers)),
        ("error", ["anyOf": [.schema("Error"), ["type": "null"]]]),
    ]

    /// What jobs do, by their kinds; not an enumeration, so that new ones break no client.
    private static let jobKinds =
        JobKind.allCases.map { "\"\($0.rawValue)\" \($0.told)" }.joined(separator: ", ")
        + "; new ones may come."

    private static let progressMembers: [(String, JSONValue)] = [
        ("items", described(count, "Items that are through, failed ones included.")),
        ("itemsTotal", nullable("integer", "Items in all; null until they are counted.")),
        ("bytes", described(count, "Bytes that are through.")),
        ("bytesTotal", nullable("integer", "Bytes in all; null until they are counted.")),
        ("failed", described(count, "Items that failed.")),
    ]
}

extension JobKind {
    /// What such a job does.
    fileprivate var told: String {
        switch self {
        case .sync: "compares the catalog with the store"
        case .hash: "reads files whose contents nobody has hashed yet"
        case .relocate: "brings assets to the store of their library"
        }
    }
}
