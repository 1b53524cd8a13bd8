public import Raster

/// What is wrapped around an adapter.
public struct WrapperSettings: Sendable, Equatable {
    /// Whether nothing may be changed.
    public var isReadOnly: Bool
    /// How failed calls are repeated; `nil` never.
    public var retry: RetrySettings?
    /// When the store is left alone; `nil` never.
    public var breaker: BreakerSettings?
    /// How much is asked at once; `nil` without limits.
    public var limit: LimitSettings?

    /// Settings; the defaults suit a store across a network.
    public init(
        isReadOnly: Bool = false, retry: RetrySettings? = .init(), breaker: BreakerSettings? = .init(),
        limit: LimitSettings? = .init()
    ) {
        self.isReadOnly = isReadOnly
        self.retry = retry
        self.breaker = breaker
        self.limit = limit
    }

    /// For a store across a network: everything.
    public static let remote = WrapperSettings()
    /// For a disk of this machine, which is only observed.
    public static let local = WrapperSettings(retry: nil, breaker: nil, limit: nil)
}

/// `adapter` within what `settings` ask for, in the one order that works.
///
/// From outside: `ReadOnly`, ``Retrying``, ``Breaker``, ``Limited``, ``Observed``. A refusal of the breaker or of the
/// limits is final for whoever retries, and waiting for a turn is no failure of the store. Adapters of one account
/// share a `limiter`; else each has its own.
public func wrapped(
    _ adapter: any Adapter, _ settings: WrapperSettings, _ environment: WrapperEnvironment,
    limiter: Limiter? = nil
) -> any Adapter {
    var whole: any Adapter = Observed(adapter, environment)
    if let limit = settings.limit {
        let limiter =
            limiter
            ?? Limiter(
                limit, concurrency: adapter.limits.concurrency, clock: environment.clock,
                sleeper: environment.sleeper)
        environment.metrics.figures(of: adapter.name).watch(limiter)
        whole = Limited(whole, limiter)
    }
    if let breaker = settings.breaker { whole = Breaker(whole, breaker, environment) }
    if let retry = settings.retry { whole = Retrying(whole, retry, environment) }
    return settings.isReadOnly ? ReadOnly(whole) : whole
}
