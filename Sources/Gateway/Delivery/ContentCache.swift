import Bytes
public import Raster
import Synchronization

/// Copies of assets whose store hands them out as streams: files in one folder, named by their SHA-256.
///
/// It never holds more than its bound, files in the making included; what was used longest ago goes first. A file is
/// verified before it gets its name, and stays whole for whoever has it open. Nothing that its disk does fails a
/// delivery. One process owns the folder. Its methods block on the disk.
public final class ContentCache: Sendable {
    /// What it does and has done.
    public let counters = DeliveryCounters()
    let executor: any TaskExecutor
    /// Gets what went wrong without failing a request.
    let report: @Sendable (StorageError) -> Void
    let fetches = FetchTable()
    private let folder: CacheFolder
    private let index: Mutex<CacheIndex>
    /// How the files looked when they were verified last.
    private let verified = Mutex<[SHA256Digest: FileStamp]>([:])

    /// A cache of at most `maximumBytes` in `folder`, with what an earlier one left there.
    ///
    /// Fetches run on `executor`, whose threads may block on a disk. Throws where the folder cannot be had.
    public convenience init(
        folder: String, maximumBytes: Int, executor: any TaskExecutor,
        report: @escaping @Sendable (StorageError) -> Void = { _ in }
    ) throws(StorageError) {
        try self.init(CacheFolder(folder), maximumBytes: maximumBytes, executor: executor, report: report)
    }

    /// A cache in `folder`, which may be one that breaks.
    init(
        _ folder: CacheFolder, maximumBytes: Int, executor: any TaskExecutor,
        report: @escaping @Sendable (StorageError) -> Void = { _ in }
    ) throws(StorageError) {
        self.folder = folder
        self.executor = executor
        self.report = report
        try folder.prepare()
        var index = CacheIndex(maximum: maximumBytes)
        for found in folder.sweep() {
            for gone in index.find(found.digest, found.size) { folder.remove(gone) }
        }
        counters.byteCount.store(index.bytes, ordering: .relaxed)
        counters.fileCount.store(index.count, ordering: .relaxed)
        self.index = Mutex(index)
    }

    /// Whether a file of `size` bytes could ever be kept.
    func fits(_ size: Int) -> Bool { size > 0 && size <= index.withLock { $0.maximum } }

    /// The bytes with `digest`, where they are kept and are `size` of them.
    func open(_ digest: SHA256Digest, size: Int) -> OpenFile? {
        guard let kept = change({ $0.use(digest) }) else { return nil }
        let known = verified.withLock { $0[digest] }
        guard kept == size, let (file, stamp) = folder.open(digest, size: size, verified: known) else {
            // Someone has been at the folder, or its disk is failing.
            if change({ $0.remove(digest) }) { forget(digest) }
            return nil
        }
        if stamp != known { verified.withLock { $0[digest] = stamp } }
        counters.hitCount.add(1, ordering: .relaxed)
        return file
    }

    private func forget(_ digest: SHA256Digest) {
        folder.remove(digest)
        verified.withLock { $0[digest] = nil }
    }

    /// A file to be filled with `size` bytes; `nil` where there is no room, or the disk does not do it.
    func draft(_ size: Int) -> CacheDraft? {
        guard let gone = change({ $0.reserve(size) }) else { return nil }
        counters.evictionCount.add(gone.count, ordering: .relaxed)
        for digest in gone { forget(digest) }
        guard let draft = folder.draft(size, { [self] in change { $0.release(size) } }) else {
            counters.failureCount.add(1, ordering: .relaxed)
            change { $0.release(size) }
            return nil
        }
        return draft
    }

    /// Keeps `draft`, whose bytes are whole and have `digest`; what is kept already stays.
    func keep(_ draft: CacheDraft, as digest: SHA256Digest) {
        guard draft.settle(folder.path(of: digest)) else {
            counters.failureCount.add(1, ordering: .relaxed)
            return change { $0.release(draft.size) }
        }
        change { _ = $0.keep(digest, draft.size) }
    }

    @discardableResult
    private func change<Value>(_ body: (inout CacheIndex) -> Value) -> Value {
        index.withLock { index in
            let value = body(&index)
            counters.byteCount.store(index.bytes, ordering: .relaxed)
            counters.fileCount.store(index.count, ordering: .relaxed)
            return value
        }
    }
}
