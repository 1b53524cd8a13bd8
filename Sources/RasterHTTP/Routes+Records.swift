import Gateway
import HTTPCore
import Raster

/// `GET …/history`.
@Sendable func getHistory(
    _ front: RasterFrontEnd, _ context: RequestContext, _ scope: LibraryScope
) async throws -> HTTPResponse {
    let cursor = try context.query().cursor()
    let page = try await front.gateway.history(of: context.asset, in: scope, after: cursor)
    return Envelope.response { $0.history(page) }
}

/// `GET …/metadata`.
@Sendable func getMetadata(
    _ front: RasterFrontEnd, _ context: RequestContext, _ scope: LibraryScope
) async throws -> HTTPResponse {
    let metadata = try await front.gateway.metadata(of: context.asset, in: scope)
    return Envelope.response { $0.metadata(metadata) }
}

/// `GET …/actions`.
@Sendable func listActions(
    _ front: RasterFrontEnd, _ context: RequestContext, _ scope: LibraryScope
) async throws -> HTTPResponse {
    let page = try context.query().page()
    let actions = try await front.gateway.actions(for: context.asset, in: scope, page: page)
    return Envelope.list(actions) { $0.action($1) }
}

/// `POST …/actions/:id`.
@Sendable func startAction(
    _ front: RasterFrontEnd, _ context: RequestContext, _ scope: LibraryScope
) async throws -> HTTPResponse {
    let action = NativeID(context.path["action"])
    return try await front.identified(context, scope.idempotencyScope) { ticket, _ in
        try await front.gateway.startAction(action, on: context.asset, in: scope, ticket) { refusal in
            Answer(refusal.code.status.code, refusal.envelope)
        } answer: { run in
            Envelope.answer(202) { $0.run(run) }
        }
    }
}

/// `GET …/action-runs`.
@Sendable func listActionRuns(
    _ front: RasterFrontEnd, _ context: RequestContext, _ scope: LibraryScope
) async throws -> HTTPResponse {
    let page = try context.query().page()
    let runs = try await front.gateway.actionRuns(of: context.asset, in: scope, page: page)
    return Envelope.list(runs) { $0.run($1) }
}

/// `GET …/collections`.
@Sendable func listCollections(
    _ front: RasterFrontEnd, _ context: RequestContext, _ scope: LibraryScope
) async throws -> HTTPResponse {
    let page = try context.query().page()
    let collections = try await front.gateway.collections(of: context.asset, in: scope, page: page)
    return Envelope.list(collections) { $0.collection($1) }
}
