public import Raster

// What a backend keeps of an asset beside its bytes, as it says it now.
extension Gateway {
    /// What the asset's file says of itself.
    ///
    /// Throws `RESOURCE_NOT_FOUND`, also where the store has lost the asset, then `NOT_SUPPORTED` where the library's
    /// store does not read files, `SERVICE_UNAVAILABLE` where the asset is not in it, and `FORBIDDEN` where its
    /// account may not look.
    public func metadata(of id: AssetID, in scope: LibraryScope) async throws -> FileMetadata {
        let (reader, home) = try await ability(of: id, in: scope) { $0.metadata }
        return try await recording(to: "read the metadata of this asset") {
            try await reader.metadata(of: home.id)
        }
    }

    /// One page of what can be run on the asset.
    ///
    /// Throws as ``metadata(of:in:)`` does.
    public func actions(
        for id: AssetID, in scope: LibraryScope, page: PageRequest
    ) async throws -> [AssetAction] {
        let (runner, home) = try await ability(of: id, in: scope) { $0.actions }
        return try await recording(to: "see the actions for this asset") {
            try await runner.actions(for: home.id)
        }.page(page)
    }

    /// One page of the runs of actions on the asset, in the store's order.
    ///
    /// Throws as ``metadata(of:in:)`` does.
    public func actionRuns(
        of id: AssetID, in scope: LibraryScope, page: PageRequest
    ) async throws -> [ActionRun] {
        let (runner, home) = try await ability(of: id, in: scope) { $0.actions }
        return try await recording(to: "see the action runs of this asset") {
            try await runner.runs(of: home.id)
        }.page(page)
    }

    /// One page of the collections that hold the asset.
    ///
    /// Throws as ``metadata(of:in:)`` does.
    public func collections(
        of id: AssetID, in scope: LibraryScope, page: PageRequest
    ) async throws -> [AssetCollection] {
        let (index, home) = try await ability(of: id, in: scope) { $0.collections }
        return try await recording(to: "see the collections of this asset") {
            try await index.collections(of: home.id)
        }.page(page)
    }

    /// The ability of the store in which the asset lives, and where that is.
    ///
    /// Throws `RESOURCE_NOT_FOUND`, then `NOT_SUPPORTED` or `SERVICE_UNAVAILABLE`.
    func ability<Ability>(
        of id: AssetID, in scope: LibraryScope, _ ability: (any Adapter) -> Ability?
    ) async throws -> (Ability, NativeReference) {
        let home = try await catalog.read { try await self.asset(id, in: scope, $0).home }
        if let found = ability(try adapter(home.adapter)) { return (found, home) }
        if home.adapter != scope.library.adapter, ability(try adapter(scope.library.adapter)) != nil {
            try await checkArrival(of: id)
        }
        throw RasterError(.notSupported, "The library's store cannot do this.")
    }

    /// Throws what is to be told of an asset that is not in the store of its library, but should be.
    private func checkArrival(of id: AssetID) async throws {
        switch try await catalog.read({ try await $0.relocation(of: id)?.state }) {
        case .waiting:
            throw RasterError(
                .serviceUnavailable, "The store has not taken the asset yet; try again later.",
                retryAfter: .seconds(5))
        case .failed:
            throw RasterError(
                .serviceUnavailable,
                "The asset did not get to the library's store; whoever runs the gateway can have it tried again.",
                retryAfter: .days(1))
        case nil: return
        }
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
