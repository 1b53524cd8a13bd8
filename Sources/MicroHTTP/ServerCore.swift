import Bytes
import HTTPCore
import Synchronization

/// What the callbacks of one server share.
final class ServerCore: Sendable {
    /// Whether new requests are taken.
    enum Mode: UInt8, AtomicRepresentable {
        /// They are.
        case open
        /// They are refused; those under way go on.
        case draining
        /// Everything is cut; no connection may be suspended any more.
        case stopping
    }

    let handler: any HTTPHandler
    let executor: BlockingPool
    let limits: HTTPServerLimits
    let counters = Counters()
    let mode = Atomic(Mode.open)
    private let open = Lock<[ObjectIdentifier: Connection]>([:])

    init(handler: any HTTPHandler, executor: BlockingPool, limits: HTTPServerLimits) {
        self.handler = handler
        self.executor = executor
        self.limits = limits
    }

    /// The open connections, in no order.
    var connections: [Connection] { open.withLock { Array($0.values) } }

    /// A connection has come from `peer`.
    func accept(descriptor: Int32, peer: String) -> Connection {
        counters.connectionsTotal.add(1, ordering: .relaxed)
        let others = counters.connections.add(1, ordering: .relaxed).oldValue
        let connection = Connection(
            descriptor: descriptor, peer: peer, isExcess: others >= limits.connections)
        open.withLock { $0[ObjectIdentifier(connection)] = connection }
        return connection
    }

    /// A connection is about to be closed.
    func close(_ connection: Connection) {
        connection.close()
        open.withLock { $0[ObjectIdentifier(connection)] = nil }
        counters.connections.subtract(1, ordering: .relaxed)
    }

    /// Why a new request on `connection` is turned away, if it is.
    func refusal(on connection: Connection) -> HTTPRefusal? {
        guard mode.load(ordering: .sequentiallyConsistent) == .open else { return .draining }
        let inFlight = counters.requestsInFlight.load(ordering: .relaxed)
        return connection.isExcess || inFlight > limits.requestsInFlight ? .overloaded : nil
    }
}
