public import Bytes
import HTTPCore
import Raster
import Synchronization

extension ByteStream {
    /// The bytes of this stream from `range.offset` on, exactly `range.length` of them, or an error at the end.
    ///
    /// What comes before is dropped as it is pulled; what comes after is not pulled where the stream may be left
    /// there, else it is a `.malformed`. Errors of the stream are translated as those of an answer to a GET.
    public func measured(_ range: ByteRange, mayBeLeft: Bool = false) -> ByteStream {
        let cut = Mutex(StreamCut(range))
        return ByteStream(length: range.length) {
            while true {
                if mayBeLeft, cut.withLock({ $0.isComplete }) { return nil }
                guard let chunk = try await self.answered() else {
                    guard cut.withLock({ $0.isComplete }) else { throw StorageError.broken("fewer") }
                    return nil
                }
                guard let part = cut.withLock({ $0.take(chunk, mayBeLeft: mayBeLeft) }) else {
                    throw StorageError.broken("more")
                }
                if !part.isEmpty { return part }
            }
        }
    }

    /// The same bytes; errors are translated as those of an answer to a GET.
    public func translated() -> ByteStream {
        ByteStream(length: length) { try await answered() }
    }

    private func answered() async throws(StorageError) -> [UInt8]? {
        do { return try await next() } catch { throw StorageError(readingBody: error, method: .get) }
    }
}

extension StorageError {
    fileprivate static func broken(_ what: String) -> StorageError {
        StorageError(.malformed, "\(what) bytes came than the store promised", retry: .allowed)
    }
}

/// How far a cut through a stream has come.
struct StreamCut {
    private var skip: Int
    private var rest: Int

    init(_ range: ByteRange) {
        skip = range.offset
        rest = range.length
    }

    /// Whether all bytes of the cut have come.
    var isComplete: Bool { skip == 0 && rest == 0 }

    /// What of `chunk` lies inside; `nil` where something follows that may not.
    mutating func take(_ chunk: [UInt8], mayBeLeft: Bool) -> [UInt8]? {
        let dropped = min(skip, chunk.count)
        skip -= dropped
        let part = chunk.dropFirst(dropped)
        guard mayBeLeft || part.count <= rest else { return nil }
        let taken = part.prefix(rest)
        rest -= taken.count
        return Array(taken)
    }
}
