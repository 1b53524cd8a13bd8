public import Raster

extension ImgbtAdapter: Updating {
    /// Metadata and tags can be changed.
    public var updating: (any Updating)? { self }

    /// Tags alone: a name or a description is a member of the metadata like any other, which imgbt shows nobody.
    public var fields: Set<AssetField> { [.tags] }

    /// Sends every member of the metadata that the gateway owns, and all tags; the asset stays where it lies.
    public func update(_ id: NativeID, _ desired: DesiredState) async throws(StorageError) {
        try await run("update", id) { () async throws(StorageError) in
            try await api.change(id, ImgbtMetadata(desired), tags: desired.tags)
        }
    }
}
