import Synchronization

/// A body that was longer than the reader allowed.
public struct ByteLimitExceeded: Error, Equatable {
    /// The number of bytes that were allowed.
    public let limit: Int
}

extension ByteStream {
    /// A stream that hands out `bytes` in pieces of at most `chunkSize`.
    public init(_ bytes: some Sequence<UInt8>, chunkSize: Int = 65_536) {
        let bytes = Array(bytes)
        let position = Mutex(0)
        self.init(length: bytes.count) {
            position.withLock { position in
                guard position < bytes.count else { return nil }
                let end = min(position + chunkSize, bytes.count)
                defer { position = end }
                return Array(bytes[position..<end])
            }
        }
    }

    /// All bytes at once; throws ``ByteLimitExceeded`` as soon as there are more than `limit`.
    public func collect(upTo limit: Int) async throws -> [UInt8] {
        if let length, length > limit { throw ByteLimitExceeded(limit: limit) }
        var all: [UInt8] = []
        while let chunk = try await next() {
            guard all.count + chunk.count <= limit else { throw ByteLimitExceeded(limit: limit) }
            all += chunk
        }
        return all
    }
}
