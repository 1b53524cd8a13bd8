import HTTPCore

extension OpenAPIOperation {
    private static let organization = "/organizations/{organization}"
    private static let library = organization + "/libraries/{library}"
    private static let page = ["page", "pageSize"]

    /// Raster's own routes (CONTRACT 1).
    static let raster: [OpenAPIOperation] = access + libraries + assets + batches + delivery

    private static let access = [
        OpenAPIOperation(
            method: .get, path: "/me", id: "getMe", tag: .access, summary: "What the key reaches.",
            access: .key,
            result: .schema("Me")),
        OpenAPIOperation(
            method: .post, path: "/libraries", id: "createOrganization", tag: .access,
            summary: "An organization with a library and a key, without an account.", access: .anonymous,
            result: .schema("AnonymousOrganization"), body: "NewOrganization", refusals: [429, 501]),
    ]

    private static let libraries = [
        OpenAPIOperation(
            method: .get, path: organization + "/libraries", id: "listLibraries", tag: .libraries,
            summary: "The libraries within reach, by name.", access: .organization,
            result: OpenAPISchemas.list(.schema("Library")), parameters: page),
        OpenAPIOperation(
            method: .post, path: organization + "/libraries", id: "createLibrary", tag: .libraries,
            summary: "A new library, granted to the key.", access: .organization, status: 201,
            result: .schema("Library"), body: "NewLibrary", refusals: [403]),
        OpenAPIOperation(
            method: .patch, path: library, id: "renameLibrary", tag: .libraries,
            summary: "Another name; the slug stays.", result: .schema("Library"), body: "LibraryChange"),
        OpenAPIOperation(
            method: .get, path: library + "/tags", id: "listTags", tag: .libraries,
            summary: "The tags of live assets, by count.", result: OpenAPISchemas.list(.schema("Tag")),
            parameters: ["limit"], isConditional: true),
    ]

    private static let assets = [
        OpenAPIOperation(
            method: .get, path: library + "/assets", id: "listAssets", tag: .assets,
            summary: "Live assets, newest first.", result: OpenAPISchemas.list(.schema("Asset")),
            parameters: page + ["tags"], isConditional: true),
        OpenAPIOperation(
            method: .get, path: library + "/assets/{asset}", id: "getAsset", tag: .assets,
            summary: "One live asset.",
            result: .schema("Asset")),
        OpenAPIOperation(
            method: .get, path: organization + "/search/assets", id: "searchAssets", tag: .assets,
            summary: "Assets by name, description and tags.", access: .organization,
            result: .schema("SearchResult"), parameters: ["q", "libraries"] + page),
        OpenAPIOperation(
            method: .post, path: library + "/assets", id: "uploadAssets", tag: .assets,
            summary: "Stores 1 to 20 files, all or none.", result: .schema("Upload"), body: "NewFiles",
            refusals: [403, 501, 507]),
        OpenAPIOperation(
            method: .delete, path: library + "/assets", id: "trashAssets", tag: .assets,
            summary: "Moves assets to the trash.", result: .schema("Trashed"), body: "AssetIDs"),
    ]

    private static let batches = [
        OpenAPIOperation(
            method: .post, path: library + "/assets/tag", id: "tagAssets", tag: .assets,
            summary: "Adds tags.",
            result: .schema("Tagged"), body: "Tagging"),
        OpenAPIOperation(
            method: .post, path: library + "/assets/untag", id: "untagAssets", tag: .assets,
            summary: "Removes tags.",
            result: .schema("Untagged"), body: "Tagging"),
        OpenAPIOperation(
            method: .post, path: library + "/assets/transfer", id: "transferAssets", tag: .assets,
            summary: "Moves assets to another library of the organization.", result: .schema("Transferred"),
            body: "Transfer"),
        OpenAPIOperation(
            method: .patch, path: library + "/assets/{asset}/description", id: "describeAsset", tag: .assets,
            summary: "Replaces the description.", result: .schema("Described"), body: "NewDescription"),
    ]

    private static let bytes: JSONValue = ["*/*": ["schema": ["type": "string", "format": "binary"]]]

    private static let delivery = [
        OpenAPIOperation(
            method: .get, path: "/cdn/{organization}/{asset}/{filename}", id: "deliverAsset", tag: .delivery,
            summary: "The bytes of a live asset.", access: .open, content: bytes, parameters: ["Range"],
            refusals: [404, 500, 503],
            others: [
                ("206", OpenAPIResponses.response("The range asked for.", bytes)),
                ("416", OpenAPIResponses.response("The range lies outside.", nil)),
            ], isConditional: true)
    ]
}
