import Bytes
import Glibc
import Synchronization

/// A bounded number of threads whose jobs may block on a disk.
///
/// Tasks that prefer this executor continue on its threads, so that a read of a slow disk holds up neither
/// the threads of the sockets nor Swift's own few. Threads but the first start when there is work for them, and stay.
public final class BlockingPool: TaskExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var next = 0
        var idle = 0
        var started = 0

        mutating func takeNext() -> UnownedJob? {
            guard next < jobs.count else { return nil }
            defer { advance() }
            return jobs[next]
        }

        private mutating func advance() {
            next += 1
            guard next == jobs.count || next > 1024 else { return }
            jobs.removeFirst(next)
            next = 0
        }
    }

    private let limit: Int
    private let startThread: @Sendable (@escaping @Sendable () -> Void) -> Bool
    private let state = Lock(State())
    private let work = Semaphore()

    /// A pool of at most `threads` threads, at least one.
    public convenience init(threads: Int = 32) {
        self.init(threads: threads) { Bytes.startThread($0) }
    }

    /// A pool whose threads are started by `startThread`, which says whether there is one.
    init(threads: Int, startThread: @escaping @Sendable (@escaping @Sendable () -> Void) -> Bool) {
        limit = max(threads, 1)
        self.startThread = startThread
        // The one that everything rests on: later ones are a matter of speed, and may fail to start.
        state.withLock { $0.started = 1 }
        precondition(startThread { [self] in run() }, "the system gives this process no thread")
    }

    /// Runs `job` on the next thread that is free.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let needsThread = state.withLock { state in
            state.jobs.append(job)
            guard state.idle < state.jobs.count - state.next, state.started < limit else { return false }
            state.started += 1
            return true
        }
        // Where the system has no more threads, those that there are do the work; the next job tries again.
        if needsThread, !startThread({ [self] in run() }) { state.withLock { $0.started -= 1 } }
        work.signal()
    }

    private func run() {
        while true {
            state.withLock { $0.idle += 1 }
            work.wait()
            let job = state.withLock { state -> UnownedJob? in
                state.idle -= 1
                return state.takeNext()
            }
            job?.runSynchronously(on: asUnownedTaskExecutor())
        }
    }
}
