import Gateway
import HTTPCore
import Raster

/// `GET …/capabilities`.
@Sendable func getCapabilities(
    _ front: RasterFrontEnd, _ context: RequestContext, _ scope: LibraryScope, _ reader: any CatalogReader
) async throws -> HTTPResponse {
    let capabilities = try front.gateway.capabilities(of: scope.library)
    let adapter = scope.library.adapter
    return Envelope.response { $0.capabilities(capabilities, adapter: adapter) }
}

/// `GET …/trash`.
@Sendable func listTrash(
    _ front: RasterFrontEnd, _ context: RequestContext, _ scope: LibraryScope, _ reader: any CatalogReader
) async throws -> HTTPResponse {
    let page = try context.query().page()
    let assets = try await reader.trashedAssets(in: scope.library.key, page: page)
    return Envelope.list(assets) { front.assetJSON.writeTrashed($1, to: &$0) }
}

/// `POST …/trash/restore`.
@Sendable func restoreAssets(
    _ front: RasterFrontEnd, _ context: RequestContext, _ scope: LibraryScope
) async throws -> HTTPResponse {
    try await front.change(context, scope: scope.idempotencyScope) {
        try $0.ids("ids")
    } perform: { [gateway = front.gateway] ids, writer in
        let restored = try await gateway.restore(ids, in: scope, writer)
        return Envelope.answer { $0.outcome("restoredCount", restored) }
    }
}

/// `DELETE …/trash`.
@Sendable func purgeAssets(
    _ front: RasterFrontEnd, _ context: RequestContext, _ scope: LibraryScope
) async throws -> HTTPResponse {
    try await front.identified(context, scope.idempotencyScope) { ticket, body in
        let ids = try RasterFrontEnd.object(body).ids("ids")
        // Deleting files waits for the disk, which the server's own threads must not.
        await Task.yield()
        return try await front.gateway.purge(ids, in: scope, ticket) { purged in
            Envelope.answer { $0.outcome("purgedCount", purged) }
        }
    }
}

extension JSONWriter {
    /// How many, and which.
    fileprivate mutating func outcome(_ name: StaticString, _ ids: [AssetID]) {
        object { json in
            json.key(name)
            json.int(ids.count)
            json.ids(ids)
        }
    }
}

/// A change that no store of this gateway can make yet.
@Sendable func unsupported(
    _ front: RasterFrontEnd, _ context: RequestContext, _ scope: LibraryScope
) async throws -> HTTPResponse {
    throw RasterError(.notSupported, "The library's store cannot do this.")
}
