import Raster
import Synchronization

/// A call's place, given back once, at the latest when nobody holds the permit any longer.
final class Permit: Sendable {
    private let limiter: Limiter
    private let began: Duration
    private let isHeld = Atomic(true)

    init(_ limiter: Limiter, began: Duration) {
        self.limiter = limiter
        self.began = began
    }

    deinit { release() }

    func release() {
        if isHeld.exchange(false, ordering: .acquiringAndReleasing) { limiter.release() }
    }

    /// Tells the others on the account how the call went.
    func ended(_ error: StorageError?) {
        switch error {
        case nil: limiter.succeeded()
        case let error? where error.kind == .rateLimited && error.side == .target:
            limiter.rateLimited(error.wait, began: began)
        default: break
        }
    }
}
