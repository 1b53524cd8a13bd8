import Raster
import Synchronization

/// The state of one store's breaker, shared by the calls on their way: a shell around ``BreakerState``.
final class Circuit: Sendable {
    private let state: Mutex<BreakerState>
    private let environment: WrapperEnvironment
    private let figures: AdapterFigures
    private let log: AdapterLog

    init(_ settings: BreakerSettings, _ environment: WrapperEnvironment, for adapter: AdapterName) {
        state = Mutex(BreakerState(settings))
        self.environment = environment
        figures = environment.metrics.figures(of: adapter)
        log = AdapterLog(adapter, environment)
        figures.breaker(is: .closed)
    }

    /// The ticket of a call, which must be given to ``ended(_:_:)`` unless it says nothing.
    func admit() throws(StorageError) -> BreakerState.Ticket {
        switch change({ $0.admit(at: $1) }) {
        case .call(let ticket): return ticket
        case .refuse(let wait):
            figures.refused()
            throw Self.refused(wait)
        }
    }

    /// What every call would be refused with now.
    var refusal: StorageError? {
        let now = environment.clock.monotonic()
        return state.withLock { $0.refusal(at: now) }.map(Self.refused)
    }

    /// A call, or the bytes that it brought, have ended.
    func ended(_ ticket: BreakerState.Ticket, _ outcome: CallOutcome) {
        change { $0.ended(ticket, outcome, at: $1, jitter: environment.random.unit()) }
    }

    /// A call has been answered, and its bytes are still to come.
    func answerBegan(_ ticket: BreakerState.Ticket) -> BreakerState.Ticket {
        change { $0.answerBegan(ticket, at: $1) }
    }

    @discardableResult
    private func change<Value: Sendable>(_ body: (inout BreakerState, Duration) -> Value) -> Value {
        let now = environment.clock.monotonic()
        let (value, phase) = state.withLock { state in
            let before = state.phase
            let value = body(&state, now)
            // Under the lock, so that the last that is shown is how things stand.
            if state.phase != before { figures.breaker(is: state.phase) }
            return (value, state.phase == before ? nil : state.phase)
        }
        if let phase { log.breaker(is: phase, at: now) }
        return value
    }

    private static func refused(_ wait: Duration) -> StorageError {
        StorageError(
            .unavailable, "the store has failed too often and is left alone for a while",
            retry: .after(wait), side: .gateway)
    }
}
