import Bytes
import Synchronization

/// Ends what takes too long, from one thread that looks at all connections now and then.
final class Reaper: Sendable {
    private let core: ServerCore
    private let now: @Sendable () -> Duration
    private let runsByItself: Bool
    private let end = Semaphore()
    private let watches = Lock<[ObjectIdentifier: ConnectionWatch]>([:])

    init(_ core: ServerCore, now: @escaping @Sendable () -> Duration, runsByItself: Bool) {
        self.core = core
        self.now = now
        self.runsByItself = runsByItself
    }

    /// Begins to look; throws ``HTTPServerError/noThread`` where the system has none to do it on.
    func start() throws {
        guard runsByItself else { return }
        let interval = interval
        let isStarted = startThread { [self] in
            while !end.wait(seconds: interval) { reap() }
        }
        guard isStarted else { throw HTTPServerError.noThread }
    }

    func stop() { end.signal() }

    /// Seconds between two looks: a quarter of the shortest limit, and at most a quarter of a second.
    private var interval: Double {
        let limits = core.limits
        let shortest = min(
            limits.headTime, limits.idleTime, limits.bodyRateWindow, limits.handlerTime)
        return max(0.01, min(0.25, shortest / .seconds(4)))
    }

    /// Looks at every connection once.
    func reap() {
        let now = now()
        let connections = core.connections
        let limits = core.limits.tightened(for: connections.count)
        let verdicts = watches.withLock { watches in
            var next: [ObjectIdentifier: ConnectionWatch] = [:]
            next.reserveCapacity(connections.count)
            let verdicts = connections.map { connection in
                let id = ObjectIdentifier(connection)
                return judge(connection, at: now, limits, &next[id], before: watches[id])
            }
            watches = next
            return verdicts
        }
        for (connection, verdict) in zip(connections, verdicts) { act(verdict, on: connection) }
    }

    private func judge(
        _ connection: Connection, at now: Duration, _ limits: HTTPServerLimits,
        _ watch: inout ConnectionWatch?, before: ConnectionWatch?
    ) -> ConnectionWatch.Verdict {
        // One that is closed by now is not looked at again.
        guard let progress = connection.progress else { return .fine }
        let activity = connection.activity
        let sample = ConnectionWatch.Sample(
            activity: activity, received: progress.received, sent: progress.sent,
            progress: connection.exchange?.progress.load(ordering: .relaxed) ?? 0,
            hasEnded: activity.phase.waitsForClient && connection.hasEnded)
        var next = before ?? ConnectionWatch(sample, at: now)
        defer { watch = next }
        return next.judge(sample, at: now, limits)
    }

    private func act(_ verdict: ConnectionWatch.Verdict, on connection: Connection) {
        switch verdict {
        case .fine:
            switch connection.activity.phase {
            case .handling: if connection.isGone { connection.exchange?.abandon(.clientVanished) }
            case .receiving, .draining: connection.exchange?.answerAhead()
            case .head, .sending, .idle: break
            }
        case .idle, .ended:
            connection.shutDown()
        case .slow:
            core.counters.timedOutTotal.add(1, ordering: .relaxed)
            connection.exchange?.abandon(.tooSlow)
            connection.shutDown()
        case .stalled:
            core.counters.timedOutTotal.add(1, ordering: .relaxed)
            connection.exchange?.timeOut()
        }
    }
}
