import Raster

/// What a call says of the store's health.
enum CallOutcome: Sendable {
    /// The store answered, if only with a refusal.
    case answered
    /// The store could not be reached, did not answer, or not in its own terms.
    case failed
    /// Nothing: the call ended elsewhere.
    case nothing

    /// What `error` says: only what the store itself is to blame for counts, and what it refuses shows that it lives.
    init(_ error: StorageError) {
        guard error.side == .target else {
            self = .nothing
            return
        }
        self =
            switch error.kind {
            case .unavailable, .timedOut, .malformed: .failed
            case .notFound, .alreadyExists, .invalid, .unauthenticated, .denied, .preconditionFailed,
                .tooLarge, .insufficientStorage, .unsupported, .rateLimited:
                .answered
            case .cancelled, .internal: .nothing
            }
    }

    /// What `error` says where the bytes of one asset were asked for.
    ///
    /// Wrong, cut or refused bytes are about that asset, which anyone may ask for again and again; only a store that
    /// cannot be reached, or falls silent, is one.
    init(reading error: StorageError) {
        let outcome = CallOutcome(error)
        let isAboutStore = error.kind == .timedOut || error.context.contains { $0.key == "reason" }
        self = outcome == .failed && !isAboutStore ? .nothing : outcome
    }
}
