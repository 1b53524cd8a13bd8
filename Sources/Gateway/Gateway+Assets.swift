public import Raster

extension Gateway {
    /// The live asset `id`.
    ///
    /// Throws `RESOURCE_NOT_FOUND`.
    public func asset(_ id: AssetID, in scope: LibraryScope, _ reader: any CatalogReader) async throws
        -> Asset
    {
        guard let asset = try await reader.asset(id, in: scope.library.key) else {
            throw Self.assetNotFound
        }
        return asset
    }

    /// The libraries to search: those `named`, or all that the caller reaches where none is.
    ///
    /// Throws ``Gateway/unreachable`` for the whole request, before anything else is looked at, where one is out
    /// of reach.
    public func searchable(
        _ named: [LibraryID], by caller: Caller, _ reader: any CatalogReader
    ) async throws -> [LibraryKey] {
        guard !named.isEmpty else {
            return try await reader.libraries(
                in: caller.organization.id, reachableBy: caller.key.grants, page: nil
            ).map(\.key)
        }
        var keys: [LibraryKey] = []
        for id in named {
            let key = try await scope(caller, id, .read, reader).library.key
            if !keys.contains(key) { keys.append(key) }
        }
        return keys
    }

    /// Adds tags to assets; the number of pairs that are new.
    public func tag(
        _ ids: [AssetID], with tags: [String], in scope: LibraryScope, _ writer: any CatalogWriter
    ) async throws -> Int {
        try await writer.acting(as: scope).tag(ids, with: tags, in: scope.library.key, at: clock.now())
    }

    /// Takes tags from assets; the number of pairs that are gone.
    public func untag(
        _ ids: [AssetID], of tags: [String], in scope: LibraryScope, _ writer: any CatalogWriter
    ) async throws -> Int {
        try await writer.acting(as: scope).untag(ids, of: tags, in: scope.library.key, at: clock.now())
    }

    /// Replaces a description.
    public func describe(
        _ id: AssetID, as text: String, in scope: LibraryScope, _ writer: any CatalogWriter
    ) async throws {
        try await writer.acting(as: scope).describe(id, as: text, in: scope.library.key, at: clock.now())
    }

    /// Moves assets to the library `target`, which is another one; the number moved.
    ///
    /// To itself it moves nothing and does not look at the ids. The target must be within reach for writing;
    /// one that exists only in another organization is `BAD_USER_INPUT` (CONTRACT 2, "transfer target").
    public func transfer(
        _ ids: [AssetID], to target: LibraryID, from scope: LibraryScope, _ writer: any CatalogWriter
    ) async throws -> Int {
        let destination = try await destination(target, for: scope.caller, writer)
        try await checkSizes(of: ids, in: scope, fit: destination, writer)
        try await checkOpenness(of: destination, to: ids, writer)
        let count = try await writer.acting(as: scope).transfer(
            ids, from: scope.library.key, to: destination.key, at: clock.now())
        if destination.key != scope.library.key { try await redirect(ids, to: destination, writer) }
        return count
    }

    private func destination(
        _ id: LibraryID, for caller: Caller, _ reader: any CatalogReader
    ) async throws -> Library {
        do {
            return try await scope(caller, id, .write, reader).library
        } catch let error as RasterError {
            let here = try await reader.library(id, in: caller.organization.id)
            let elsewhere = try await reader.libraryExists(id, outside: caller.organization.id)
            guard here == nil, elsewhere else { throw error }
            throw RasterError(.badUserInput, "Assets can be moved only within one organization.")
        }
    }

    /// Throws `NOT_SUPPORTED` where the library's store takes nothing in and assets would have to come to it.
    private func checkOpenness(
        of library: Library, to ids: [AssetID], _ reader: any CatalogReader
    ) async throws {
        guard try !adapter(library.adapter).takesUploads else { return }
        for id in ids {
            guard let home = try await reader.home(of: id)?.adapter, home != library.adapter,
                !adapters.isAdopted(home)
            else { continue }
            throw RasterError(.notSupported, "The target library's store takes nothing in.")
        }
    }

    private func checkSizes(
        of ids: [AssetID], in scope: LibraryScope, fit library: Library, _ reader: any CatalogReader
    ) async throws {
        guard let limit = try adapter(library.adapter).limits.maximumBytes else { return }
        for id in ids {
            guard let asset = try await reader.asset(id, in: scope.library.key) else {
                throw Self.assetNotFound
            }
            guard asset.size <= limit else {
                throw RasterError(
                    .payloadTooLarge, "The target library takes files of at most \(limit) bytes.")
            }
        }
    }
}
