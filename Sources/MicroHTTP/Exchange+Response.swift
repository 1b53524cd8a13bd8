import Bytes
import CMicroHTTPD
import Glibc
import HTTPCore
import Synchronization

/// The bytes of a streamed answer on their way from the handler to the socket.
struct Outbox {
    private var chunks: [[UInt8]] = []
    private var offset = 0
    /// How many bytes wait.
    private(set) var count = 0
    /// Whether there will be no more.
    var isEnded = false
    /// Whether the bytes so far are not all of them.
    var isFailed = false
    /// Whether the connection is to be reset rather than closed then.
    var isReset = false

    mutating func append(_ chunk: [UInt8]) {
        chunks.append(chunk)
        count += chunk.count
    }

    /// Moves bytes of the first chunk to `target`; returns how many.
    mutating func read(into target: UnsafeMutableRawBufferPointer) -> Int {
        guard let chunk = chunks.first else { return 0 }
        let size = min(target.count, chunk.count - offset)
        chunk.withUnsafeBytes { target.copyMemory(from: .init(rebasing: $0[offset..<offset + size])) }
        offset += size
        count -= size
        if offset == chunk.count {
            chunks.removeFirst()
            offset = 0
        }
        return size
    }
}

// The answer's side.
extension Exchange {
    /// Hands the answer to the library, on its thread.
    func queue() -> MHD_Result {
        let (response, isHead) = shared.withLock { ($0.response, $0.isHead) }
        guard let response, let native = ResponseBuilder(self, isHead: isHead).build(response) else {
            return .NO
        }
        defer { MHD_destroy_response(native) }
        connection.enter(.sending)
        return MHD_queue_response(handle.pointer, UInt32(response.status.code), native)
    }

    /// Copies bytes of a streamed answer to `target`, on the thread of the socket.
    func read(into target: UnsafeMutableRawBufferPointer) -> Int {
        let (count, writer, isAborted) = shared.withLock { shared in
            let count = next(&shared, into: target)
            return (
                count, shared.takeWriter(below: core.limits.bufferBytes / 2),
                (shared.isHTTP10 || shared.outbox.isReset) && shared.outbox.isFailed && count < 0
            )
        }
        if isAborted { connection.abort() }
        if count > 0 { core.counters.bytesSent.add(count, ordering: .relaxed) }
        writer?.resume()
        return count
    }

    private func next(_ shared: inout Shared, into target: UnsafeMutableRawBufferPointer) -> Int {
        if shared.state.isAbandoned { return ReaderCode.failed }
        let count = shared.outbox.read(into: target)
        if count > 0 { return count }
        if shared.outbox.isFailed { return ReaderCode.failed }
        if shared.outbox.isEnded { return ReaderCode.end }
        // Returning 0 without being suspended would make the library ask again at once, for ever.
        guard shared.state.starve() else { return ReaderCode.failed }
        suspend()
        return 0
    }

    /// Moves `stream` to the socket, as fast as that takes it.
    func pump(_ stream: ByteStream) async {
        do {
            while let chunk = try await stream.next() {
                guard await push(chunk) else { return }
            }
            end(isFailed: false)
        } catch {
            end(isFailed: true, isReset: error is HTTPReset)
        }
    }

    private func end(isFailed: Bool, isReset: Bool = false) {
        shared.withLock { shared in
            shared.outbox.isEnded = true
            shared.outbox.isReset = isReset
            shared.outbox.isFailed = isFailed
            if shared.state.feed() { resume(.sending) }
        }
    }

    /// Gives `chunk` to the socket and waits for room; false when nobody wants more.
    private func push(_ chunk: [UInt8]) async -> Bool {
        progress.add(1, ordering: .relaxed)
        let hasRoom = shared.withLock { shared in
            shared.outbox.append(chunk)
            if shared.state.feed() { resume(.sending) }
            return shared.outbox.count < core.limits.bufferBytes
        }
        if !hasRoom { await waitForRoom() }
        return shared.withLock { !$0.state.isClosed && !$0.state.isAbandoned }
    }

    private func waitForRoom() async {
        await withUnsafeContinuation { continuation in
            let hasRoom = shared.withLock { shared in
                if shared.outbox.count < core.limits.bufferBytes / 2 || shared.state.isClosed
                    || shared.state.isAbandoned
                {
                    return true
                }
                shared.writer = continuation
                return false
            }
            if hasRoom { continuation.resume() }
        }
    }
}

extension Exchange.Shared {
    fileprivate mutating func takeWriter(below limit: Int) -> UnsafeContinuation<Void, Never>? {
        guard outbox.count < limit else { return nil }
        defer { writer = nil }
        return writer
    }
}

/// What a content reader answers instead of a count (microhttpd.h, MHD_CONTENT_READER_*).
enum ReaderCode {
    static let end = -1
    static let failed = -2
}
