import Bytes
import Crypto
import Raster
import Synchronization

/// Hashes bytes that pass by.
final class PassingHash: Sendable {
    private struct State {
        let sha256: SHA256
        let md5: MD5?
        var size = 0
    }

    private let state: Mutex<State>

    /// The digests of nothing so far; MD5 only where it is wanted.
    init(md5: Bool = false) throws {
        state = Mutex(State(sha256: try SHA256(), md5: md5 ? try MD5() : nil))
    }

    /// Adds `bytes`.
    func update(_ bytes: [UInt8]) throws {
        try state.withLock { state in
            try state.sha256.update(bytes)
            try state.md5?.update(bytes)
            state.size += bytes.count
        }
    }

    /// What has passed by; once.
    func finish() throws -> SourceDigests {
        try state.withLock { state in
            let md5 = try state.md5?.finish().map { byte in
                (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
            return SourceDigests(
                size: state.size, sha256: try state.sha256.finish(), md5: md5?.joined() ?? "")
        }
    }
}

/// What some bytes are known by.
struct SourceDigests: Sendable {
    let size: Int
    let sha256: SHA256Digest
    /// In lower-case hexadecimal digits; empty where nobody wanted it.
    let md5: String

    /// Whether they are the bytes that the catalog knows.
    func fit(_ asset: Asset) -> Bool {
        size == asset.size && (asset.digest == nil || asset.digest == sha256)
    }
}

extension RelocationStep {
    /// The bytes of `asset` at its home, or beside it, without a copy in the cache.
    func source(of asset: Asset) async throws -> Content {
        let content: Content
        if let spare = await gateway.openSpare(of: asset, nil) {
            content = spare
        } else {
            content = try await gateway.adapter(asset.home.adapter).open(asset.home.id, nil)
        }
        guard content.length == nil || content.length == asset.size else { throw RelocationFault.otherBytes }
        return content
    }

    /// `stream`, which hashes what is pulled, and ends where somebody wants to purge the asset.
    func hashing(_ stream: ByteStream, _ hash: PassingHash) -> ByteStream {
        let (gateway, id) = (gateway, id)
        return ByteStream(length: stream.length) {
            guard !gateway.assetsInFlight.isAwaited(id) else { throw CancellationError() }
            let bytes = try await stream.next()
            if let bytes { try hash.update(bytes) }
            return bytes
        }
    }

    /// What the bytes at the home of `asset` are known by, all of them read.
    ///
    /// Throws `otherBytes` where they are not those of the catalog; a digest that it lacks is kept.
    func digests(of content: Content, of asset: Asset, md5: Bool) async throws -> SourceDigests {
        let hash = try PassingHash(md5: md5)
        let stream = hashing(content.stream, hash)
        while try await stream.next() != nil { try Task.checkCancellation() }
        let digests = try hash.finish()
        try await keep(digests, of: asset)
        return digests
    }

    /// Keeps the digest of an asset that has none, and throws where `digests` are not those of the catalog.
    func keep(_ digests: SourceDigests, of asset: Asset) async throws {
        guard digests.fit(asset) else { throw RelocationFault.otherBytes }
        guard asset.digest == nil else { return }
        _ = try await gateway.catalog.write {
            try await $0.noteDigest(digests.sha256, of: asset.id, home: asset.home)
        }
    }
}
