public import Raster

// What a backend keeps of an asset beside its bytes, as it says it now.
extension Gateway {
    /// What the asset's file says of itself.
    ///
    /// Throws `RESOURCE_NOT_FOUND`, then `NOT_SUPPORTED` where the library's store does not read files, and
    /// `SERVICE_UNAVAILABLE` where it does not have the asset yet; so do the others here.
    public func metadata(of id: AssetID, in scope: LibraryScope) async throws -> FileMetadata {
        let (reader, native) = try await ability(of: id, in: scope) { $0.metadata }
        return try await recording(to: "read the metadata of this asset") {
            try await reader.metadata(of: native)
        }
    }

    /// One page of what can be run on the asset.
    public func actions(
        for id: AssetID, in scope: LibraryScope, page: PageRequest
    ) async throws -> [AssetAction] {
        let (runner, native) = try await ability(of: id, in: scope) { $0.actions }
        return try await recording(to: "see the actions for this asset") {
            try await runner.actions(for: native)
        }.page(page)
    }

    /// One page of the runs of actions on the asset, in the store's order.
    public func actionRuns(
        of id: AssetID, in scope: LibraryScope, page: PageRequest
    ) async throws -> [ActionRun] {
        let (runner, native) = try await ability(of: id, in: scope) { $0.actions }
        return try await recording(to: "see the action runs of this asset") {
            try await runner.runs(of: native)
        }.page(page)
    }

    /// One page of the collections that hold the asset.
    public func collections(
        of id: AssetID, in scope: LibraryScope, page: PageRequest
    ) async throws -> [AssetCollection] {
        let (index, native) = try await ability(of: id, in: scope) { $0.collections }
        return try await recording(to: "see the collections of this asset") {
            try await index.collections(of: native)
        }.page(page)
    }

    /// The ability of the store in which the asset lives, and the asset's identifier there.
    func ability<Ability>(
        of id: AssetID, in scope: LibraryScope, _ ability: (any Adapter) -> Ability?
    ) async throws -> (Ability, NativeID) {
        let home = try await catalog.read { try await self.asset(id, in: scope, $0).home }
        if let found = ability(try adapter(home.adapter)) { return (found, home.id) }
        guard home.adapter != scope.library.adapter, ability(try adapter(scope.library.adapter)) != nil else {
            throw RasterError(.notSupported, "The library's store cannot do this.")
        }
        throw RasterError(
            .serviceUnavailable, "The store has not taken the asset yet; try again later.",
            retryAfter: .seconds(5))
    }

    /// Runs `body`; an asset that the store does not have is no asset that the gateway does not have.
    private func recording<Value>(
        to deed: String, _ body: () async throws -> Value
    ) async throws -> Value {
        do { return try await asking(to: deed, body) } catch let error as StorageError
            where error.kind == .notFound
        {
            throw StoreRefusal(
                shown: RasterError(.resourceNotFound, "The store does not have this asset."), cause: error)
        }
    }
}

extension Array {
    /// The elements of one page.
    fileprivate func page(_ page: PageRequest) -> [Element] {
        Array(dropFirst(page.offset).prefix(page.size))
    }
}
