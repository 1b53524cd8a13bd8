import Bytes
import HTTPCore
import Synchronization

/// A body that ends before its end.
struct FakeTruncation: Error {}

extension HTTPResponse {
    /// No answer: the connection is reset.
    static var withheld: HTTPResponse {
        var response = HTTPResponse(500)
        response.isWithheld = true
        return response
    }

    /// The answer with `text` for a body, and a status that allows one.
    func replaced(_ contentType: String, _ text: String) -> HTTPResponse {
        var fields = fields
        fields["Content-Type"] = contentType
        let status = status.code == 204 || status.code == 304 ? .ok : status
        return HTTPResponse(status, fields: fields, body: .bytes(Array(text.utf8)))
    }

    /// The answer whose body stops after `count` bytes, half of it by default; then `end` throws.
    ///
    /// It stops before its last byte at the latest, and an answer without a body is withheld: the client always
    /// notices.
    func cut(after count: Int?, _ end: @escaping @Sendable () async throws -> Void) -> HTTPResponse {
        guard let stream = body.stream, stream.length != 0, status.code != 204 else { return .withheld }
        let most = stream.length.map { $0 - 1 } ?? .max
        let left = Mutex(min(count ?? (most / 2 + most % 2), most))
        var response = self
        response.body = .stream(
            ByteStream(length: stream.length) {
                let wanted = left.withLock { $0 }
                if wanted > 0, let chunk = try await stream.next() {
                    left.withLock { $0 -= min($0, chunk.count) }
                    return Array(chunk.prefix(wanted))
                }
                try await end()
                return nil
            })
        return response
    }

    /// The answer whose body comes in pieces of `size` bytes, with `pause` before each.
    func dripping(_ size: Int, _ pause: @escaping @Sendable () async -> Void) -> HTTPResponse {
        guard let stream = body.stream else { return self }
        let kept = Mutex<[UInt8]>([])
        var response = self
        response.body = .stream(
            ByteStream(length: stream.length) {
                await pause()
                if kept.withLock({ $0.isEmpty }) {
                    guard let chunk = try await stream.next() else { return nil }
                    kept.withLock { $0 = chunk }
                }
                return kept.withLock { kept in
                    defer { kept.removeFirst(min(size, kept.count)) }
                    return Array(kept.prefix(size))
                }
            })
        return response
    }

    /// The answer with the first byte and one in the middle of each piece of its body turned over.
    var corrupted: HTTPResponse {
        guard let stream = body.stream else { return self }
        var response = self
        response.body = .stream(
            ByteStream(length: stream.length) {
                guard var chunk = try await stream.next() else { return nil }
                chunk[0] ^= 0xFF
                chunk[chunk.count / 2] ^= 0x55
                return chunk
            })
        return response
    }
}

extension HTTPBody {
    /// The bytes, to be pulled; `nil` where there are none.
    fileprivate var stream: ByteStream? {
        switch self {
        case .empty, .suppressed: nil
        case .bytes(let bytes): ByteStream(bytes)
        case .file(let slice): ByteStream(slice)
        case .stream(let stream): stream
        }
    }
}

extension ByteStream {
    /// Reads `limit` bytes and throws them away, or as many as come.
    func drain(upTo limit: Int = .max) async {
        var rest = limit
        while rest > 0, let chunk = try? await next() { rest -= chunk.count }
    }
}
