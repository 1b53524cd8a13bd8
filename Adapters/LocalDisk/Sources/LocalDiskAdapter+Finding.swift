import Bytes
import Glibc
public import Raster

extension LocalDiskAdapter: Finding {
    /// The path is the key.
    public var finding: (any Finding)? { self }

    /// Looks at the asset's path: found or absent, and either survives a crash.
    ///
    /// A create of the same key that is still running is its caller's to wait for.
    public func find(_ key: NaturalKey) async throws(StorageError) -> FindingResult {
        guard let location = AssetLocation(key.asset) else { return .absent }
        return try run("find", location.nativeID) { () throws(StorageError) in
            do throws(StorageError) {
                return .found(NativeAsset(location, try durableFacts(of: location)))
            } catch {
                guard error.kind == .notFound else { throw error }
                return .absent
            }
        }
    }

    /// What is known of a file, after its folder was synced: whoever moved it may have died before that.
    private func durableFacts(of location: AssetLocation) throws(StorageError) -> FileFacts {
        let folders = try folders()
        try translating { () throws(SystemCallFailure) in
            try fileSystem.sync(folders.shard(location.shard))
        }
        return try facts(of: location)
    }
}
