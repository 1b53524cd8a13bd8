/// How much a store is asked for at once, and how fast.
public struct LimitSettings: Sendable, Equatable {
    /// Calls at once, those whose bytes are still on the way included; `nil` for what the adapter says.
    public var concurrency: Int?
    /// Calls that may wait for their turn.
    public var queueLength: Int
    /// How long one may wait for it.
    public var maximumWait: Duration
    /// Calls in a second beyond which nothing is slowed down.
    public var maximumRate: Double
    /// Calls in a second, however often the store asks for fewer.
    public var minimumRate: Double
    /// What each call that goes well adds to the calls in a second.
    public var recovery: Double
    /// The longest time for which the store may ask to be left alone.
    public var maximumPause: Duration

    /// Settings; the defaults suit a store across a network.
    public init(
        concurrency: Int? = nil, queueLength: Int = 256, maximumWait: Duration = .seconds(15),
        maximumRate: Double = 64, minimumRate: Double = 0.5, recovery: Double = 0.5,
        maximumPause: Duration = .seconds(300)
    ) {
        self.concurrency = concurrency
        self.queueLength = queueLength
        self.maximumWait = maximumWait
        self.maximumRate = maximumRate
        self.minimumRate = minimumRate
        self.recovery = recovery
        self.maximumPause = maximumPause
    }
}
