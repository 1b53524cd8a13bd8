import Raster
import Synchronization
import Telemetry

/// The figures of one adapter: cells that are found once and then only counted up.
final class AdapterFigures: Sendable {
    /// How many of something there are now.
    final class Level: Sendable {
        private let value = Atomic(0)

        var count: Int { value.load(ordering: .relaxed) }

        func add(_ change: Int) { value.wrappingAdd(change, ordering: .relaxed) }
    }

    private struct Ended: Hashable {
        let call: AdapterCall
        let kind: StorageError.Kind?
    }

    private struct State {
        var calls: [Ended: Counter.Cell] = [:]
        var durations: [AdapterCall: Histogram.Cell] = [:]
        var breaker: BreakerState.Phase?
        var limiter: Limiter?
    }

    let inFlight = Level()
    let readBytes: Counter.Cell
    let writtenBytes: Counter.Cell
    let brokenStreams: Counter.Cell
    private let adapter: AdapterName
    private let metrics: AdapterMetrics
    private let refusals: Counter.Cell
    private let state = Mutex(State())

    init(_ adapter: AdapterName, _ metrics: AdapterMetrics) {
        self.adapter = adapter
        self.metrics = metrics
        readBytes = metrics.readBytes.cell(adapter.rawValue)
        writtenBytes = metrics.writtenBytes.cell(adapter.rawValue)
        brokenStreams = metrics.brokenStreams.cell(adapter.rawValue)
        refusals = metrics.refusals.cell(adapter.rawValue)
    }

    /// A call has ended, with `kind` where it failed.
    func ended(_ call: AdapterCall, _ kind: StorageError.Kind?, after duration: Duration) {
        let (calls, durations) = cells(Ended(call: call, kind: kind))
        calls.increment()
        durations.observe(duration / .seconds(1))
    }

    /// Only what happens has cells: not every call of every adapter is ever made.
    private func cells(_ ended: Ended) -> (Counter.Cell, Histogram.Cell) {
        let call = ended.call.rawValue
        return state.withLock { state in
            let calls =
                state.calls[ended]
                ?? metrics.calls.cell(adapter.rawValue, call, ended.kind?.rawValue ?? "ok")
            let durations = state.durations[ended.call] ?? metrics.durations.cell(adapter.rawValue, call)
            state.calls[ended] = calls
            state.durations[ended.call] = durations
            return (calls, durations)
        }
    }

    /// A call is made again.
    func retried(_ call: AdapterCall) { metrics.retries.increment(adapter.rawValue, call.rawValue) }

    /// A call was refused since the store is left alone.
    func refused() { refusals.increment() }
}

extension AdapterFigures {
    /// 0 closed, 1 half-open, 2 open; `nil` where there is no breaker.
    var breakerState: Double? {
        switch state.withLock({ $0.breaker }) {
        case nil: nil
        case .closed: 0
        case .halfOpen: 1
        case .open: 2
        }
    }

    /// Calls that wait for their turn; `nil` where nothing is limited.
    var waiting: Double? { state.withLock { $0.limiter }.map { Double($0.load.waiting) } }

    /// There is a breaker, which is `phase` now.
    func breaker(is phase: BreakerState.Phase) { state.withLock { $0.breaker = phase } }

    /// Calls wait in `limiter`.
    func watch(_ limiter: Limiter) { state.withLock { $0.limiter = limiter } }
}
