/// Judges one connection by looking at it now and then; pure, on a clock that is given.
struct ConnectionWatch {
    /// What can be seen of a connection at one moment.
    struct Sample {
        var activity: Connection.Activity
        /// Bytes the client has sent.
        var received: UInt64
        /// Bytes the client has acknowledged.
        var sent: UInt64
        /// How often the handler has taken or given bytes.
        var progress: UInt64
        /// Whether the client has ended its direction and nothing it sent waits to be read.
        var hasEnded = false
    }

    /// What is to be done with it.
    enum Verdict { case fine, slow, idle, ended, stalled }

    private var mark: Sample
    private var since: Duration
    /// Whether an idle connection was seen to begin a head.
    private var hasBegunHead = false

    init(_ sample: Sample, at now: Duration) {
        mark = sample
        since = now
    }

    /// The verdict at `now`; the time begins anew after one that is not fine, so that it is given once.
    mutating func judge(_ sample: Sample, at now: Duration, _ limits: HTTPServerLimits) -> Verdict {
        let verdict = verdict(sample, now, limits)
        if verdict != .fine { restart(sample, now) }
        return verdict
    }

    private mutating func verdict(
        _ sample: Sample, _ now: Duration, _ limits: HTTPServerLimits
    ) -> Verdict {
        guard sample.activity == mark.activity else {
            restart(sample, now)
            return .fine
        }
        if isCutShort(sample) { return .ended }
        switch sample.activity.phase {
        case .head: return now - since > limits.headTime ? .slow : .fine
        case .idle: return judgeIdle(sample, now, limits)
        case .receiving, .draining:
            return judgeRate(sample, sample.received, since: mark.received, now, limits)
        case .sending: return judgeRate(sample, sample.sent, since: mark.sent, now, limits)
        case .handling: return judgeHandler(sample, now, limits)
        }
    }

    /// Whether a client has ended its direction in the middle of what it was to send.
    ///
    /// The library misses that when the end comes with the bytes before it. Seen twice, since those bytes may be just on their way to the handler.
    private mutating func isCutShort(_ sample: Sample) -> Bool {
        defer { mark.hasEnded = sample.hasEnded }
        return sample.hasEnded && mark.hasEnded && sample.activity.phase.waitsForClient
    }

    private mutating func restart(_ sample: Sample, _ now: Duration) {
        mark = sample
        since = now
        hasBegunHead = false
    }

    /// An idle connection whose client has begun to send is in the next head.
    private mutating func judgeIdle(
        _ sample: Sample, _ now: Duration, _ limits: HTTPServerLimits
    ) -> Verdict {
        if hasBegunHead { return now - since > limits.headTime ? .slow : .fine }
        if sample.received == mark.received { return now - since > limits.idleTime ? .idle : .fine }
        since = now
        hasBegunHead = true
        return .fine
    }

    private mutating func judgeRate(
        _ sample: Sample, _ bytes: UInt64, since before: UInt64, _ now: Duration, _ limits: HTTPServerLimits
    ) -> Verdict {
        guard now - since >= limits.bodyRateWindow else { return .fine }
        let seconds = (now - since) / .seconds(1)
        guard Double(bytes) - Double(before) >= Double(limits.minimumBodyRate) * seconds else { return .slow }
        restart(sample, now)
        return .fine
    }

    private mutating func judgeHandler(
        _ sample: Sample, _ now: Duration, _ limits: HTTPServerLimits
    ) -> Verdict {
        guard sample.progress == mark.progress else {
            restart(sample, now)
            return .fine
        }
        return now - since > limits.handlerTime ? .stalled : .fine
    }
}

extension Connection.Activity.Phase {
    /// Whether the client is to send something.
    var waitsForClient: Bool {
        switch self {
        case .head, .receiving, .draining, .idle: true
        case .handling, .sending: false
        }
    }
}
