import Gateway
import HTTPCore
import Raster

extension RasterFrontEnd {
    /// How assets are written.
    var assetJSON: AssetJSON { AssetJSON(publicURL: gateway.settings.publicURL) }
}

/// `GET …/assets`.
@Sendable func listAssets(
    _ front: RasterFrontEnd, _ context: RequestContext, _ scope: LibraryScope, _ reader: any CatalogReader
) async throws -> HTTPResponse {
    let query = try context.query()
    let page = try query.page()
    let tags = try query.tagFilter()
    context.trace.noteOfCatalog()
    return try await front.unlessUnchanged(context, scope.library) {
        let assets = try await reader.assets(in: scope.library.key, carryingAnyOf: tags, page: page)
        return Envelope.response(capacity: 700 * (assets.count + 1)) {
            front.assetJSON.write(assets, to: &$0)
        }
    }
}

/// `GET …/assets/:asset`.
@Sendable func getAsset(
    _ front: RasterFrontEnd, _ context: RequestContext, _ scope: LibraryScope, _ reader: any CatalogReader
) async throws -> HTTPResponse {
    context.trace.noteOfCatalog()
    let asset = try await front.gateway.asset(context.asset, in: scope, reader)
    return Envelope.response(capacity: 1024) { front.assetJSON.write(asset, to: &$0) }
}

/// `GET …/tags`.
@Sendable func listTags(
    _ front: RasterFrontEnd, _ context: RequestContext, _ scope: LibraryScope, _ reader: any CatalogReader
) async throws -> HTTPResponse {
    let limit = try context.query().integer("limit", in: 1...1000) ?? 100
    context.trace.noteOfCatalog()
    return try await front.unlessUnchanged(context, scope.library) {
        let tags = try await reader.tags(in: scope.library.key, limit: limit)
        return Envelope.response { $0.tags(tags) }
    }
}

/// `GET …/search/assets`.
@Sendable func searchAssets(
    _ front: RasterFrontEnd, _ context: RequestContext, _ caller: Caller, _ reader: any CatalogReader
) async throws -> HTTPResponse {
    let query = try context.query()
    // Reach comes before the other parameters (CONTRACT 1, "order of checks").
    let named = query.list("libraries").map { LibraryID($0) }
    let libraries = try await front.gateway.searchable(named, by: caller, reader)
    let page = try query.page()
    context.trace.noteOfCatalog()
    let result = try await reader.search(
        SearchQuery(text: query.first("q") ?? "", libraries: libraries, page: page))
    return Envelope.response(capacity: 900 * (result.hits.count + 1)) { json in
        json.object { json in
            json.array("hits") { json in
                for hit in result.hits { front.assetJSON.write(hit, to: &json) }
            }
            json.member("found", result.found)
            json.member("page", page.number)
        }
    }
}

/// `DELETE …/assets`.
@Sendable func trashAssets(
    _ front: RasterFrontEnd, _ context: RequestContext, _ scope: LibraryScope
) async throws -> HTTPResponse {
    try await front.change(context, scope: scope.idempotencyScope) {
        try $0.idsToDelete()
    } perform: { [gateway = front.gateway] ids, writer in
        let moved = try await gateway.trash(ids, in: scope, writer)
        return Envelope.answer { json in
            json.object { json in
                json.member("success", true)
                json.member("message", "Moved \(moved.count) assets to trash")
                json.ids(moved)
            }
        }
    }
}

/// `POST …/assets/tag`.
@Sendable func tagAssets(
    _ front: RasterFrontEnd, _ context: RequestContext, _ scope: LibraryScope
) async throws -> HTTPResponse {
    try await front.changeTags(context, scope, counting: "taggedCount") { gateway, ids, tags, writer in
        try await gateway.tag(ids, with: tags, in: scope, writer)
    }
}

/// `POST …/assets/untag`.
@Sendable func untagAssets(
    _ front: RasterFrontEnd, _ context: RequestContext, _ scope: LibraryScope
) async throws -> HTTPResponse {
    try await front.changeTags(context, scope, counting: "untaggedCount") { gateway, ids, tags, writer in
        try await gateway.untag(ids, of: tags, in: scope, writer)
    }
}

extension RasterFrontEnd {
    /// A change of tags, whose answer is how many pairs it touched, under the name `count`.
    fileprivate func changeTags(
        _ context: RequestContext, _ scope: LibraryScope, counting count: StaticString,
        _ change:
            @escaping @Sendable (Gateway, [AssetID], [String], any CatalogWriter) async throws -> Int
    ) async throws -> HTTPResponse {
        try await self.change(context, scope: scope.idempotencyScope) {
            (ids: try $0.assetIDs(), tags: try $0.tagList())
        } perform: { [gateway] wanted, writer in
            let pairs = try await change(gateway, wanted.ids, wanted.tags, writer)
            return Envelope.answer { $0.count(count, pairs) }
        }
    }
}

/// `PATCH …/assets/:asset/description`.
@Sendable func describeAsset(
    _ front: RasterFrontEnd, _ context: RequestContext, _ scope: LibraryScope
) async throws -> HTTPResponse {
    let id = context.asset
    return try await front.change(context, scope: scope.idempotencyScope) {
        try Rules.description(try $0.string("description"))
    } perform: { [gateway = front.gateway] text, writer in
        try await gateway.describe(id, as: text, in: scope, writer)
        return Envelope.answer { json in
            json.object { json in
                json.member("assetId", id.rawValue)
                json.member("description", text)
            }
        }
    }
}

/// `POST …/assets/transfer`.
@Sendable func transferAssets(
    _ front: RasterFrontEnd, _ context: RequestContext, _ scope: LibraryScope
) async throws -> HTTPResponse {
    try await front.change(context, scope: scope.idempotencyScope) {
        (body) throws -> (target: LibraryID, ids: [AssetID]?) in
        let target = LibraryID(try body.string("targetLibraryId"))
        // To itself nothing moves, whatever the ids (CONTRACT 2, "transfer to self").
        return (target: target, ids: target == scope.library.id ? nil : try body.assetIDs())
    } perform: { [gateway = front.gateway] wanted, writer in
        var count = 0
        if let ids = wanted.ids {
            count = try await gateway.transfer(ids, to: wanted.target, from: scope, writer)
        }
        return Envelope.answer { json in
            json.object { json in
                json.member("transferredCount", count)
                json.member("sourceLibraryId", scope.library.id.rawValue)
                json.member("targetLibraryId", wanted.target.rawValue)
            }
        }
    }
}

extension JSONWriter {
    /// An object with one number.
    mutating func count(_ name: StaticString, _ count: Int) {
        object { json in
            json.key(name)
            json.int(count)
        }
    }
}
