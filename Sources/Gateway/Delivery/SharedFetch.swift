import Bytes
import Crypto
import Raster
import Synchronization

/// One asset on its way from its store into the cache, and to everyone who asks for it meanwhile.
final class SharedFetch: Sendable {
    private typealias Waiter = CheckedContinuation<Void, Never>

    let asset: Asset
    let adapter: any Adapter
    private let cache: ContentCache
    private let draft: CacheDraft
    private let progress: Mutex<FetchProgress<CheckedContinuation<Void, Never>>>
    private let task = Mutex<Task<Void, Never>?>(nil)

    init(_ asset: Asset, _ adapter: any Adapter, _ cache: ContentCache, _ draft: CacheDraft) {
        self.asset = asset
        self.adapter = adapter
        self.cache = cache
        self.draft = draft
        progress = Mutex(FetchProgress(size: asset.size))
    }

    /// Adds a reader; `nil` where it is too late for one.
    func join() -> FetchReader? { progress.withLock { $0.join() } ? FetchReader(self) : nil }

    /// Takes a reader away; with the last one the fetch ends too.
    func leave() {
        guard progress.withLock({ $0.leave() }) else { return }
        task.withLock { $0 }?.cancel()
    }

    /// Begins; `learn` gets the digest of the bytes where the catalog knows none, and `ended` is called at the end.
    func start(
        learn: @escaping @Sendable (SHA256Digest) async -> Void, ended: @escaping @Sendable () -> Void
    ) {
        let task = Task(executorPreference: cache.executor) { [self] in
            do throws(StorageError) {
                if let digest = try await fetch() {
                    finish(.whole)
                    cache.keep(draft, as: digest)
                    if asset.digest == nil { await learn(digest) }
                } else {
                    finish(.detached)
                }
            } catch {
                // Before the first byte it is thrown to those who asked; after that they can only be cut off.
                let isUnseen = progress.withLock { $0.isOpen && !$0.isAbandoned }
                if isUnseen { cache.report(error) }
                finish(.failed(error))
            }
            ended()
        }
        self.task.withLock { $0 = task }
        if progress.withLock({ $0.isAbandoned }) { task.cancel() }
    }

    /// Fetches every byte, and their digest; `nil` where the readers have to see for themselves.
    private func fetch() async throws(StorageError) -> SHA256Digest? {
        guard case .stream(let stream) = try await adapter.open(asset.home.id, nil) else { return nil }
        guard stream.length == nil || stream.length == asset.size else { throw wrong("length") }
        wake(progress.withLock { $0.open() })
        do {
            let hash = try SHA256()
            var position = 0
            while let chunk = try await stream.next() {
                try Task.checkCancellation()
                guard position + chunk.count <= asset.size else { throw wrong("length") }
                guard draft.write(chunk, at: position) else {
                    cache.counters.failureCount.add(1, ordering: .relaxed)
                    return nil
                }
                try hash.update(chunk)
                position += chunk.count
                cache.counters.fetchedByteCount.add(chunk.count, ordering: .relaxed)
                wake(progress.withLock { $0.advance(by: chunk.count) })
            }
            guard position == asset.size else { throw wrong("length") }
            return try verified(hash.finish())
        } catch { throw StorageError(wrapping: error).during("open", in: asset.home.adapter) }
    }

    private func verified(_ digest: SHA256Digest) throws(StorageError) -> SHA256Digest {
        guard let known = asset.digest, known != digest else { return digest }
        cache.counters.mismatchCount.add(1, ordering: .relaxed)
        throw wrong("digest")
    }

    private func wrong(_ what: String) -> StorageError {
        StorageError(.malformed, "the store's bytes have another \(what) than the catalog knows")
            .during("open", in: asset.home.adapter).with("id", asset.id)
    }

    private func finish(_ end: FetchProgress<Waiter>.End) { wake(progress.withLock { $0.finish(end) }) }

    private func wake(_ waiters: [Waiter]) {
        for waiter in waiters { waiter.resume() }
    }
}

// What readers ask.
extension SharedFetch {
    /// Returns when the store has begun to answer, or has refused to; false where the reader is on its own.
    func opened() async throws(StorageError) -> Bool {
        while true {
            let (isOpen, end) = progress.withLock { ($0.isOpen, $0.end) }
            switch end {
            case .failed(let error): throw error
            case .detached where !isOpen: return false
            case .whole, .detached: return true
            case nil where isOpen: return true
            case nil: await change { !$0.isOpen && $0.end == nil }
            }
            guard !Task.isCancelled else {
                throw StorageError(.cancelled, "the caller went away", side: .client)
            }
        }
    }

    /// What there is behind `position`.
    func find(behind position: Int) async -> FetchProgress<CheckedContinuation<Void, Never>>.Finding {
        while true {
            let finding = progress.withLock { $0.find(behind: position) }
            guard case .nothing = finding, !Task.isCancelled else { return finding }
            await change { progress in
                if case .nothing = progress.find(behind: position) { true } else { false }
            }
        }
    }

    /// A part of the file, where it is there already, for someone who does not follow the rest.
    func slice(_ range: ByteRange) -> FileSlice? {
        guard range.end <= progress.withLock({ $0.available }) else { return nil }
        // Of its own, since whoever sends a file takes the descriptor over.
        return draft.file.duplicate().map { FileSlice($0, range) }
    }

    /// Up to `count` bytes from `position`, which are there.
    func read(at position: Int, count: Int) -> [UInt8]? {
        FileSlice(draft.file, ByteRange(offset: 0, length: asset.size)).read(at: position, count: count)
    }

    /// Waits for the next change, if `isNeeded` says so still; a cancelled task does not wait.
    private func change(_ isNeeded: (FetchProgress<CheckedContinuation<Void, Never>>) -> Bool) async {
        // A cancellation wakes all, who then look again.
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let waits = progress.withLock { progress in
                    guard isNeeded(progress), !Task.isCancelled else { return false }
                    progress.wait(continuation)
                    return true
                }
                if !waits { continuation.resume() }
            }
        } onCancel: {
            wake(progress.withLock { $0.advance(by: 0) })
        }
    }
}
