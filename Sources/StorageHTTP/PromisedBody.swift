public import Bytes
public import Raster
import Synchronization

/// A body that is as long as it was promised to be, or breaks off before its last bytes are out.
///
/// So no store can take half a body, or one with a tail cut off, for a whole one. It also breaks off where the task
/// that sends it is cancelled.
public final class PromisedBody: Sendable {
    private let source: ByteStream
    private let size: Int
    private let state = Mutex(State())

    private struct State {
        var held: [UInt8]?
        var count = 0
        var failure: StorageError?
    }

    /// `source` as the body of a request whose length is `size`; it can be sent once.
    public init(_ source: ByteStream, size: Int) {
        self.source = source
        self.size = size
    }

    /// What is sent; each chunk goes out when the next one is there.
    public var stream: ByteStream { ByteStream(length: size) { try await self.next() } }
    /// Why it broke off, if it did; then it was not the store that failed.
    public var failure: StorageError? { state.withLock { $0.failure } }

    private func next() async throws(StorageError) -> [UInt8]? {
        do throws(StorageError) {
            while let chunk = try await pull() {
                let held = state.withLock { state in
                    defer { state.held = chunk }
                    return state.held
                }
                if let held { return held }
            }
            return state.withLock { $0.held.take() }
        } catch {
            state.withLock { $0.failure = error }
            throw error
        }
    }

    private func pull() async throws(StorageError) -> [UInt8]? {
        let chunk: [UInt8]?
        do { chunk = try await source.next() } catch { throw StorageError(wrapping: error) }
        guard !Task.isCancelled else { throw StorageError(.cancelled, "the caller went away", side: .client) }
        let count = state.withLock { state in
            state.count += chunk?.count ?? 0
            return state.count
        }
        guard chunk == nil ? count == size : count <= size else {
            throw StorageError(.invalid, "the content is not as long as it was said to be", side: .client)
        }
        return chunk
    }
}
