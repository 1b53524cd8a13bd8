import Bytes
import Glibc
import Raster

extension LocalDiskAdapter {
    /// The place that `id` spells.
    ///
    /// Throws `.notFound` where it spells none: nothing can be there.
    func locate(_ id: NativeID) throws(StorageError) -> AssetLocation {
        guard let location = AssetLocation(id) else { throw .noSuchAsset }
        return location
    }

    /// What is known of an asset's file.
    func facts(of location: AssetLocation) throws(StorageError) -> FileFacts {
        let folders = try folders()
        let facts = try translating { () throws(SystemCallFailure) in
            try fileSystem.facts(of: location.name, in: folders.shard(location.shard))
        }
        guard facts.kind == .regular else { throw .notAFile }
        return facts
    }

    /// An asset's open file, or a part of it.
    func slice(at location: AssetLocation, _ range: ByteRange?) throws(StorageError) -> FileSlice {
        let folders = try folders()
        let (file, facts) = try translating { () throws(SystemCallFailure) in
            let file = try fileSystem.openFile(location.name, in: folders.shard(location.shard))
            return (file, try fileSystem.facts(of: file))
        }
        guard facts.kind == .regular else { throw .notAFile }
        let range = range ?? ByteRange(offset: 0, length: facts.size)
        guard range.offset <= facts.size, range.length <= facts.size - range.offset else {
            throw StorageError(.invalid, "the range reaches beyond the end", side: .client)
        }
        return FileSlice(file, range)
    }

    /// Removes an asset's file; when it returns, or says that there is none, that survives a crash.
    func remove(_ location: AssetLocation) throws(StorageError) {
        let folders = try folders()
        let shard = try translating { () throws(SystemCallFailure) in try folders.shard(location.shard) }
        do {
            guard try fileSystem.facts(of: location.name, in: shard).kind == .regular else {
                throw StorageError.notAFile
            }
            try fileSystem.remove(location.name, in: shard)
        } catch let failure as SystemCallFailure {
            // An earlier removal may not have been synced, and callers take this answer for its success.
            if failure.code == ENOENT { try syncAfterRemoval(shard, effect: .none) }
            throw StorageError(failure)
        } catch { throw StorageError(wrapping: error) }
        try syncAfterRemoval(shard, effect: .unknown)
    }

    private func syncAfterRemoval(_ shard: OpenFile, effect: StorageError.Effect) throws(StorageError) {
        do { try fileSystem.sync(shard) } catch { throw StorageError(error, effect: effect) }
    }
}
