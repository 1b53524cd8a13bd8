import Bytes
import Raster
import Synchronization

/// Which bytes stores have come for since the process began.
///
/// A few are enough: no more are fetched at once. Where they are forgotten, a store is told once more than it needs.
final class FetchedTokens: Sendable {
    private static let most = 100_000

    private let moments = Mutex<[SHA256Digest: Timestamp]>([:])
    private let unseen = Mutex<Set<AssetID>>([])

    func note(_ digest: SHA256Digest, at now: Timestamp) {
        moments.withLock { moments in
            if moments.count >= Self.most { moments = [:] }
            moments[digest] = now
        }
    }

    /// Whether bytes of an asset that are there were not handed out before, either.
    func isUnseenAgain(_ asset: AssetID) -> Bool {
        unseen.withLock { unseen in
            if unseen.count >= Self.most { unseen = [] }
            return !unseen.insert(asset).inserted
        }
    }

    /// When a store came last for the bytes.
    func last(_ digest: SHA256Digest) -> Timestamp? { moments.withLock { $0[digest] } }
}
