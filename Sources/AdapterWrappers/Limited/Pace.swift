/// How fast calls may begin, as a value: slowed down by multiplication, recovering by addition.
struct Pace: Sendable {
    private let settings: LimitSettings
    /// Calls in a second; `nil` where nothing is slowed down.
    private(set) var rate: Double?
    private var pausedUntil = Duration.zero
    private var nextStart = Duration.zero
    private var slowedAt: Duration?

    init(_ settings: LimitSettings) { self.settings = settings }

    /// When the next call may begin.
    var earliest: Duration { max(pausedUntil, nextStart) }

    /// How long nobody may begin at all, because the store said so.
    func pause(at now: Duration) -> Duration { max(.zero, pausedUntil - now) }

    /// A call begins.
    mutating func began(at now: Duration) {
        if let rate { nextStart = max(now, nextStart) + .seconds(1) / rate }
    }

    /// A call went well.
    mutating func succeeded() {
        guard let rate else { return }
        let faster = rate + settings.recovery
        self.rate = faster < settings.maximumRate ? faster : nil
        if self.rate == nil { nextStart = .zero }
    }

    /// The store has refused a call that began at `began` because there were too many.
    ///
    /// Calls that were on their way already when the pace last changed say nothing new about it.
    mutating func rateLimited(_ asked: Duration?, began: Duration, at now: Duration) {
        if slowedAt.map({ began >= $0 }) ?? true {
            slowedAt = now
            rate = max(settings.minimumRate, (rate ?? settings.maximumRate) / 2)
        }
        let pause = asked ?? .seconds(1) / (rate ?? settings.maximumRate)
        pausedUntil = max(pausedUntil, now + min(pause, settings.maximumPause))
    }
}
