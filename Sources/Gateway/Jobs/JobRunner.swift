public import Raster
import Synchronization

/// Does the jobs of a catalog, in the process that owns it.
///
/// It takes up what waits, oldest first, a few at once and of one library and kind only one; a job is claimed in the
/// catalog before its work begins, and what became of it is written down until that has succeeded. What an earlier
/// process left half done is taken up again. Jobs of this process are noticed at once, those of others within a
/// second.
public final class JobRunner: Sendable {
    /// Bounds and pace.
    public struct Options: Sendable {
        /// Jobs at once, without those that mostly wait.
        public var limit = 2
        /// Jobs at once that mostly wait for others.
        public var waitingLimit = 64
        /// How often the catalog is asked for jobs that other processes have made.
        public var poll: Duration = .seconds(1)
        /// How often progress is kept, at most.
        public var progressInterval: Duration = .milliseconds(500)
        /// The only job that is taken up; `nil` for all.
        public var only: JobID?

        /// The defaults.
        public init() {}
    }

    struct State {
        var schedule: JobSchedule
        var runs: [JobID: Run] = [:]
        var lastSaved: Duration?
        /// Whether work that does not stop is waited for no longer.
        var isAbandoned = false
        var loop: Task<Void, Never>?
    }

    /// The work of one job.
    struct Run {
        let context: JobContext
        var task: Task<Void, Never>?
        var failure: (any Error)?
    }

    let gateway: Gateway
    let observer: any JobObserver
    let options: Options
    let works: [JobKind: any JobWork]
    let state: Mutex<State>
    private let sleeper: any Sleeper
    let executor: (any TaskExecutor)?

    /// A runner of the jobs that `works` can do; everything runs on `executor`, whose threads may wait.
    public init(
        _ gateway: Gateway, works: [JobKind: any JobWork], observer: any JobObserver, sleeper: any Sleeper,
        executor: (any TaskExecutor)? = nil, options: Options = Options()
    ) {
        self.gateway = gateway
        self.works = works
        self.observer = observer
        self.sleeper = sleeper
        self.executor = executor
        self.options = options
        state = Mutex(State(schedule: JobSchedule(limit: options.limit, waitingLimit: options.waitingLimit)))
    }

    /// Begins; once.
    public func start() {
        state.withLock { state in
            guard state.loop == nil else { return }
            state.loop = Task(executorPreference: executor) { await self.run() }
        }
    }

    /// Begins nothing more, asks what runs to stop, and returns when that has happened or `limit` is over.
    ///
    /// What was stopped waits again, with its progress. What did not stop in time is taken up by the next process.
    public func stop(within limit: Duration) async {
        let (runs, loop) = state.withLock { state in
            (state.schedule.drain().compactMap { state.runs[$0] }, state.loop)
        }
        for run in runs { run.cancel() }
        gateway.lookAtJobs()
        let alarm = Task { [sleeper] in
            await sleeper.wait(for: limit)
            if Task.isCancelled { return }
            state.withLock { $0.isAbandoned = true }
            gateway.lookAtJobs()
        }
        await loop?.value
        alarm.cancel()
    }

    private var isFinished: Bool {
        state.withLock { $0.isAbandoned || $0.schedule.isDraining && $0.schedule.count == 0 }
    }

    private func run() async {
        var failures = 0
        while !isFinished {
            do {
                try await round()
                failures = 0
            } catch {
                failures += 1
                observer.faltered(error)
            }
            if isFinished { return }
            await rest(after: failures)
        }
    }

    /// Waits for the bell, though not for long.
    private func rest(after failures: Int) async {
        let pause = pause(after: failures)
        let alarm = Task { [sleeper, gateway] in
            await sleeper.wait(for: pause)
            // A cancelled alarm must not ring: the next rest would end at once, and so would every one after it.
            if !Task.isCancelled { gateway.lookAtJobs() }
        }
        await gateway.jobBell.wait()
        alarm.cancel()
    }

    /// Short while progress comes in, long where the catalog fails again and again.
    func pause(after failures: Int) -> Duration {
        guard failures == 0 else { return min(.seconds(1 << min(failures - 1, 5)), .seconds(30)) }
        let isWorking = state.withLock { !$0.runs.isEmpty }
        return isWorking ? min(options.poll, options.progressInterval) : options.poll
    }
}

extension JobRunner.Run {
    /// Asks the work to stop, and cuts short what it waits for.
    func cancel() {
        context.cancel()
        task?.cancel()
    }
}
