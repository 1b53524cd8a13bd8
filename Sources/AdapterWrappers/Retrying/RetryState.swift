import Raster

/// The attempts at one call, as a value: failures in, decisions out.
struct RetryState: Sendable {
    /// What follows a failure.
    enum Decision {
        /// Another attempt, after this wait.
        case wait(Duration)
        /// The call has failed, with this error.
        case giveUp(StorageError)
    }

    private let settings: RetrySettings
    private let repetition: Repetition
    private var began: Duration
    /// Attempts since the call began, or since one has brought something.
    private var attempts = 1
    private var allAttempts = 1
    private var resumptions = 0
    private var effect = StorageError.Effect.none
    /// The last failure that may have left something behind.
    private(set) var unsettled: StorageError?

    init(_ settings: RetrySettings, _ repetition: Repetition, at now: Duration) {
        self.settings = settings
        self.repetition = repetition
        began = now
    }

    /// Whether an attempt that failed may have happened nevertheless.
    var mayHaveHappened: Bool { effect != .none }

    /// An attempt has failed; `jitter` is from 0 up to 1.
    mutating func failed(_ error: StorageError, at now: Duration, jitter: Double) -> Decision {
        effect = effect.joined(with: error.effect)
        if error.effect != .none { unsettled = error }
        guard mayRepeat(after: error), attempts < settings.attempts else { return .giveUp(told(error)) }
        let wait = delay(after: error, jitter: jitter)
        guard now - began + wait <= settings.budget else { return .giveUp(told(error)) }
        attempts += 1
        allAttempts += 1
        return .wait(wait)
    }

    /// Bytes have broken off.
    ///
    /// Where some had come since the last time, attempts and time are counted afresh.
    mutating func brokeOff(
        _ error: StorageError, withProgress hasProgress: Bool, at now: Duration, jitter: Double
    ) -> Decision {
        if hasProgress {
            began = now
            attempts = 1
            resumptions += 1
        }
        guard resumptions <= settings.resumptions else { return .giveUp(told(error)) }
        return failed(error, at: now, jitter: jitter)
    }

    /// `error` as the caller sees it: with the attempts so far and what they have left behind together.
    func told(_ error: StorageError) -> StorageError {
        let whole = error.leaving(effect)
        return allAttempts > 1 ? whole.with("attempts", allAttempts) : whole
    }

    private func mayRepeat(after error: StorageError) -> Bool {
        guard error.retry != .never, error.kind != .cancelled else { return false }
        guard error.side != .gateway, error.side != .client else { return false }
        return switch repetition {
        case .always: true
        case .withoutEffect: error.effect == .none
        case .never: false
        }
    }

    /// Exponential with full jitter, and never shorter than what the store asks for.
    private func delay(after error: StorageError, jitter: Double) -> Duration {
        let doublings = Double(UInt64(1) << UInt64(min(attempts - 1, 32)))
        let longest = min(settings.maximumDelay, settings.firstDelay * doublings)
        guard case .after(let asked) = error.retry else { return longest * jitter }
        return max(asked, longest * jitter)
    }
}
