/// The order of work on the single writer: a pure state machine, whose shell holds a lock and runs the batches.
struct WriteQueue<Request> {
    /// What the caller of ``enqueue(_:)`` must do.
    enum Admission: Equatable {
        /// Start the writer: it stands still.
        case start
        /// Nothing: the running writer comes to it.
        case wait
        /// Refuse: too many wait already.
        case full
        /// Refuse: closed.
        case closed
    }

    /// How many may wait.
    let capacity: Int
    /// How many are committed together at most, so that no commit takes long.
    let batchLimit: Int
    /// Whether the writer is at work; it stops only when ``takeBatch()`` finds nothing.
    private(set) var isRunning = false
    private(set) var isClosed = false
    private var waiting: [Request] = []

    init(capacity: Int, batchLimit: Int) {
        self.capacity = capacity
        self.batchLimit = batchLimit
    }

    /// How many wait.
    var count: Int { waiting.count }

    /// Appends a request, if there is room.
    mutating func enqueue(_ request: Request) -> Admission {
        if isClosed { return .closed }
        if waiting.count >= capacity { return .full }
        waiting.append(request)
        if isRunning { return .wait }
        isRunning = true
        return .start
    }

    /// Everything that waits, up to the limit of a batch; `nil` stops the writer.
    mutating func takeBatch() -> [Request]? {
        guard !waiting.isEmpty else {
            isRunning = false
            return nil
        }
        let batch = Array(waiting.prefix(batchLimit))
        waiting.removeFirst(batch.count)
        return batch
    }

    /// Appends a last request, whatever waits already, and refuses what comes after it.
    mutating func close(with last: Request) -> Admission {
        if isClosed { return .closed }
        isClosed = true
        waiting.append(last)
        if isRunning { return .wait }
        isRunning = true
        return .start
    }
}
