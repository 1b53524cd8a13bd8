/// Whether a store is asked at all, as a value: calls and their ends in, decisions out.
///
/// Closed, every call goes through, and failures are counted. Open, none does, for a while. Then half-open: one call
/// at a time goes through as a probe, and its end decides. A probe that says nothing makes room for another, and so
/// does one that does not come back; should it answer after all, that closes the breaker as well.
struct BreakerState: Sendable {
    /// How things stand.
    enum Phase: Sendable, Equatable {
        case closed
        case open(until: Duration)
        case halfOpen(probe: Probe?)
    }

    /// The call that decides.
    struct Probe: Sendable, Equatable {
        let number: Int
        let expiry: Duration
    }

    /// A call on its way.
    ///
    /// What comes of it counts only as long as the phase has not changed otherwise.
    struct Ticket: Sendable, Equatable {
        let generation: Int
        let probe: Int?
    }

    /// What becomes of a call.
    enum Admission: Sendable, Equatable {
        /// It is made.
        case call(Ticket)
        /// It is not: there is no point in trying before this long.
        case refuse(Duration)
    }

    private let settings: BreakerSettings
    private(set) var phase = Phase.closed
    private var generation = 0
    private var lastProbe = 0
    private var openings = 0
    private var record: FailureRecord

    init(_ settings: BreakerSettings) {
        self.settings = settings
        record = FailureRecord(settings)
    }

    /// A call comes.
    mutating func admit(at now: Duration) -> Admission {
        if let wait = refusal(at: now) { return .refuse(wait) }
        guard phase != .closed else { return .call(Ticket(generation: generation, probe: nil)) }
        lastProbe += 1
        phase = .halfOpen(probe: Probe(number: lastProbe, expiry: now + settings.probeTime))
        return .call(Ticket(generation: generation, probe: lastProbe))
    }

    /// How long a call that came now would be told to wait; `nil` where it would be made.
    func refusal(at now: Duration) -> Duration? {
        switch phase {
        case .open(let until) where now < until: until - now
        case .halfOpen(let probe?) where now < probe.expiry: min(probe.expiry - now, settings.openTime)
        case .closed, .open, .halfOpen: nil
        }
    }

    /// A call has ended; `jitter` is from 0 up to 1, and asked for only where it opens.
    mutating func ended(
        _ ticket: Ticket, _ outcome: CallOutcome, at now: Duration, jitter: @autoclosure () -> Double
    ) {
        guard ticket.generation == generation else { return }
        switch (phase, outcome) {
        case (.closed, .nothing), (.open, _): break
        case (.closed, let outcome):
            if record.add(hasFailed: outcome == .failed, at: now) { open(at: now, jitter: jitter()) }
        case (.halfOpen, .answered): close()
        case (.halfOpen(let probe), .failed):
            if isCurrent(ticket, probe) { open(at: now, jitter: jitter()) }
        case (.halfOpen(let probe), .nothing):
            if isCurrent(ticket, probe) { phase = .halfOpen(probe: nil) }
        }
    }

    /// The answer to a call has begun, and its bytes are still to come; the ticket for what becomes of them.
    ///
    /// A probe has done its work with that: nobody else waits for bytes that a client takes slowly.
    mutating func answerBegan(_ ticket: Ticket, at now: Duration) -> Ticket {
        guard ticket.probe != nil, ticket.generation == generation else { return ticket }
        ended(ticket, .answered, at: now, jitter: 0)
        return Ticket(generation: generation, probe: nil)
    }

    private func isCurrent(_ ticket: Ticket, _ probe: Probe?) -> Bool {
        ticket.probe != nil && ticket.probe == probe?.number
    }

    /// For twice as long as the last time, up to a limit, and less by chance, so that not all come back at once.
    private mutating func open(at now: Duration, jitter: Double) {
        openings += 1
        generation += 1
        let doublings = Double(UInt64(1) << UInt64(min(openings - 1, 32)))
        let longest = min(settings.maximumOpenTime, settings.openTime * doublings)
        phase = .open(until: now + longest * (0.5 + jitter / 2))
    }

    private mutating func close() {
        openings = 0
        generation += 1
        phase = .closed
        record = FailureRecord(settings)
    }
}
