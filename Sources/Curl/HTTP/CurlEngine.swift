import Glibc
import HTTPCore
import Synchronization

/// One thread that runs libcurl's multi interface for any number of ``CurlHTTP`` transports.
///
/// They share its connections. It ends with ``stop()``, or with the last reference to it.
public final class CurlEngine: Sendable {
    /// How much an engine does at once.
    public struct Settings: Sendable {
        /// Connections to one host and port; exchanges beyond wait for one.
        public var connectionsPerHost = 32
        /// Connections that are kept open for later.
        public var idleConnections = 64
        /// Exchanges that have begun and are not over; those beyond are refused.
        public var exchanges = 4096
        /// How long an idle connection may be used again: shorter than most servers keep theirs.
        public var idleTime: Duration = .seconds(55)

        /// The defaults.
        public init() {}
    }

    let executor: any TaskExecutor
    let counters = CurlCounters()
    let now: @Sendable () -> Duration
    private let inbox = EngineInbox()
    private let settings: Settings
    private let end = EngineEnd()

    /// Starts the thread; bodies of requests are pulled on `executor`, whose threads may block on a disk.
    ///
    /// `now` is a clock that only moves forward.
    public init(
        executor: any TaskExecutor, settings: Settings = .init(),
        now: @escaping @Sendable () -> Duration = { CurlEngine.monotonicTime() }
    ) {
        self.executor = executor
        self.settings = settings
        self.now = now
        let (inbox, counters, end) = (inbox, counters, end)
        let isStarted = EngineLoop.start(inbox) {
            EngineLoop($0, inbox, counters, executor: executor, settings, now)
        } atEnd: {
            end.arrive()
        }
        if !isStarted { end.arrive() }
    }

    deinit { inbox.add(.stop) }

    /// Time since some moment in the past, which no change of the wall clock moves.
    public static func monotonicTime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    /// What it does and has done.
    public var statistics: CurlStatistics { counters.snapshot }

    /// Ends every exchange and the thread, and returns when both are over.
    public func stop() async {
        inbox.add(.stop)
        await end.wait()
    }

    /// Returns when all that was asked of the thread so far has been done; at once where it has ended.
    func settled() async {
        await withCheckedContinuation { continuation in
            if !inbox.add(.tell({ continuation.resume() })) { continuation.resume() }
        }
    }

    /// The answer to `request`, or why there is none.
    func exchange(_ request: OutgoingRequest) async throws(HTTPTransportError) -> HTTPResponse {
        let exchange = Exchange(request, inbox, counters)
        guard counters.open.load(ordering: .relaxed) <= settings.exchanges else {
            throw .unreachable("too many exchanges are under way")
        }
        return try await exchange.perform().get()
    }
}
