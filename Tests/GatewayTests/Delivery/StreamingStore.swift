import Bytes
import Raster
import Synchronization
import TestSupport

/// A door that tasks wait at until it is opened.
final class Door: Sendable {
    private let state = Mutex<(isOpen: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))

    func open() {
        let waiting = state.withLock { state in
            defer { state = (true, []) }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func pass() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }
}

/// Waits until its task is cancelled, and says so.
func waitForCancellation() async throws {
    let door = Door()
    await withTaskCancellationHandler {
        await door.pass()
    } onCancel: {
        door.open()
    }
    throw CancellationError()
}

/// A store whose content is streams of chunks of ten bytes, and that notes what it was asked for.
final class StreamingStore: Adapter {
    struct Opening: Equatable {
        let id: NativeID
        let range: ByteRange?
    }

    private struct State {
        var openings: [Opening] = []
        var contents: [NativeID: [UInt8]] = [:]
        var failure: StorageError?
    }

    let name: AdapterName = "streams"
    let kind = "streams"
    let limits = AdapterLimits(maximumBytes: 1 << 20, pageSize: 10, concurrency: 8)
    let spoolFolder: String?
    /// Awaited before the first chunk of everything, and before the chunk at a position.
    let pace: @Sendable (_ position: Int) async throws -> Void
    private let state = Mutex(State())

    init(
        spoolFolder: String? = nil,
        pace: @escaping @Sendable (_ position: Int) async throws -> Void = { _ in }
    ) {
        self.spoolFolder = spoolFolder
        self.pace = pace
    }

    var openings: [Opening] { state.withLock { $0.openings } }

    func put(_ bytes: [UInt8], as id: NativeID) { state.withLock { $0.contents[id] = bytes } }

    /// Makes every opening fail.
    func fail(_ error: StorageError?) { state.withLock { $0.failure = error } }

    func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content {
        let (failure, found) = state.withLock { state in
            state.openings.append(Opening(id: id, range: range))
            return (state.failure, state.contents[id])
        }
        if let failure { throw failure }
        guard let bytes = found else { throw StorageError(.notFound, "no such asset") }
        let range = range ?? ByteRange(offset: 0, length: bytes.count)
        let position = Mutex(range.offset)
        return .stream(
            ByteStream(length: range.length) { [pace] in
                let start = position.withLock { $0 }
                guard start < range.end else { return nil }
                try await pace(start)
                let end = min(start + 10, range.end)
                position.withLock { $0 = end }
                return Array(bytes[start..<end])
            })
    }

    func stat(_ id: NativeID) async throws(StorageError) -> NativeAsset {
        throw StorageError(.unavailable, "not asked for anything but bytes")
    }

    func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        throw StorageError(.unsupported, "read only")
    }

    func delete(_ id: NativeID) async throws(StorageError) { throw StorageError(.unsupported, "read only") }
}
