/// The recent calls that said something of a store's health, as a value.
struct FailureRecord: Sendable {
    private let settings: BreakerSettings
    private var recent: [(moment: Duration, hasFailed: Bool)] = []
    private var failures = 0
    private var failuresInARow = 0

    init(_ settings: BreakerSettings) { self.settings = settings }

    /// Counts a call that ended at `now`; whether the store is to be taken for broken.
    mutating func add(hasFailed: Bool, at now: Duration) -> Bool {
        failuresInARow = hasFailed ? failuresInARow + 1 : 0
        recent.append((now, hasFailed))
        failures += hasFailed ? 1 : 0
        forget(before: now - settings.window)
        return hasFailed && (failuresInARow >= settings.consecutiveFailures || isRateTooHigh)
    }

    private var isRateTooHigh: Bool {
        recent.count >= settings.minimumCalls
            && Double(failures) >= settings.failureRate * Double(recent.count)
    }

    private mutating func forget(before horizon: Duration) {
        let old = recent.prefix { $0.moment < horizon }.count
        let gone = max(old, recent.count - settings.windowCalls)
        guard gone > 0 else { return }
        failures -= recent.prefix(gone).count { $0.hasFailed }
        recent.removeFirst(gone)
    }
}
