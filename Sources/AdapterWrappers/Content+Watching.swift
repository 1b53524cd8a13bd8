import Bytes
import Raster

/// What is seen of a stream while it is read.
enum StreamEvent {
    /// This many bytes have come.
    case bytes(Int)
    /// They were all.
    case ended
    /// They end here, though they are not all.
    case failed(StorageError)
}

extension Content {
    /// The same content, whose stream, if it is one, tells what happens to it.
    ///
    /// A stream that nobody reads to its end tells nothing: it drops what `watch` holds.
    func watched(by watch: @escaping @Sendable (StreamEvent) -> Void) -> Content {
        guard case .stream(let stream) = self else { return self }
        return .stream(
            ByteStream(length: stream.length) {
                do {
                    let chunk = try await stream.next()
                    watch(chunk.map { .bytes($0.count) } ?? .ended)
                    return chunk
                } catch {
                    watch(.failed(StorageError(wrapping: error)))
                    throw error
                }
            })
    }
}
