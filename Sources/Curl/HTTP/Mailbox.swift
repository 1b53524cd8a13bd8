import HTTPCore

/// Bytes of a body between the side that has them and the side that wants them, no more than a limit and a chunk.
///
/// Nothing here waits: the side that libcurl runs pauses, the other one sleeps, and what is returned says when
/// either has to be woken.
struct Mailbox {
    /// What became of a chunk that was offered.
    enum Offer: Equatable {
        case stored
        /// There is no room: the same bytes have to be offered again.
        case full
        /// Nobody wants them any more.
        case closed
    }

    /// What there is to take.
    enum Taken: Equatable {
        case chunk([UInt8])
        case end
        case failed(HTTPTransportError)
        /// Nothing yet.
        case nothing
    }

    /// Where this many bytes wait, nothing is taken any more.
    let limit: Int
    private var queue = ChunkQueue()
    private var end: Taken?
    /// Whether the side that libcurl runs has paused its direction and waits to be resumed.
    private(set) var isPaused = false

    init(limit: Int) { self.limit = limit }

    /// How many bytes wait.
    var count: Int { queue.count }

    /// Whether the end is known, however much waits before it.
    var isEnded: Bool { end != nil }

    /// Whether a taker would get something, be it the end.
    var isReady: Bool { queue.count > 0 || end != nil }

    /// Whether who waits for room should go on: not for every byte that leaves.
    var hasRoom: Bool { queue.count <= limit / 2 || end != nil }

    /// Takes `chunk`, which is made only where it is taken.
    mutating func offer(_ chunk: @autoclosure () -> [UInt8]) -> Offer {
        if end != nil { return .closed }
        guard queue.count < limit else { return .full }
        queue.append(chunk())
        return .stored
    }

    mutating func take() -> Taken {
        if case .failed = end { return end ?? .nothing }
        return queue.next().map(Taken.chunk) ?? end ?? .nothing
    }

    /// Moves bytes to `target`; 0 where none wait, which ``outcome`` then explains.
    mutating func read(into target: UnsafeMutableRawBufferPointer) -> Int { queue.read(into: target) }

    /// The bytes so far are all.
    mutating func finish() { if end == nil { end = .end } }

    /// What waits is dropped, and nothing more comes.
    mutating func fail(_ error: HTTPTransportError) {
        guard end == nil || queue.count > 0 else { return }
        end = .failed(error)
        queue.removeAll()
    }

    /// How it ended; `nil` where it has not, or bytes wait before the end.
    var outcome: Taken? { queue.count > 0 ? nil : end }

    mutating func pause() { isPaused = true }

    /// Whether the paused side has to be resumed, which this notes as done.
    mutating func resumes(when isPossible: Bool) -> Bool {
        guard isPaused, isPossible else { return false }
        isPaused = false
        return true
    }
}
