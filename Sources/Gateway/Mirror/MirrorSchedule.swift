import Raster

/// When a backend is told of changes, and of how many at once: a pure state machine, whose shell is ``MirrorLane``.
///
/// A failure of one asset keeps that asset waiting; failures of the backend itself, several in a row, make all wait,
/// and then one asset after the other tries whether it is back. Times are those of a clock that never leaps.
struct MirrorSchedule {
    /// What became of an attempt.
    enum Outcome: Equatable {
        /// The backend shows what it should, or does not have the asset: either way it answered.
        case answered
        /// It refused this asset.
        case refused
        /// It failed as it would have failed with any other, and wants to be left alone that long.
        case failed(after: Duration?)
        /// Nobody wanted to know any more.
        case cancelled
    }

    /// Failures of the backend in a row from which on everything waits.
    static let patience = 3
    /// The longest wait of one asset.
    static let longestWait = Duration.seconds(3600)
    /// The longest pause of a backend that did not ask for one.
    static let longestPause = Duration.seconds(300)
    /// The longest pause that a backend may ask for.
    static let longestRequest = Duration.days(1)

    /// How many assets at once.
    let concurrency: Int
    /// Whether nothing new is begun.
    private(set) var isDraining = false
    /// The assets of which the backend is being told now.
    private(set) var inFlight: Set<AssetID> = []
    private var failures = 0
    private var pauses = 0
    private var pausedUntil = Duration.zero

    init(concurrency: Int) { self.concurrency = max(1, concurrency) }

    /// How long the backend is left alone from `now` on; zero where it is not.
    func pause(at now: Duration) -> Duration { max(.zero, pausedUntil - now) }

    /// How many assets may be begun now.
    func room(at now: Duration) -> Int {
        guard !isDraining, pause(at: now) == .zero else { return 0 }
        return max(0, (isTrying ? 1 : concurrency) - inFlight.count)
    }

    /// Whether it is to be seen whether the backend is back.
    private var isTrying: Bool { failures >= Self.patience }

    /// The backend is being told of these.
    mutating func begin(_ assets: some Sequence<AssetID>) { inFlight.formUnion(assets) }

    /// An attempt, the asset's `attempts`th, came to `outcome`: how long the asset waits for the next one.
    ///
    /// `jitter`, from 0 up to 1, keeps many from coming back at once.
    mutating func note(_ outcome: Outcome, attempts: Int, at now: Duration, jitter: Double) -> Duration {
        switch outcome {
        case .answered, .refused: (failures, pauses, pausedUntil) = (0, 0, now)
        case .failed(let request): pause(asked: request, at: now, jitter: jitter)
        case .cancelled: if isDraining { return .zero }
        }
        // Behind all that is due already, so that another asset is the next to try.
        let pause = pause(at: now)
        return pause > .zero ? pause : Self.wait(after: attempts, jitter: jitter)
    }

    /// The outcome of an attempt is in the catalog.
    mutating func end(_ asset: AssetID) { inFlight.remove(asset) }

    /// Begins nothing more.
    mutating func drain() { isDraining = true }

    private mutating func pause(asked request: Duration?, at now: Duration, jitter: Double) {
        failures += 1
        if let request {
            pausedUntil = max(pausedUntil, now + min(max(request, .zero), Self.longestRequest))
        } else if isTrying, pausedUntil <= now {
            // What was under way when the pause began prolongs nothing.
            pauses += 1
            pausedUntil = now + min(Self.wait(after: pauses, jitter: jitter), Self.longestPause)
        }
    }

    /// Two seconds after the first attempt, then twice as long each time, an hour at most; less up to a half of it.
    static func wait(after attempts: Int, jitter: Double) -> Duration {
        let whole = min(.seconds(1 << min(max(attempts, 1), 12)), longestWait)
        return whole * (1 - jitter / 2)
    }
}

extension StorageError {
    /// What an attempt that ended so says about the backend.
    var mirrorOutcome: MirrorSchedule.Outcome {
        let request: Duration? = if case .after(let wait) = retry { wait } else { nil }
        return switch kind {
        case .cancelled: .cancelled
        case .unavailable, .timedOut, .rateLimited, .unauthenticated, .insufficientStorage:
            .failed(after: request)
        case .notFound, .alreadyExists, .invalid, .denied, .preconditionFailed, .tooLarge, .unsupported,
            .malformed, .internal:
            request.map { .failed(after: $0) } ?? .refused
        }
    }
}
