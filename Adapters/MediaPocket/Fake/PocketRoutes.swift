import FakeKit
import HTTPCore

/// What a request can ask of an account; the raw values name faults.
enum PocketOperation: String, Sendable, CaseIterable {
    case create, get, update, trash, restore, delete, assign, unassign
    case addMedia, listMedia, deleteMedia, downloadURL, download, fileMetadata
    case listComments, createComment, getComment, updateComment, deleteComment
    case listActions, startAction, listRuns, history
    case createProject, getProject, createSubproject
    case listCollections, createCollection, publish, hide, listUsers, listAllUsers
    case getArticle, updateArticle
    case fetch
}

/// A request that the vendor knows.
struct PocketRoute: Sendable {
    let operation: PocketOperation
    /// What its path says.
    let path: PathParameters

    /// The routes, in the order of the vendor's pages.
    private static let table = RouteTable<PocketOperation>(
        (assets + comments("assets") + comments("projects") + others).map { verb, path, operation in
            Route(verb, PathPattern("/api/v2" + path), operation)
        } + [Route(.get, "/files/{media}/{filename}", .download)])

    private typealias Line = (HTTPMethod, String, PocketOperation)

    private static let assets: [Line] = [
        (.get, "/assets/{id}/dag_actions", .listActions),
        (.post, "/assets/{id}/dag_actions/{item}", .startAction),
        (.get, "/assets/{id}/dag_action_runs", .listRuns),
        (.get, "/assets/{id}/history/{cursor}", .history),
        (.get, "/assets/{id}", .get),
        (.get, "/assets/{id}/file_metadata", .fileMetadata),
        (.get, "/assets/{id}/collections", .listCollections),
        (.get, "/assets/{id}/media", .listMedia),
        (.get, "/assets/{id}/media/{item}/download_url", .downloadURL),
        (.post, "/assets/{id}/media", .addMedia),
        (.post, "/assets", .create),
        (.put, "/assets/{id}", .update),
        (.post, "/assets/{id}/trash_bin", .trash),
        (.post, "/assets/{id}/restore", .restore),
        (.delete, "/assets/{id}", .delete),
        (.post, "/assets/{id}/assign", .assign),
        (.delete, "/assets/{id}/unassign", .unassign),
        (.delete, "/assets/{id}/media", .deleteMedia),
        (.get, "/assets/{id}/article", .getArticle),
        (.put, "/assets/{id}/article", .updateArticle),
    ]

    private static func comments(_ kind: String) -> [Line] {
        [
            (.get, "/\(kind)/{id}/comments", .listComments),
            (.post, "/\(kind)/{id}/comments", .createComment),
            (.post, "/\(kind)/{id}/comments/{item}", .updateComment),
            (.delete, "/\(kind)/{id}/comments/{item}", .deleteComment),
            (.get, "/\(kind)/{id}/comments/{item}", .getComment),
        ]
    }

    private static let others: [Line] = [
        (.post, "/projects", .createProject),
        (.get, "/projects/{id}", .getProject),
        (.post, "/projects/{id}/projects", .createSubproject),
        (.post, "/collections", .createCollection),
        (.post, "/collections/{id}/public", .publish),
        (.post, "/collections/{id}/private", .hide),
        (.get, "/collections/{id}/users", .listUsers),
        (.get, "/collections/{id}/all_users", .listAllUsers),
    ]

    /// The route of `request`, or `nil`.
    init?(_ request: HTTPRequest) {
        guard let segments = RequestTarget(request.target).segments,
            case .found(let operation, let path) = Self.table.match(request.method, segments)
        else { return nil }
        (self.operation, self.path) = (operation, path)
        kind = segments.dropFirst(2).first ?? ""
    }

    /// The first segment after the base path, such as `assets`.
    let kind: String
    /// What the path is about.
    var id: String { path.value("id") ?? "" }
    /// What in it the path is about.
    var item: String { path.value("item") ?? "" }

    /// The route as faults see it.
    func call(_ request: HTTPRequest) -> FakeCall {
        let path = (RequestTarget(request.target).segments ?? []).joined(separator: "/")
        return FakeCall(
            operation.rawValue, path: "/" + path, asset: kind == "assets" ? self.path.value("id") : nil)
    }

    /// The operations, and for each its routes in the vendor's words.
    static var operations: [(name: String, summary: String)] {
        PocketOperation.allCases.map { operation in
            let routes = table.routes.filter { $0.action == operation }.map(\.description)
            let summary = routes.joined(separator: ", ").replacing("/api/v2/", with: "…/")
            return (operation.rawValue, summary.isEmpty ? "the account fetches a file" : summary)
        }
    }
}
