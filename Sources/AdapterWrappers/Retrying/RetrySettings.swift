/// How often and how long a failed call is made again.
public struct RetrySettings: Sendable, Equatable {
    /// The most attempts at one call, the first included; 1 never repeats.
    public var attempts: Int
    /// How long after the first attempt began the last may begin.
    public var budget: Duration
    /// The longest wait after the first failure; each one doubles it.
    public var firstDelay: Duration
    /// The longest wait, unless the store itself asks for a longer one.
    public var maximumDelay: Duration
    /// The most times the bytes of one asset are taken up again where they broke off.
    public var resumptions: Int

    /// Settings; the defaults suit a store across a network.
    public init(
        attempts: Int = 4, budget: Duration = .seconds(20), firstDelay: Duration = .milliseconds(200),
        maximumDelay: Duration = .seconds(5), resumptions: Int = 32
    ) {
        self.attempts = attempts
        self.budget = budget
        self.firstDelay = firstDelay
        self.maximumDelay = maximumDelay
        self.resumptions = resumptions
    }
}
