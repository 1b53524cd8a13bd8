import Bytes
public import Raster
import Synchronization

extension MemoryAdapter: Revising {
    /// Present only where it was asked for: usually nobody but the gateway changes what lies here.
    public var revising: (any Revising)? { abilities.contains(.revising) ? self : nil }

    /// The bytes as they are now; the tag is made of them.
    public func revision(of id: NativeID) async throws(StorageError) -> Revision {
        let stored = try change(.open) { (state) throws(StorageError) in try state.asset(id) }
        let bytes = stored.bytes
        let hash = bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
        return Revision(
            size: bytes.count, modified: stored.described.created ?? Timestamp(milliseconds: 0),
            tag: "\(stored.number)-\(String(hash, radix: 16))"
        ) { range in
            .stream(ByteStream(range.map { bytes[$0.offset..<$0.end] } ?? bytes[...]))
        }
    }

    /// Replaces the bytes of an asset, as people do in the backend itself.
    public func replaceBytes(of id: NativeID, by bytes: [UInt8]) {
        state.withLock { $0.assets[id]?.bytes = bytes }
    }
}
