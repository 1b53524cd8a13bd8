import Bytes
import Raster
import Synchronization

/// Passes bytes on that nobody keeps, and holds the last of them back until all have proved to be the right ones.
///
/// Whoever is promised their number sees that something is missing, as with those that come by way of the cache.
private final class CheckedStream: Sendable {
    private let source: ByteStream
    private let asset: Asset
    private let expected: SHA256Digest
    private let hash: PassingHash
    private let held = Mutex<[UInt8]?>(nil)

    init(_ source: ByteStream, of asset: Asset, _ expected: SHA256Digest) throws {
        (self.source, self.asset, self.expected) = (source, asset, expected)
        hash = try PassingHash()
    }

    func next() async throws -> [UInt8]? {
        while let bytes = try await source.next() {
            try hash.update(bytes)
            if let earlier = exchange(bytes) { return earlier }
        }
        guard let last = exchange(nil) else { return nil }
        let digests = try hash.finish()
        guard digests.size == asset.size, digests.sha256 == expected else {
            throw StorageError(
                .malformed, "the store hands out other bytes than were uploaded", retry: .never
            )
            .during("open", in: asset.home.adapter).with("id", asset.id)
        }
        return last
    }

    private func exchange(_ bytes: [UInt8]?) -> [UInt8]? {
        held.withLock { held in
            defer { held = bytes }
            return held
        }
    }
}

extension Content {
    /// The same, all of it checked against what the catalog knows of `asset`, where it is a stream.
    func checked(as asset: Asset) throws(StorageError) -> Content {
        guard case .stream(let stream) = self, let digest = asset.digest else { return self }
        do {
            let checked = try CheckedStream(stream, of: asset, digest)
            return .stream(ByteStream(length: stream.length) { try await checked.next() })
        } catch { throw StorageError(wrapping: error) }
    }
}
