public import Raster
import Synchronization

extension MemoryAdapter {
    /// An operation that can be made to fail.
    public enum Operation: String, Sendable, CaseIterable {
        case stat, open, create, delete, update, find, list, discard, restore
    }

    /// Makes the next `times` calls of `operation` fail with `error`.
    ///
    /// An error whose effect is `none` comes instead of the operation, any other after it has happened.
    public func fail(_ operation: Operation, with error: StorageError, times: Int = 1) {
        state.withLock { $0.faults += Array(repeating: MemoryState.Fault(operation, error), count: times) }
    }

    /// How many planned failures did not come; a test that planned them expects 0.
    public var failuresToCome: Int { state.withLock { $0.faults.count } }

    /// What it holds, by asset: the bytes that a backend's own tools would show.
    public var contents: [AssetID: [UInt8]] {
        state.withLock { state in
            Dictionary(uniqueKeysWithValues: state.assets.values.map { ($0.key.asset, $0.bytes) })
        }
    }

    /// Whether `id` lies in its trash.
    public func isDiscarded(_ id: NativeID) -> Bool {
        state.withLock { $0.assets[id]?.isDiscarded ?? false }
    }

    /// Makes `collection` hold `id`, as people do in the backend itself.
    public func put(_ id: NativeID, in collection: AssetCollection) {
        state.withLock { $0.assets[id]?.collections.append(collection) }
    }

    /// Makes `metadata` what the backend has read from the file `id`.
    public func setMetadata(_ metadata: FileMetadata, of id: NativeID) {
        state.withLock { $0.assets[id]?.metadata = metadata }
    }
}
