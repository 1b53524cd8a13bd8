import Gateway
import HTTPCore
import Raster

/// `GET …/comments`.
@Sendable func listComments(
    _ front: RasterFrontEnd, _ context: RequestContext, _ scope: LibraryScope
) async throws -> HTTPResponse {
    let page = try context.query().page()
    let comments = try await front.gateway.comments(on: context.asset, in: scope, page: page) {
        context.trace.note(failure: $0)
    }
    return Envelope.list(comments) { $0.comment($1) }
}

/// `GET …/comments/:id`.
@Sendable func getComment(
    _ front: RasterFrontEnd, _ context: RequestContext, _ scope: LibraryScope
) async throws -> HTTPResponse {
    let comment = try await front.gateway.comment(context.comment, on: context.asset, in: scope) {
        context.trace.note(failure: $0)
    }
    return Envelope.response { $0.comment(comment) }
}

/// `POST …/comments`.
@Sendable func addComment(
    _ front: RasterFrontEnd, _ context: RequestContext, _ scope: LibraryScope
) async throws -> HTTPResponse {
    try await front.identified(context, scope.idempotencyScope) { ticket, body in
        let text = try RasterFrontEnd.commentText(body)
        return try await front.gateway.addComment(text, on: context.asset, in: scope, ticket) { comment in
            Envelope.answer(201) { $0.comment(comment) }
        }
    }
}

/// `PATCH …/comments/:id`.
@Sendable func editComment(
    _ front: RasterFrontEnd, _ context: RequestContext, _ scope: LibraryScope
) async throws -> HTTPResponse {
    try await front.identified(context, scope.idempotencyScope) { ticket, body in
        let text = try RasterFrontEnd.commentText(body)
        return try await front.gateway.editComment(
            context.comment, text, on: context.asset, in: scope, ticket
        ) { comment in
            Envelope.answer { $0.comment(comment) }
        }
    }
}

/// `DELETE …/comments/:id`.
@Sendable func removeComment(
    _ front: RasterFrontEnd, _ context: RequestContext, _ scope: LibraryScope
) async throws -> HTTPResponse {
    let id = context.comment
    return try await front.identified(context, scope.idempotencyScope) { ticket, _ in
        try await front.gateway.removeComment(id, on: context.asset, in: scope, ticket) {
            Envelope.answer { json in
                json.object { json in
                    json.member("id", id.rawValue)
                }
            }
        }
    }
}

extension RequestContext {
    /// The comment named in the path.
    fileprivate var comment: CommentID { CommentID(path["comment"]) }
}

extension RasterFrontEnd {
    /// `text`, by the rules.
    fileprivate static func commentText(_ body: [UInt8]) throws -> String {
        try Rules.comment(try object(body).string("text"))
    }
}
