import Bytes
import CMicroHTTPD
import Glibc
import Synchronization

/// One client's socket, from its acceptance until the library closes it.
///
/// The reaper may look at the descriptor and shut it down only under the lock, which ``close()`` takes before
/// the library gives the descriptor back: its number may belong to someone else a moment later.
final class Connection: Sendable {
    private struct Shared {
        var descriptor: Int32
        var exchange: Exchange?
    }

    /// What the connection does, and in which of its requests: one word, written by the thread of the socket and
    /// read by the reaper.
    struct Activity: Equatable {
        enum Phase: UInt64 { case head, receiving, draining, handling, sending, idle }
        var phase: Phase
        var request: UInt64
    }

    /// Whether there were too many connections already when this one came.
    let isExcess: Bool
    /// The client's address, without port.
    let peer: String
    private let shared: Lock<Shared>
    private let word = Atomic<UInt64>(0)

    init(descriptor: Int32, peer: String, isExcess: Bool) {
        shared = Lock(Shared(descriptor: descriptor))
        self.peer = peer
        self.isExcess = isExcess
    }

    /// What it does now.
    var activity: Activity {
        let word = word.load(ordering: .relaxed)
        return Activity(phase: Activity.Phase(rawValue: word & 7) ?? .head, request: word >> 3)
    }

    /// Enters `phase` of the same request.
    func enter(_ phase: Activity.Phase) {
        word.store(word.load(ordering: .relaxed) & ~7 | phase.rawValue, ordering: .relaxed)
    }

    /// A request line has come.
    func begin(_ exchange: Exchange) {
        shared.withLock { $0.exchange = exchange }
        let request = (word.load(ordering: .relaxed) >> 3) + 1
        word.store(request << 3 | Activity.Phase.head.rawValue, ordering: .relaxed)
    }

    /// The request has been answered, or has failed.
    func end() {
        shared.withLock { $0.exchange = nil }
        enter(.idle)
    }

    /// The request under way.
    var exchange: Exchange? { shared.withLock { $0.exchange } }

    /// The library is about to close the descriptor.
    func close() { shared.withLock { $0.descriptor = -1 } }

    /// Ends the connection in both directions; the library then notices, unless it is suspended.
    func shutDown() {
        shared.withLock { if $0.descriptor >= 0 { shutdown($0.descriptor, Int32(SHUT_RDWR)) } }
    }

    /// Writes `bytes` past the library, which must have nothing to write itself; false unless all of them went.
    func write(_ bytes: [UInt8]) -> Bool {
        shared.withLock { shared in
            guard shared.descriptor >= 0 else { return false }
            let flags = Int32(MSG_DONTWAIT | MSG_NOSIGNAL)
            return send(shared.descriptor, bytes, bytes.count, flags) == bytes.count
        }
    }

    /// Bytes the client has sent and acknowledged since the connection began; `nil` once it is closed.
    var progress: (sent: UInt64, received: UInt64)? {
        shared.withLock { shared in
            var acknowledged: UInt64 = 0
            var received: UInt64 = 0
            guard shared.descriptor >= 0,
                gw_tcp_progress(shared.descriptor, &acknowledged, &received) == 0
            else { return nil }
            return (acknowledged, received)
        }
    }

    /// Whether the client has closed both directions; one that has only ended its own still reads.
    var isGone: Bool {
        shared.withLock { shared in
            guard shared.descriptor >= 0 else { return false }
            var entry = pollfd(fd: shared.descriptor, events: 0, revents: 0)
            return poll(&entry, 1, 0) > 0 && entry.revents & Int16(POLLHUP | POLLERR) != 0
        }
    }

    /// Whether the client has ended its direction and all it sent has been read.
    var hasEnded: Bool {
        shared.withLock { shared in
            var byte: UInt8 = 0
            let flags = Int32(MSG_PEEK | MSG_DONTWAIT)
            return shared.descriptor >= 0 && recv(shared.descriptor, &byte, 1, flags) == 0
        }
    }

    /// Makes the end of the connection a reset, for a message whose end only the connection's end would tell.
    func abort() {
        shared.withLock { if $0.descriptor >= 0 { gw_tcp_abort($0.descriptor) } }
    }
}
