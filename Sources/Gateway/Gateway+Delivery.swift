public import Bytes
public import Raster

extension Gateway {
    /// The live asset behind a `/cdn` address.
    ///
    /// Throws `RESOURCE_NOT_FOUND`, also for another filename.
    public func deliverable(
        _ id: AssetID, filename: String, in organization: OrganizationID, _ reader: any CatalogReader
    ) async throws -> Asset {
        guard try await reader.organization(organization, at: clock.now()) != nil,
            let asset = try await reader.asset(id, in: organization),
            // By bytes: Swift takes differently composed spellings of one name for equal.
            asset.filename.utf8.elementsEqual(filename.utf8)
        else { throw Self.assetNotFound }
        return asset
    }

    /// The bytes of `asset`, all or a part.
    public func open(_ asset: Asset, _ range: ByteRange?) async throws(StorageError) -> Content {
        let adapter = try adapter(asset.home.adapter)
        let content = try await adapter.open(asset.home.id, range)
        guard content.length == nil || content.length == range?.length ?? asset.size else {
            throw StorageError(.malformed, "the store holds another number of bytes than the catalog")
                .during("open", in: adapter.name).with("id", asset.id)
        }
        return content
    }
}
