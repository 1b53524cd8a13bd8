public import Raster
import Synchronization

/// The calls of one account at a store: a shell around ``LimiterState`` that lets tasks wait.
///
/// Adapters of one account share it, since the store counts their calls together.
public final class Limiter: Sendable {
    private enum Grant: Sendable { case granted, cancelled, refused(Duration) }

    /// Someone in the queue; whoever is about to fall asleep is not there yet.
    private enum Waiter {
        case asleep(CheckedContinuation<Grant, Never>)
        /// Its turn came before it slept.
        case decided(Grant)
    }

    private struct Alarm {
        let moment: Duration
        let task: Task<Void, Never>
    }

    private struct Held {
        var state: LimiterState
        var waiters: [Int: Waiter] = [:]
        var woken: [(CheckedContinuation<Grant, Never>, Grant)] = []
        var lastNumber = 0
        var alarm: Alarm?

        /// The turn of `number` has come; it is woken once the lock is free.
        mutating func decide(_ number: Int, _ grant: Grant) {
            if case .asleep(let continuation) = waiters.removeValue(forKey: number) {
                woken.append((continuation, grant))
            } else {
                waiters[number] = .decided(grant)
            }
        }

        mutating func sleep(_ number: Int, _ continuation: CheckedContinuation<Grant, Never>) {
            if case .decided(let grant) = waiters.removeValue(forKey: number) {
                woken.append((continuation, grant))
            } else {
                waiters[number] = .asleep(continuation)
            }
        }
    }

    /// How long a call may wait for its turn.
    let maximumWait: Duration
    private let held: Mutex<Held>
    private let clock: any WallClock
    private let sleeper: any Sleeper

    /// Nobody calls yet; `concurrency` counts where the settings leave it open.
    public init(
        _ settings: LimitSettings = .init(), concurrency: Int, clock: any WallClock, sleeper: any Sleeper
    ) {
        held = Mutex(Held(state: LimiterState(settings, concurrency: concurrency)))
        maximumWait = settings.maximumWait
        self.clock = clock
        self.sleeper = sleeper
    }

    /// Calls on their way, and calls that wait for their turn.
    public var load: (active: Int, waiting: Int) {
        held.withLock { ($0.state.active, $0.state.waiting) }
    }

    /// What every call would be refused with now.
    var refusal: StorageError? {
        let now = clock.monotonic()
        return held.withLock { $0.state.refusal(at: now) }.map(Self.refused)
    }

    /// Returns when the call may begin; its place is given back with the permit.
    func acquire() async throws(StorageError) -> Permit {
        let now = clock.monotonic()
        let (number, arrival) = held.withLock { held in
            held.lastNumber += 1
            return (held.lastNumber, held.state.arrive(held.lastNumber, at: now))
        }
        switch arrival {
        case .started: return Permit(self, began: now)
        case .refused(let pause): throw Self.refused(pause)
        case .queued: return try permit(await sleep(number))
        }
    }

    private func permit(_ grant: Grant) throws(StorageError) -> Permit {
        switch grant {
        case .granted: return Permit(self, began: clock.monotonic())
        case .refused(let pause): throw Self.refused(pause)
        case .cancelled:
            throw StorageError(.cancelled, "the caller went away while it waited", side: .client)
        }
    }

    private static func refused(_ pause: Duration) -> StorageError {
        StorageError(
            .unavailable, "too many calls wait for the store already", retry: .after(pause), side: .gateway)
    }
}

extension Limiter {
    /// A call is over.
    func release() { settle { $0.state.release() } }

    /// A call went well.
    func succeeded() { settle { $0.state.succeeded() } }

    /// The store refused a call that began at `began`, because there were too many.
    func rateLimited(_ asked: Duration?, began: Duration) {
        let now = clock.monotonic()
        settle { $0.state.rateLimited(asked, began: began, at: now) }
    }

    private func sleep(_ number: Int) async -> Grant {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                settle { $0.sleep(number, continuation) }
            }
        } onCancel: {
            settle { if $0.state.leave(number) { $0.decide(number, .cancelled) } }
        }
    }

    /// Lets `change` happen, and whatever follows from it and from the time.
    private func settle(_ change: (inout sending Held) -> Void) {
        let now = clock.monotonic()
        let woken = held.withLock { held in
            change(&held)
            let turn = held.state.advance(to: now)
            for number in turn.started { held.decide(number, .granted) }
            let pause = held.state.retryAfter(at: now)
            for number in turn.expired { held.decide(number, .refused(pause)) }
            setAlarm(&held, at: now)
            defer { held.woken = [] }
            return held.woken
        }
        for (continuation, grant) in woken { continuation.resume(returning: grant) }
    }

    /// Sees to it that time alone wakes whoever it should; an alarm that comes early does no harm.
    private func setAlarm(_ held: inout Held, at now: Duration) {
        guard let wake = held.state.wake else {
            held.alarm?.task.cancel()
            held.alarm = nil
            return
        }
        if let alarm = held.alarm, alarm.moment <= wake { return }
        held.alarm?.task.cancel()
        held.alarm = Alarm(moment: wake, task: Task { await self.ring(at: wake, after: wake - now) })
    }

    private func ring(at moment: Duration, after wait: Duration) async {
        await sleeper.wait(for: wait)
        guard !Task.isCancelled else { return }
        settle { if $0.alarm?.moment == moment { $0.alarm = nil } }
    }
}
