public import Bytes
public import Raster
import Synchronization

extension Retrying {
    /// Opens, and takes the bytes up again where they break off.
    ///
    /// That rests on assets that never change, and on knowing how many bytes there are: what others may change is
    /// left as it comes, and so is a stream of unknown length.
    public func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content {
        let content = try await run(.open) { () async throws(StorageError) in
            try await base.open(id, range)
        }
        guard case .stream(let stream) = content, base.revising == nil else { return content }
        guard let length = range?.length ?? stream.length else { return content }
        let whole = ByteRange(offset: range?.offset ?? 0, length: length)
        let resumed = ResumedStream(self, id, whole, stream)
        return .stream(ByteStream(length: length) { try await resumed.next() })
    }
}

/// The bytes of an asset over any number of openings.
final class ResumedStream: Sendable {
    private struct State {
        var stream: ByteStream
        var received = 0
        var receivedBefore = 0
        var attempts: RetryState
    }

    private let retrying: Retrying
    private let id: NativeID
    private let range: ByteRange
    private let state: Mutex<State>

    init(_ retrying: Retrying, _ id: NativeID, _ range: ByteRange, _ stream: ByteStream) {
        self.retrying = retrying
        self.id = id
        self.range = range
        state = Mutex(State(stream: stream, attempts: retrying.begin(.always)))
    }

    /// The next bytes; the stream is pulled by one task, so that nothing changes between two locks.
    func next() async throws -> [UInt8]? {
        while true {
            do {
                let chunk = try await state.withLock { $0.stream }.next()
                if try take(chunk) { return chunk }
            } catch { try await resume(after: StorageError(wrapping: error)) }
        }
    }

    /// Counts a chunk; throws where the end comes too early.
    private func take(_ chunk: [UInt8]?) throws(StorageError) -> Bool {
        let received = state.withLock { state in
            state.received += chunk?.count ?? 0
            return state.received
        }
        guard received <= range.length else { throw malformed("the store sent too many bytes") }
        guard chunk == nil, received < range.length else { return true }
        throw malformed("the store ended the bytes too early", retry: .allowed)
    }

    private func malformed(_ message: String, retry: StorageError.Retry = .never) -> StorageError {
        StorageError(.malformed, message, retry: retry)
            .during(AdapterCall.open.rawValue, in: retrying.name)
    }

    /// Opens the rest, in as many attempts as there may be.
    private func resume(after error: StorageError) async throws(StorageError) {
        var failure = error
        while true {
            try await pause(after: failure)
            do throws(StorageError) {
                return try await reopen(rest)
            } catch { failure = error }
        }
    }

    /// Opens `rest`, which must be what comes: a store that passes over the range would repeat the beginning.
    private func reopen(_ rest: ByteRange) async throws(StorageError) {
        let content = try await retrying.base.open(id, rest)
        guard content.length == nil || content.length == rest.length else {
            throw malformed("the store sent another part than was asked for")
        }
        state.withLock { $0.stream = content.stream }
    }

    private var rest: ByteRange {
        let received = min(state.withLock { $0.received }, range.length)
        return ByteRange(offset: range.offset + received, length: range.length - received)
    }

    /// Waits for the next attempt, or throws, now and for whoever pulls again, where there is none.
    private func pause(after error: StorageError) async throws(StorageError) {
        let now = retrying.environment.clock.monotonic()
        let jitter = retrying.environment.random.unit()
        let isAll = rest.length == 0
        let (decision, attempts) = state.withLock { state in
            // The broken stream goes before the wait: it may hold a place that others wait for.
            state.stream = ByteStream { throw error }
            let hasProgress = state.received > state.receivedBefore
            state.receivedBefore = state.received
            let decision = state.attempts.brokeOff(
                error, withProgress: hasProgress, at: now, jitter: jitter)
            return (decision, state.attempts)
        }
        guard !isAll else { throw error }
        try await retrying.follow(decision, attempts, .open)
    }
}
