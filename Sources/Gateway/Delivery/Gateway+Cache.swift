import Bytes
import Raster
import Synchronization

extension Gateway {
    /// The bytes of `asset` by way of the cache; `nil` where that has nothing to do with them.
    ///
    /// What is kept comes as a file. Of the rest the whole asset is fetched once for all who want it at the same
    /// time, and parts of it are left to the store.
    func cached(_ asset: Asset, _ range: ByteRange?) async throws(StorageError) -> Content? {
        guard let cache, cache.fits(asset.size) else { return nil }
        let adapter = try adapter(asset.home.adapter)
        guard !keepsFiles(adapter) else { return nil }
        let wanted = range ?? ByteRange(offset: 0, length: asset.size)
        if let digest = asset.digest, let file = cache.open(digest, size: asset.size) {
            cache.counters.hitByteCount.add(wanted.length, ordering: .relaxed)
            return .file(FileSlice(file, wanted))
        }
        guard wanted.length == asset.size else {
            return cache.fetches.find(asset)?.slice(wanted).map(Content.file)
        }
        return try await fetched(asset, adapter, cache)
    }

    /// Whether `adapter` hands out files, which need no cache.
    func keepsFiles(_ adapter: any Adapter) -> Bool {
        adapter.spoolFolder != nil || adapter.revising != nil
    }

    private func fetched(
        _ asset: Asset, _ adapter: any Adapter, _ cache: ContentCache
    ) async throws(StorageError) -> Content? {
        let joined = cache.fetches.join(asset) {
            cache.draft(asset.size).map { SharedFetch(asset, adapter, cache, $0) }
        }
        guard let (reader, isNew) = joined else { return nil }
        if isNew {
            cache.counters.missCount.add(1, ordering: .relaxed)
            start(reader.fetch, cache)
        } else {
            cache.counters.joinCount.add(1, ordering: .relaxed)
        }
        guard try await reader.fetch.opened() else { return nil }
        return .stream(reader.stream)
    }

    private func start(_ fetch: SharedFetch, _ cache: ContentCache) {
        let asset = fetch.asset
        fetch.start { [catalog] digest in
            do {
                _ = try await catalog.write { writer in
                    try await writer.noteDigest(digest, of: asset.id, home: asset.home)
                }
            } catch {
                // The next fetch learns it again.
                cache.report(StorageError(wrapping: error).during("keep a digest").with("id", asset.id))
            }
        } ended: {
            cache.fetches.remove(fetch)
        }
    }
}
