/// Who may call a store and who waits, as a value: arrivals and departures in, decisions out.
struct LimiterState: Sendable {
    /// What becomes of a call that arrives.
    enum Arrival: Sendable, Equatable {
        /// It begins.
        case started
        /// It waits for its turn.
        case queued
        /// It is refused: there is no point in trying before this long.
        case refused(Duration)
    }

    /// What time has brought.
    struct Change: Sendable, Equatable {
        /// Calls that begin now, in the order in which they came.
        var started: [Int] = []
        /// Calls that have waited too long.
        var expired: [Int] = []
    }

    private struct Waiting {
        let number: Int
        let deadline: Duration
    }

    let concurrency: Int
    private let settings: LimitSettings
    private(set) var pace: Pace
    /// Calls on their way.
    private(set) var active = 0
    private var queue: [Waiting] = []

    init(_ settings: LimitSettings, concurrency: Int) {
        self.settings = settings
        self.concurrency = max(1, settings.concurrency ?? concurrency)
        pace = Pace(settings)
    }

    /// Calls that wait.
    var waiting: Int { queue.count }

    /// The call `number`, which was not seen before, arrives.
    mutating func arrive(_ number: Int, at now: Duration) -> Arrival {
        if startsAtOnce(at: now) {
            start(at: now)
            return .started
        }
        if let pause = refusal(at: now) { return .refused(pause) }
        queue.append(Waiting(number: number, deadline: now + settings.maximumWait))
        return .queued
    }

    /// How long every arrival would have to wait now, where that is too long or too many wait already.
    func refusal(at now: Duration) -> Duration? {
        if startsAtOnce(at: now) { return nil }
        let pause = pace.pause(at: now)
        return queue.count >= settings.queueLength || pause > settings.maximumWait
            ? retryAfter(at: now) : nil
    }

    /// What a call that is refused now is told to wait: a second, or as long as the store is left alone.
    func retryAfter(at now: Duration) -> Duration { max(.seconds(1), pace.pause(at: now)) }

    /// The call `number` waits no longer; whether it did.
    mutating func leave(_ number: Int) -> Bool {
        guard let index = queue.firstIndex(where: { $0.number == number }) else { return false }
        queue.remove(at: index)
        return true
    }

    /// A call that had begun is over.
    mutating func release() { active -= 1 }

    /// A call went well.
    mutating func succeeded() { pace.succeeded() }

    /// The store refused a call that began at `began` because there were too many.
    mutating func rateLimited(_ asked: Duration?, began: Duration, at now: Duration) {
        pace.rateLimited(asked, began: began, at: now)
    }

    /// Lets begin whoever may, and gives up who has waited too long.
    mutating func advance(to now: Duration) -> Change {
        var change = Change()
        while let first = queue.first {
            if first.deadline <= now {
                change.expired.append(first.number)
            } else if canStart(at: now) {
                start(at: now)
                change.started.append(first.number)
            } else {
                break
            }
            queue.removeFirst()
        }
        return change
    }

    /// When ``advance(to:)`` has something to do next without anything else happening.
    var wake: Duration? {
        guard let first = queue.first else { return nil }
        return active < concurrency ? min(first.deadline, pace.earliest) : first.deadline
    }

    private func startsAtOnce(at now: Duration) -> Bool { queue.isEmpty && canStart(at: now) }

    private func canStart(at now: Duration) -> Bool { active < concurrency && pace.earliest <= now }

    private mutating func start(at now: Duration) {
        active += 1
        pace.began(at: now)
    }
}
