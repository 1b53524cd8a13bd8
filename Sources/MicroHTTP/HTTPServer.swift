import Bytes
import CMicroHTTPD
import Glibc
public import HTTPCore
import Synchronization

/// An HTTP/1.1 server: libmicrohttpd in front of any ``HTTPHandler``.
///
/// A handler runs on the thread of the socket until it first suspends, and after that on the pool it was given.
/// Bodies in both directions are pulled: a slow side stops the other one, and no more than
/// ``HTTPServerLimits/bufferBytes`` wait in memory.
public final class HTTPServer: Sendable {
    private enum State {
        case new
        case running(Daemon)
        case stopped
    }

    /// The version of libmicrohttpd that is in use.
    public static let libraryVersion = String(cString: MHD_get_version())

    let core: ServerCore
    let reaper: Reaper
    private let configuration: HTTPServerConfiguration
    private let state = Lock(State.new)

    /// A server that is not started yet; `now` is a clock that only moves forward.
    public convenience init(
        _ configuration: HTTPServerConfiguration = .init(), handler: any HTTPHandler,
        executor: BlockingPool,
        now: @escaping @Sendable () -> Duration = { monotonicTime() }
    ) {
        self.init(configuration, handler: handler, executor: executor, now: now, reapsByItself: true)
    }

    /// A server whose time limits are looked at only when a test says so.
    init(
        _ configuration: HTTPServerConfiguration, handler: any HTTPHandler, executor: BlockingPool,
        now: @escaping @Sendable () -> Duration, reapsByItself: Bool
    ) {
        self.configuration = configuration
        core = ServerCore(handler: handler, executor: executor, limits: configuration.limits)
        reaper = Reaper(core, now: now, runsByItself: reapsByItself)
    }

    /// Listens and serves; throws ``HTTPServerError``.
    public func start() throws {
        try state.withLock { state in
            guard case .new = state else { throw HTTPServerError.alreadyStarted }
            let listener = try Listener(host: configuration.host, port: configuration.port)
            state = .running(try Daemon(listener, core, configuration))
        }
        try reaper.start()
    }

    /// The port it listens on; 0 while it does not run.
    public var port: UInt16 {
        state.withLock { state in
            guard case .running(let daemon) = state else { return 0 }
            return daemon.port
        }
    }

    /// What it does and has done.
    public var statistics: HTTPServerStatistics { core.counters.snapshot }

    /// Stops in order: new clients are turned away at once, requests under way may end within `limit`; what is left
    /// then is cancelled and answered with the handler's refusal, or cut where its answer has begun.
    public func stop(within limit: Duration) async {
        let daemon = state.withLock { state -> Daemon? in
            defer { state = .stopped }
            guard case .running(let daemon) = state else { return nil }
            return daemon
        }
        guard let daemon else { return }
        daemon.quiesce()
        core.mode.store(.draining, ordering: .sequentiallyConsistent)
        closeIdle()
        await waitUntilIdle(limit)
        for connection in core.connections { connection.exchange?.timeOut() }
        await waitUntilIdle(.milliseconds(500))
        core.mode.store(.stopping, ordering: .sequentiallyConsistent)
        for connection in core.connections { connection.exchange?.abandon(.cancelled) }
        reaper.stop()
        await daemon.stop()
    }

    private func closeIdle() {
        for connection in core.connections where connection.activity.phase == .idle {
            connection.shutDown()
        }
    }

    private func waitUntilIdle(_ limit: Duration) async {
        let end = ContinuousClock.now + limit
        while core.counters.requestsInFlight.load(ordering: .relaxed) > 0, ContinuousClock.now < end {
            // A cancelled task would spin here; it just stops waiting.
            guard (try? await Task.sleep(for: .milliseconds(2))) != nil else { return }
        }
    }
}

/// Time since some moment in the past, which no change of the wall clock moves.
public func monotonicTime() -> Duration {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}
