public import Raster
import Synchronization

/// Does jobs of one kind.
public protocol JobWork: Sendable {
    /// Does `job`; returning means that all of it is done.
    ///
    /// It may have been begun before, by this process or another: what was done then is done no second time, or
    /// does no harm. Where `context` says that it is cancelled, it throws `CancellationError` as soon as it can.
    /// It waits for disks and networks on threads that may wait.
    func run(_ job: Job, _ context: JobContext) async throws
}

/// What a job's work speaks to the runner through.
public final class JobContext: Sendable {
    private struct State {
        var progress: JobProgress
        var isNews = false
        var isCancelled = false
    }

    private let state: Mutex<State>

    /// The context of work that has come as far as `progress`.
    public init(_ progress: JobProgress = JobProgress()) { state = Mutex(State(progress: progress)) }

    /// Tells how far the work has come.
    ///
    /// Never waits: it is kept about twice a second, and when the work ends.
    public func report(_ progress: JobProgress) {
        state.withLock { state in
            state.isNews = state.isNews || state.progress != progress
            state.progress = progress
        }
    }

    /// How far the work has come.
    public var progress: JobProgress { state.withLock { $0.progress } }

    /// Whether the work should stop: somebody cancelled it, or the process stops.
    public var isCancelled: Bool { state.withLock { $0.isCancelled } }

    /// Throws `CancellationError` where the work should stop.
    public func checkCancellation() throws {
        if isCancelled { throw CancellationError() }
    }

    /// Asks the work to stop.
    func cancel() { state.withLock { $0.isCancelled = true } }

    /// What was reported since it was last asked for, if anything.
    func takeNews() -> JobProgress? {
        state.withLock { state in
            defer { state.isNews = false }
            return state.isNews ? state.progress : nil
        }
    }
}

/// Hears what becomes of jobs, for the log and the metrics.
public protocol JobObserver: Sendable {
    /// `job` began, ended, or waits again; `failure` is what its work threw, for the log only.
    func changed(_ job: Job, _ failure: (any Error)?)
    /// How many jobs wait and run.
    func counted(waiting: Int, running: Int)
    /// The runner could not do its own part, and tries again.
    func faltered(_ failure: any Error)
}
