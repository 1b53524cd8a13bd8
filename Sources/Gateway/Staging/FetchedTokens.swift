import Bytes
import Raster
import Synchronization

/// Which bytes stores have come for since the process began.
///
/// A few are enough: no more are fetched at once. Where they are forgotten, a store is told once more than it needs.
final class FetchedTokens: Sendable {
    private static let most = 100_000

    private let digests = Mutex<Set<SHA256Digest>>([])

    func note(_ digest: SHA256Digest) {
        digests.withLock { digests in
            if digests.count >= Self.most { digests = [] }
            digests.insert(digest)
        }
    }

    func contains(_ digest: SHA256Digest) -> Bool { digests.withLock { $0.contains(digest) } }
}
