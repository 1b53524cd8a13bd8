import Raster
import SQLite
import Synchronization

/// The single writer: takes all that waits, gives each request a savepoint, commits once, then answers.
///
/// Everything runs in one task on an executor of its own, so neither SQLite nor a body blocks other threads.
final class GroupCommit: Sendable {
    /// Something to be done by the writer.
    enum Request: Sendable {
        /// Runs a body; `run` returns what tells its caller of success, to be called after the commit.
        case write(run: Run, fail: @Sendable (any Error) -> Void)
        /// Empties the write-ahead log, then calls `done`.
        case checkpoint(Connection.CheckpointMode, done: @Sendable () -> Void)
    }

    typealias Run = @Sendable (CatalogSession) async throws -> @Sendable () -> Void

    let connection: Connection
    /// The connection's file, looked at before anything is acknowledged.
    let file: DatabaseFile
    let executor: ThreadExecutor
    let counters: CatalogCounters
    let options: SQLiteCatalog.Options
    let queue: Mutex<WriteQueue<Request>>
    /// Whether a checkpoint of an idle catalog is on its way.
    let isResting = Atomic<Bool>(false)
    let opened = ContinuousClock.now

    init(
        _ connection: Connection, to file: DatabaseFile, on executor: ThreadExecutor,
        _ options: SQLiteCatalog.Options, counters: CatalogCounters
    ) {
        self.connection = connection
        self.file = file
        self.executor = executor
        self.counters = counters
        self.options = options
        queue = Mutex(WriteQueue(capacity: options.writeQueueLimit, batchLimit: options.batchLimit))
    }

    /// Runs `body` in a transaction and returns when it is durable.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any CatalogWriter) async throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Value, any Error>) in
            let run: Run = { session in
                let value = try await body(session)
                return { continuation.resume(returning: value) }
            }
            submit(.write(run: run) { continuation.resume(throwing: $0) })
        }
    }

    /// Empties the write-ahead log after what waits already.
    func checkpoint(_ mode: Connection.CheckpointMode) async {
        await withCheckedContinuation { continuation in
            submit(.checkpoint(mode) { continuation.resume() })
        }
    }

    /// Refuses new writes, finishes those that wait, and empties the log.
    func close() async {
        await withCheckedContinuation { continuation in
            submit(.checkpoint(.truncate) { continuation.resume() }) { $0.close(with: $1) }
        }
    }

    func submit(_ request: Request) { submit(request) { $0.enqueue($1) } }

    private func submit(
        _ request: Request,
        _ admit: (inout WriteQueue<Request>, Request) -> WriteQueue<Request>.Admission
    ) {
        let admission = queue.withLock { queue in
            defer { counters.waitingCount.store(queue.count, ordering: .relaxed) }
            return admit(&queue, request)
        }
        switch admission {
        case .wait: break
        case .start: Task(executorPreference: executor) { await self.drain() }
        case .full: refuse(request, Self.tooMany)
        case .closed: refuse(request, Self.closed)
        }
    }

    private func refuse(_ request: Request, _ error: StorageError) {
        counters.refusalCount.add(1, ordering: .relaxed)
        switch request {
        case .write(_, let fail): fail(error)
        case .checkpoint(_, let done): done()
        }
    }

    private func drain() async {
        while let batch = takeBatch() { await commit(batch) }
        rest()
    }

    private func takeBatch() -> [Request]? {
        queue.withLock { queue in
            let batch = queue.takeBatch()
            counters.waitingCount.store(queue.count, ordering: .relaxed)
            return batch
        }
    }

    private static let closed = StorageError(.unavailable, "the catalog is closed", side: .gateway)
    private static let tooMany = StorageError(
        .unavailable, "too many writes wait for the catalog", retry: .after(.seconds(1)), side: .gateway)
}
