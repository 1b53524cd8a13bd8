internal import Dispatch

/// Runs tasks one after the other on a queue of its own, where blocking calls hold up nobody else.
public final class ThreadExecutor: TaskExecutor {
    private let queue: DispatchQueue

    /// An executor whose queue debuggers show as `label`.
    public init(label: String) { queue = DispatchQueue(label: label) }

    /// Queues a job.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
