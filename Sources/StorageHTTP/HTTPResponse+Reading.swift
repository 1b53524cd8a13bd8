public import Bytes
public import HTTPCore
public import Raster

extension HTTPBody {
    /// The bytes as a stream; an empty one where there are none.
    public var stream: ByteStream {
        switch self {
        case .empty, .suppressed: ByteStream([])
        case .bytes(let bytes): ByteStream(bytes)
        case .file(let slice): ByteStream(slice)
        case .stream(let stream): stream
        }
    }
}

extension HTTPResponse {
    /// All bytes of the body, at most `limit`.
    ///
    /// Throws `.malformed` when there are more, or not as many as the answer promised; `effect` is what the request
    /// has left behind as far as its status tells.
    public func bytes(upTo limit: Int, method: HTTPMethod, effect: StorageError.Effect)
        async throws(StorageError) -> [UInt8]
    {
        let stream = body.stream
        if let length = stream.length, length > limit { throw .unreadable("too long", effect) }
        var bytes: [UInt8] = []
        while let chunk = try await stream.chunk(answering: method, effect) {
            guard bytes.count + chunk.count <= limit else { throw .unreadable("too long", effect) }
            bytes += chunk
        }
        guard stream.length ?? bytes.count == bytes.count else { throw .unreadable("cut short", effect) }
        return bytes
    }

    /// The JSON of an answer: its body, at most `limit` bytes, whatever media type it goes by.
    ///
    /// Throws `.malformed` for any other body; `effect` is what the request has left behind as far as its status
    /// tells. Escapes in strings that stand for no character are replaced.
    public func json(upTo limit: Int, method: HTTPMethod, effect: StorageError.Effect)
        async throws(StorageError) -> JSONValue
    {
        let bytes = try await bytes(upTo: limit, method: method, effect: effect)
        guard !bytes.isEmpty else { throw .unreadable("empty", effect) }
        return try JSONValue(answer: bytes, effect)
    }
}

extension JSONValue {
    /// The JSON that a store has answered with; what its strings hold is not the gateway's to refuse.
    public init(answer bytes: [UInt8], _ effect: StorageError.Effect) throws(StorageError) {
        do throws(JSONError) { self = try JSONValue(parsing: bytes, badEscapes: .replaced) } catch {
            throw .unreadable("not valid JSON", effect)
        }
    }
}

extension StorageError {
    /// An answer that is understood by its status alone: its body is `what`.
    ///
    /// Reading again is harmless, so that it may be tried; a change may be repeated only by whoever looks first.
    public static func unreadable(_ what: String, _ effect: Effect) -> StorageError {
        StorageError(.malformed, "the body of the answer is \(what)", retry: .allowed, effect: effect)
    }
}

extension ByteStream {
    /// The next chunk, its errors translated.
    fileprivate func chunk(answering method: HTTPMethod, _ effect: StorageError.Effect)
        async throws(StorageError) -> [UInt8]?
    {
        do { return try await next() } catch {
            let error = StorageError(readingBody: error, method: method)
            throw StorageError(
                error.kind, error.message, retry: error.retry, effect: effect, side: error.side)
        }
    }
}
