/// When a store is taken for broken, and how long it is left alone then.
public struct BreakerSettings: Sendable, Equatable {
    /// Failures in a row that are enough.
    public var consecutiveFailures: Int
    /// The share of failures among the recent calls that is enough.
    public var failureRate: Double
    /// Recent calls below which the share says nothing.
    public var minimumCalls: Int
    /// How far back recent calls go.
    public var window: Duration
    /// The most recent calls that are remembered.
    public var windowCalls: Int
    /// How long the store is left alone at first; each failed probe doubles it.
    public var openTime: Duration
    /// The longest time for which it is left alone.
    public var maximumOpenTime: Duration
    /// How long a probe may take before another call becomes one.
    public var probeTime: Duration

    /// Settings; the defaults suit a store across a network.
    public init(
        consecutiveFailures: Int = 5, failureRate: Double = 0.5, minimumCalls: Int = 20,
        window: Duration = .seconds(60), windowCalls: Int = 100, openTime: Duration = .seconds(5),
        maximumOpenTime: Duration = .seconds(60), probeTime: Duration = .seconds(30)
    ) {
        self.consecutiveFailures = consecutiveFailures
        self.failureRate = failureRate
        self.minimumCalls = minimumCalls
        self.window = window
        self.windowCalls = windowCalls
        self.openTime = openTime
        self.maximumOpenTime = maximumOpenTime
        self.probeTime = probeTime
    }

    /// The longest time that a refused call is told to wait.
    public var maximumRetryAfter: Duration { max(maximumOpenTime, probeTime) }
}
