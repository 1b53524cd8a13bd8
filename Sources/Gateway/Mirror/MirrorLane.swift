import Raster
import Synchronization

/// Tells one backend of changes: what is due is begun, a few assets at once and none of them twice.
final class MirrorLane: Sendable {
    struct State {
        var schedule: MirrorSchedule
        var tasks: [AssetID: Task<Void, Never>] = [:]
        /// Whether what earlier owners have sent is taken over.
        var hasInherited = false
        /// Whether calls that do not end are waited for no longer.
        var isAbandoned = false
        var lastCount: Duration?
    }

    let gateway: Gateway
    let adapter: any Adapter
    let updating: any Updating
    let tools: MirrorSender.Tools
    let state: Mutex<State>
    private let bell: Bell

    /// A lane to `adapter`; `nil` where that shows nothing.
    init?(_ gateway: Gateway, to adapter: any Adapter, _ tools: MirrorSender.Tools) {
        guard let updating = adapter.updating else { return nil }
        self.gateway = gateway
        self.adapter = adapter
        self.updating = updating
        self.tools = tools
        state = Mutex(State(schedule: MirrorSchedule(concurrency: adapter.limits.concurrency)))
        bell = gateway.mirrorBells.bell(of: adapter.name)
    }

    /// Tells the backend of what is due, until ``drain()`` and until the last call has ended.
    func run() async {
        var faults = 0
        while !isFinished {
            var pause: Duration
            do {
                pause = try await round()
                faults = 0
            } catch {
                faults += 1
                pause = min(.seconds(1 << min(faults - 1, 5)), .seconds(30))
                tools.observer.faltered(adapter.name, error)
            }
            if isFinished { return }
            await rest(for: pause)
        }
    }

    /// Begins nothing more.
    func drain() {
        state.withLock { $0.schedule.drain() }
        bell.ring()
    }

    /// Asks calls under way to end.
    func cancel() {
        for task in state.withLock({ Array($0.tasks.values) }) { task.cancel() }
    }

    /// Waits for nothing any more.
    func abandon() {
        state.withLock { $0.isAbandoned = true }
        bell.ring()
    }

    /// Returns when all calls under way have ended.
    func settle() async {
        for task in state.withLock({ Array($0.tasks.values) }) { await task.value }
    }

    private var isFinished: Bool {
        state.withLock { $0.isAbandoned || $0.schedule.isDraining && $0.schedule.inFlight.isEmpty }
    }

    /// Waits for the bell, though not for long.
    private func rest(for pause: Duration) async {
        let alarm = Task { [bell, tools] in
            await tools.sleeper.wait(for: pause)
            // A cancelled alarm must not ring: the next rest would end at once, and so would every one after it.
            if !Task.isCancelled { bell.ring() }
        }
        await bell.wait()
        alarm.cancel()
    }

    /// An attempt has ended: there is room for another.
    func ended(_ asset: AssetID) {
        state.withLock { state in
            state.schedule.end(asset)
            state.tasks[asset] = nil
        }
        bell.ring()
    }
}
