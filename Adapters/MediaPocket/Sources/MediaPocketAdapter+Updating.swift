public import Raster

extension MediaPocketAdapter: Updating {
    /// Title, description and tags can be changed.
    public var updating: (any Updating)? { self }

    /// Sends all three; tags that differ by letter case alone become one.
    public func update(_ id: NativeID, _ desired: DesiredState) async throws(StorageError) {
        try await run("update", id) { () async throws(StorageError) in try await api.updateAsset(id, desired)
        }
    }
}

extension MediaPocketAdapter: TrashBin {
    /// 14 days, then the store deletes for good.
    public var retention: Duration { .seconds(14 * 86_400) }

    /// Puts an asset into the bin; that it is there already is as good.
    public func discard(_ id: NativeID) async throws(StorageError) {
        try await run("discard", id) { () async throws(StorageError) in
            do throws(StorageError) { try await api.discardAsset(id) } catch {
                // What the store says of an asset that is in the bin is not documented.
                guard error.isRefusal, try await api.asset(id).isDiscarded else { throw error }
            }
        }
    }

    /// Takes it back out of the bin.
    public func restore(_ id: NativeID) async throws(StorageError) {
        try await run("restore", id) { () async throws(StorageError) in try await api.restoreAsset(id) }
    }
}
