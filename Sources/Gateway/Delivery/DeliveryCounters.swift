import Synchronization

/// Figures about deliveries from stores whose content is a stream, for metrics; each is read without waiting.
public final class DeliveryCounters: Sendable {
    let hitCount = Atomic<Int>(0)
    let missCount = Atomic<Int>(0)
    let joinCount = Atomic<Int>(0)
    let passCount = Atomic<Int>(0)
    let evictionCount = Atomic<Int>(0)
    let mismatchCount = Atomic<Int>(0)
    let failureCount = Atomic<Int>(0)
    let byteCount = Atomic<Int>(0)
    let fileCount = Atomic<Int>(0)
    let hitByteCount = Atomic<Int>(0)
    let fetchedByteCount = Atomic<Int>(0)

    init() {}

    /// Deliveries from a file of the cache.
    public var hits: Int { hitCount.load(ordering: .relaxed) }
    /// Deliveries that began to fetch an asset for the cache.
    public var misses: Int { missCount.load(ordering: .relaxed) }
    /// Deliveries that joined such a fetch.
    public var joins: Int { joinCount.load(ordering: .relaxed) }
    /// Deliveries that went to the store past the cache: parts, and what is too large for it.
    public var passes: Int { passCount.load(ordering: .relaxed) }
    /// Files that had to go for others.
    public var evictions: Int { evictionCount.load(ordering: .relaxed) }
    /// Fetches whose bytes were not those that the catalog knows.
    public var mismatches: Int { mismatchCount.load(ordering: .relaxed) }
    /// Things that the cache's disk did not do; no delivery failed for them.
    public var failures: Int { failureCount.load(ordering: .relaxed) }
    /// Bytes that are kept now.
    public var bytes: Int { byteCount.load(ordering: .relaxed) }
    /// Files that are kept now.
    public var files: Int { fileCount.load(ordering: .relaxed) }
    /// Bytes of deliveries from files of the cache.
    public var hitBytes: Int { hitByteCount.load(ordering: .relaxed) }
    /// Bytes that were fetched for the cache.
    public var fetchedBytes: Int { fetchedByteCount.load(ordering: .relaxed) }
}
