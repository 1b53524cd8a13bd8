import Bytes
import Glibc
public import Raster

extension LocalDiskAdapter: Enumerating {
    /// Walks the shards.
    public var enumeration: (any Enumerating)? { self }

    /// Assets in the order of their native ids; the bookmark is the last id of the page before.
    ///
    /// What else lies in the folders is passed over. A disk has no places, so none holds an asset.
    public func list(in place: NativePlace?, after token: PageToken?) async throws(StorageError) -> NativePage
    {
        try run("list") { () throws(StorageError) in
            let start = try token.map { (token) throws(StorageError) in try bookmark(token) }
            guard place == nil else { return NativePage([]) }
            return try page(after: start)
        }
    }

    /// None: a disk has no places.
    public func area(of library: LibraryID, in organization: OrganizationID) -> NativePlace? { nil }

    private func bookmark(_ token: PageToken) throws(StorageError) -> AssetLocation {
        guard let location = AssetLocation(NativeID(token.rawValue)) else {
            throw StorageError(.invalid, "the bookmark is not one of this adapter's", side: .client)
        }
        return location
    }

    private func page(after start: AssetLocation?) throws(StorageError) -> NativePage {
        let folders = try folders()
        let shards = try translating { () throws(SystemCallFailure) in
            try fileSystem.names(in: folders.files)
        }
        var assets: [NativeAsset] = []
        for shard in shards.sorted() where shard >= start?.shard ?? "" {
            let found = try translating { () throws(SystemCallFailure) in
                try self.assets(in: shard, after: start, atMost: limits.pageSize - assets.count, folders)
            }
            assets += found
            guard assets.count < limits.pageSize else { break }
        }
        let isFull = assets.count == limits.pageSize
        return NativePage(assets, next: isFull ? assets.last.map { PageToken($0.id.rawValue) } : nil)
    }

    private func assets(
        in shard: String, after start: AssetLocation?, atMost count: Int, _ folders: LocalDiskFolders
    ) throws(SystemCallFailure) -> [NativeAsset] {
        guard
            let folder = try unless(
                [ENOENT, ENOTDIR, ELOOP],
                { () throws(SystemCallFailure) in
                    try folders.shard(shard)
                })
        else { return [] }
        var assets: [NativeAsset] = []
        for name in try fileSystem.names(in: folder).sorted() where assets.count < count {
            guard let location = AssetLocation(AssetID(name)), location.shard == shard,
                shard != start?.shard || name > start?.name ?? "",
                let facts = try unless(
                    [ENOENT],
                    { () throws(SystemCallFailure) in
                        try fileSystem.facts(of: name, in: folder)
                    }), facts.kind == .regular
            else { continue }
            assets.append(NativeAsset(location, facts))
        }
        return assets
    }

    /// The value, or `nil` where the call failed with one of `codes`: what was listed may be gone by now.
    private func unless<Value>(_ codes: [Int32], _ body: () throws(SystemCallFailure) -> Value)
        throws(SystemCallFailure) -> Value?
    {
        do { return try body() } catch {
            guard codes.contains(error.code) else { throw error }
            return nil
        }
    }
}
