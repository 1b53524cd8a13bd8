import Synchronization

/// Figures about a catalog's work since it was opened, for metrics; each is read without waiting.
public final class CatalogCounters: Sendable {
    let batchCount = Atomic<Int>(0)
    let requestCount = Atomic<Int>(0)
    let failureCount = Atomic<Int>(0)
    let refusalCount = Atomic<Int>(0)
    let waitingCount = Atomic<Int>(0)
    let checkpointCount = Atomic<Int>(0)
    let checkpointTime = Atomic<Int>(0)
    let walPageCount = Atomic<Int>(0)
    let readCount = Atomic<Int>(0)
    let readerCount = Atomic<Int>(0)

    init() {}

    /// Transactions of the writer that were committed.
    public var batches: Int { batchCount.load(ordering: .relaxed) }
    /// Writes that were taken up.
    public var requests: Int { requestCount.load(ordering: .relaxed) }
    /// Writes that failed, be it by their own error or by the commit's.
    public var failures: Int { failureCount.load(ordering: .relaxed) }
    /// Writes that were refused because too many waited.
    public var refusals: Int { refusalCount.load(ordering: .relaxed) }
    /// Writes that wait now.
    public var waiting: Int { waitingCount.load(ordering: .relaxed) }
    /// Checkpoints done.
    public var checkpoints: Int { checkpointCount.load(ordering: .relaxed) }
    /// When the last checkpoint ended, in milliseconds after the catalog was opened; 0 before the first.
    public var lastCheckpoint: Int { checkpointTime.load(ordering: .relaxed) }
    /// Pages left in the write-ahead log.
    public var walPages: Int { walPageCount.load(ordering: .relaxed) }
    /// Read transactions begun.
    public var reads: Int { readCount.load(ordering: .relaxed) }
    /// Read connections open, in use or not.
    public var readers: Int { readerCount.load(ordering: .relaxed) }
}
