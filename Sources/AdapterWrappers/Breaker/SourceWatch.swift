import Bytes
import Raster
import Synchronization

/// Sees whether a content that is being sent holds up, or breaks off itself.
final class SourceWatch: Sendable {
    private enum State { case idle, awaited, broken }

    private let state = Mutex(State.idle)

    /// Whether the last that was asked of the content has failed, or has not come yet.
    var isToBlame: Bool { state.withLock { $0 != .idle } }

    /// The same content; a file's bytes are there already, and are not watched.
    func watching(_ content: Content) -> Content {
        guard case .stream(let stream) = content else { return content }
        return .stream(
            ByteStream(length: stream.length) {
                self.state.withLock { $0 = .awaited }
                do {
                    let chunk = try await stream.next()
                    self.state.withLock { $0 = .idle }
                    return chunk
                } catch {
                    self.state.withLock { $0 = .broken }
                    throw error
                }
            })
    }
}
