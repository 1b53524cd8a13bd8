public import Bytes
public import Raster
import Synchronization

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
    ///
    /// Where their store hands out streams, they come by way of the cache.
    public func open(_ asset: Asset, _ range: ByteRange?) async throws(StorageError) -> Content {
        do throws(StorageError) { return try await openUnspared(asset, range) } catch {
            guard let content = await openSpare(of: asset, range) else { throw error }
            return content
        }
    }

    /// The copy that stays beside a home whose store hands out no bytes; `nil` where there is none.
    func openSpare(of asset: Asset, _ range: ByteRange?) async -> Content? {
        guard let spare = try? await catalog.read({ try await $0.spare(of: asset.id) }) else { return nil }
        return try? await adapter(spare.adapter).open(spare.id, range)
    }

    private func openUnspared(_ asset: Asset, _ range: ByteRange?) async throws(StorageError) -> Content {
        if let content = try await cached(asset, range) { return content }
        let content = try await openAtHome(asset, range)
        guard content.length == nil || content.length == range?.length ?? asset.size else {
            throw Self.otherSize(asset, during: "open")
        }
        return range == nil ? try content.checked(as: asset) : content
    }

    /// The bytes where they are; also where the asset has got another home since it was looked up.
    private func openAtHome(_ asset: Asset, _ range: ByteRange?) async throws(StorageError) -> Content {
        let adapter = try adapter(asset.home.adapter)
        if !keepsFiles(adapter) { cache?.counters.passCount.add(1, ordering: .relaxed) }
        do throws(StorageError) { return try await adapter.open(asset.home.id, range) } catch {
            let home = try? await catalog.read { try await $0.home(of: asset.id) }
            guard error.kind == .notFound, let home, home != asset.home else { throw error }
            return try await self.adapter(home.adapter).open(home.id, range)
        }
    }

    /// Whether others may change the bytes of `asset`.
    public func isRevised(_ asset: Asset) -> Bool {
        adapters.adapter(asset.home.adapter)?.revising != nil
    }

    /// The bytes of `asset` as they are now, where others may change them; `nil` where only the gateway does.
    public func revision(of asset: Asset) async throws(StorageError) -> Revision? {
        guard let revising = try adapter(asset.home.adapter).revising else { return nil }
        return try await revising.revision(of: asset.home.id)
    }

    /// The address from which anyone may fetch the bytes of `asset` now, where clients are led there.
    ///
    /// `nil` where they are not, and where the store gives no address or cannot be asked: the gateway hands out the
    /// bytes itself then.
    public func deliveryAddress(of asset: Asset) async -> String? {
        guard settings.redirectingAdapters.contains(asset.home.adapter),
            let delivery = adapters.adapter(asset.home.adapter)?.delivery,
            let address = try? await delivery.address(of: asset.home.id)
        else { return nil }
        let isUsable =
            (address.hasPrefix("https://") || address.hasPrefix("http://"))
            && address.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        return isUsable ? address : nil
    }

    /// Throws unless the bytes of `asset` are where they should be, as many as they should be.
    ///
    /// A store that is asked over the network is not asked for what the catalog knows.
    public func checkBytes(of asset: Asset) async throws(StorageError) {
        let adapter = try adapter(asset.home.adapter)
        guard asset.digest == nil || keepsFiles(adapter) else { return }
        let found = try await adapter.stat(asset.home.id)
        guard found.size == nil || found.size == asset.size else {
            throw Self.otherSize(asset, during: "stat")
        }
    }

    private static func otherSize(_ asset: Asset, during operation: String) -> StorageError {
        StorageError(.malformed, "the store holds another number of bytes than the catalog")
            .during(operation, in: asset.home.adapter).with("id", asset.id)
    }
}
