import Raster
import Synchronization

/// Runs one piece of work per key at a time, for all who asked before it began.
///
/// Whoever asks while one is under way gets the outcome of the next: a listing that began before the question may
/// have passed the place where the answer has appeared since.
final class SharedRuns<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    typealias Outcome = Result<Value, StorageError>
    typealias Work = @Sendable () async throws(StorageError) -> Value

    private struct State {
        var runs = RunState<Key>()
        var waiting: [Int: CheckedContinuation<Outcome, Never>] = [:]
        var works: [Key: Work] = [:]
    }

    private let state = Mutex(State())

    /// The outcome of a run of `work` that begins after this call; returns early where the task is cancelled.
    func value(of key: Key, _ work: @escaping Work) async throws(StorageError) -> Value {
        let waiter = state.withLock { $0.runs.newWaiter() }
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                join(key, waiter, continuation, work)
                if Task.isCancelled { leave(waiter) }
            }
        } onCancel: {
            leave(waiter)
        }
        return try outcome.get()
    }

    private func join(
        _ key: Key, _ waiter: Int, _ continuation: CheckedContinuation<Outcome, Never>, _ work: @escaping Work
    ) {
        let starts = state.withLock { state in
            state.waiting[waiter] = continuation
            state.works[key] = work
            return state.runs.join(key, waiter)
        }
        if starts { start(key, work) }
    }

    private func start(_ key: Key, _ work: @escaping Work) {
        Task {
            let outcome: Outcome
            do throws(StorageError) { outcome = .success(try await work()) } catch {
                outcome = .failure(error)
            }
            finish(key, outcome)
        }
    }

    private func finish(_ key: Key, _ outcome: Outcome) {
        let (served, next) = state.withLock { state in
            let ended = state.runs.finish(key)
            let served = ended.served.compactMap { state.waiting.removeValue(forKey: $0) }
            let next = ended.startsNext ? state.works[key] : nil
            if next == nil { state.works[key] = nil }
            return (served, next)
        }
        for continuation in served { continuation.resume(returning: outcome) }
        if let next { start(key, next) }
    }

    private func leave(_ waiter: Int) {
        let continuation = state.withLock { $0.waiting.removeValue(forKey: waiter) }
        continuation?.resume(
            returning: .failure(StorageError(.cancelled, "the caller went away", side: .client)))
    }
}

/// Who waits for which run: the decisions of ``SharedRuns``, without tasks or locks.
struct RunState<Key: Hashable> {
    private struct Line {
        var current: [Int]
        var next: [Int] = []
    }

    private var lines: [Key: Line] = [:]
    private var lastWaiter = 0

    /// A number for a waiter.
    mutating func newWaiter() -> Int {
        lastWaiter += 1
        return lastWaiter
    }

    /// `waiter` wants a run for `key`; whether one begins now.
    mutating func join(_ key: Key, _ waiter: Int) -> Bool {
        guard lines[key] == nil else {
            lines[key]?.next.append(waiter)
            return false
        }
        lines[key] = Line(current: [waiter])
        return true
    }

    /// The run for `key` is over: whom it serves, and whether another begins.
    mutating func finish(_ key: Key) -> (served: [Int], startsNext: Bool) {
        guard let line = lines.removeValue(forKey: key) else { return ([], false) }
        if !line.next.isEmpty { lines[key] = Line(current: line.next) }
        return (line.current, !line.next.isEmpty)
    }
}
