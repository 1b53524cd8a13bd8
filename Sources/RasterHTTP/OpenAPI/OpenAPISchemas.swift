import HTTPCore
import Raster

/// The shapes of bodies (CONTRACT 2 and 3, `apis.md` D).
enum OpenAPISchemas {
    /// Every schema by name.
    static let components = JSONValue.members(raster + gateway + bodies)

    private static let raster: [(String, JSONValue)] = [
        ("Asset", object(assetMembers)),
        ("AssetView", ["type": "object", "description": "A variant of an asset; this gateway makes none."]),
        ("Uploader", object([("name", nullable("string", "The label of the key that uploaded it."))])),
        ("Library", object(libraryMembers)), ("Tag", object(tagMembers)), ("Me", object(meMembers)),
        (
            "Reach",
            object([("library", string), ("access", ["type": "string", "enum": ["read", "write"]])])
        ), ("SearchResult", object(searchMembers)), ("SearchHit", object(assetMembers + hitMembers)),
        (
            "Highlights",
            [
                "type": ["object", "null"],
                "properties": [
                    "name": described(string, "HTML-escaped, matches in mark elements."), "tags": strings,
                ],
            ]
        ), ("AnonymousOrganization", object(anonymousMembers)),
        ("Upload", object([("responseText", string), ("assets", list(.schema("Asset")))])),
        ("Trashed", object([("success", boolean), ("message", string), ("ids", strings)])),
        ("Tagged", object([("taggedCount", count)])), ("Untagged", object([("untaggedCount", count)])),
        ("Described", object([("assetId", string), ("description", string)])),
        (
            "Transferred",
            object([("transferredCount", count), ("sourceLibraryId", string), ("targetLibraryId", string)])
        ), ("Error", object([("code", errorCode), ("message", string)])),
    ]

    private static let gateway: [(String, JSONValue)] = [
        (
            "Capabilities",
            object([
                ("adapter", string), ("declared", strings), ("emulated", strings), ("unavailable", strings),
                ("limits", ["type": "object", "additionalProperties": ["type": "integer"]]),
            ])
        ), ("TrashItem", object(assetMembers + [("trashed", moment), ("purgeAt", moment)])),
        ("Restored", object([("restoredCount", count), ("ids", strings)])),
        ("Purged", object([("purgedCount", count), ("ids", strings)])),
        (
            "Comment",
            object([
                ("id", string), ("text", string), ("created", moment), ("updated", moment),
                ("author", object([("name", nullable("string", "The author's label."))])),
                ("mentions", strings),
            ])
        ), ("RemovedComment", object([("id", string)])),
        (
            "History",
            object([
                (
                    "events",
                    list(
                        object([
                            ("id", string), ("type", string), ("created", moment),
                            ("actor", nullable("string", "Who.")),
                            ("detail", nullable("string", "More about it.")),
                        ]))
                ), ("nextCursor", nullable("string", "Where the next page begins.")),
            ])
        ),
        (
            "Metadata",
            object([("exif", texts), ("iptc", texts), ("xmp", texts), ("media", texts)])
        ),
        (
            "Action",
            object([
                ("id", string), ("name", string), ("description", nullable("string", "What it does.")),
                ("category", nullable("string", "Its group.")),
            ])
        ),
        (
            "ActionRun",
            object([
                ("id", string), ("status", string), ("created", moment), ("action", .schema("Action")),
                ("messages", list(object([("message", string), ("created", moment)]))),
            ])
        ),
        (
            "Collection",
            object([
                ("id", string), ("title", string), ("description", nullable("string", "For people.")),
                ("category", nullable("string", "Its group.")), ("tags", strings), ("isPublic", boolean),
                ("created", nullable("integer", "When it was made.")),
                ("updated", nullable("integer", "When it last changed.")),
            ])
        ), ("Job", object(jobMembers)),
    ]
}
