import HTTPCore

extension OpenAPIOperation {
    private static let library = "/gateway/v1/organizations/{organization}/libraries/{library}"
    private static let asset = library + "/assets/{asset}"
    private static let paging = ["page", "pageSize"]

    /// The gateway's own routes (CONTRACT 3).
    static let own: [OpenAPIOperation] = trash + comments + store + jobs + pages

    private static let trash = [
        OpenAPIOperation(
            method: .get, path: library + "/capabilities", id: "getCapabilities", tag: .gateway,
            summary: "What the library's store can do.", result: .schema("Capabilities")),
        OpenAPIOperation(
            method: .get, path: library + "/trash", id: "listTrash", tag: .gateway,
            summary: "Trashed assets, last trashed first.", result: OpenAPISchemas.list(.schema("TrashItem")),
            parameters: paging),
        OpenAPIOperation(
            method: .post, path: library + "/trash/restore", id: "restoreAssets", tag: .gateway,
            summary: "Takes assets out of the trash.", result: .schema("Restored"), body: "AssetIDs"),
        OpenAPIOperation(
            method: .delete, path: library + "/trash", id: "purgeAssets", tag: .gateway,
            summary: "Deletes trashed assets for good.", result: .schema("Purged"), body: "AssetIDs"),
    ]

    private static let comments = [
        OpenAPIOperation(
            method: .get, path: asset + "/comments", id: "listComments", tag: .gateway,
            summary: "Oldest first.",
            result: OpenAPISchemas.list(.schema("Comment")), parameters: paging, refusals: [403]),
        OpenAPIOperation(
            method: .post, path: asset + "/comments", id: "addComment", tag: .gateway,
            summary: "A comment in the name of the key.", status: 201, result: .schema("Comment"),
            body: "NewComment", refusals: [403]),
        OpenAPIOperation(
            method: .get, path: asset + "/comments/{comment}", id: "getComment", tag: .gateway,
            summary: "One comment.",
            result: .schema("Comment"), refusals: [403]),
        OpenAPIOperation(
            method: .patch, path: asset + "/comments/{comment}", id: "editComment", tag: .gateway,
            summary: "Replaces the text; for its author's key only.", result: .schema("Comment"),
            body: "NewComment",
            refusals: [403]),
        OpenAPIOperation(
            method: .delete, path: asset + "/comments/{comment}", id: "removeComment", tag: .gateway,
            summary: "Removes a comment; for its author's key only.", result: .schema("RemovedComment"),
            refusals: [403]),
    ]

    private static let store = [
        OpenAPIOperation(
            method: .get, path: asset + "/history", id: "getHistory", tag: .gateway,
            summary: "Events, oldest first: the store's and the gateway's; a page may be short.",
            result: .schema("History"), parameters: ["cursor"], refusals: [403]),
        OpenAPIOperation(
            method: .get, path: asset + "/metadata", id: "getMetadata", tag: .gateway,
            summary: "What the file says.",
            result: .schema("Metadata"), refusals: [403, 501]),
        OpenAPIOperation(
            method: .get, path: asset + "/actions", id: "listActions", tag: .gateway,
            summary: "The store's actions.",
            result: OpenAPISchemas.list(.schema("Action")), parameters: paging, refusals: [403, 501]),
        OpenAPIOperation(
            method: .post, path: asset + "/actions/{action}", id: "startAction", tag: .gateway,
            summary: "Starts an action, at most once for an Idempotency-Key.", status: 202,
            result: .schema("ActionRun"), refusals: [403, 501]),
        OpenAPIOperation(
            method: .get, path: asset + "/action-runs", id: "listActionRuns", tag: .gateway,
            summary: "Actions that were started.", result: OpenAPISchemas.list(.schema("ActionRun")),
            parameters: paging, refusals: [403, 501]),
        OpenAPIOperation(
            method: .get, path: asset + "/collections", id: "listCollections", tag: .gateway,
            summary: "The store's collections with the asset.",
            result: OpenAPISchemas.list(.schema("Collection")), parameters: paging,
            refusals: [403, 501]),
        OpenAPIOperation(
            method: .post, path: asset + "/reprocess", id: "reprocessAsset", tag: .gateway,
            summary: "Derives what is derived again.", status: 202, result: .schema("Job"), refusals: [501]),
    ]

    private static let jobs = [
        OpenAPIOperation(
            method: .post, path: library + "/sync", id: "syncLibrary", tag: .gateway,
            summary: "Compares the catalog with the store; while a job does, answers that one.", status: 202,
            result: .schema("Job"), refusals: [501]),
        OpenAPIOperation(
            method: .post, path: library + "/relocate", id: "relocateLibrary", tag: .gateway,
            summary:
                "Brings assets that are elsewhere to the library's store, those too that have failed to get there.",
            status: 202, result: .schema("Job")),
        OpenAPIOperation(
            method: .get, path: library + "/jobs", id: "listJobs", tag: .gateway,
            summary: "Long work on the library, newest first; 30 days after its end it is forgotten.",
            result: OpenAPISchemas.list(.schema("Job")), parameters: paging),
        OpenAPIOperation(
            method: .get, path: library + "/jobs/{job}", id: "getJob", tag: .gateway,
            summary: "One job, as it is now.", result: .schema("Job")),
        OpenAPIOperation(
            method: .delete, path: library + "/jobs/{job}", id: "cancelJob", tag: .gateway,
            summary: "Ends a job, unless it has ended; what a relocation has not moved by then has failed.",
            result: .schema("Job")),
    ]

    private static let page: JSONValue = ["text/html": ["schema": ["type": "string"]]]
    private static let gone = [
        ("404", OpenAPIResponses.response("There is no such link.", page)),
        ("410", OpenAPIResponses.response("The link has been used, or its time is over.", page)),
    ]

    /// Pages for people, where a claimUrl leads.
    private static let pages = [
        OpenAPIOperation(
            method: .get, path: "/claim/{token}", id: "showClaim", tag: .access,
            summary: "A page that says what claiming does, with a button.", access: .open, content: page,
            others: gone),
        OpenAPIOperation(
            method: .post, path: "/claim/{token}", id: "confirmClaim", tag: .access,
            summary: "The button: makes the organization permanent.", access: .open, content: page,
            others: gone),
    ]

    private static let text: JSONValue = ["text/plain": ["schema": ["type": "string"]]]

    /// Routes for operators.
    static let operational = [
        OpenAPIOperation(
            method: .get, path: "/healthz", id: "getHealth", tag: .operations, summary: "The process is up.",
            access: .open, content: text),
        OpenAPIOperation(
            method: .get, path: "/readyz", id: "getReadiness", tag: .operations,
            summary: "Requests are taken.",
            access: .open, content: text, others: [("503", OpenAPIResponses.response("Not now.", text))]),
        OpenAPIOperation(
            method: .get, path: "/metrics", id: "getMetrics", tag: .operations,
            summary: "Figures for Prometheus.",
            access: .open, content: text, refusals: [404]),
        OpenAPIOperation(
            method: .get, path: "/openapi.json", id: "getOpenAPI", tag: .operations,
            summary: "This document.",
            access: .open, content: ["application/json": ["schema": ["type": "object"]]]),
    ]
}
