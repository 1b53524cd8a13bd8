import Synchronization

/// What an ``HTTPServer`` does and has done, read without stopping it.
public struct HTTPServerStatistics: Sendable, Equatable {
    /// Open connections.
    public var connections = 0
    /// Connections since the start.
    public var connectionsTotal = 0
    /// Requests whose head is complete and whose answer is not.
    public var requestsInFlight = 0
    /// Requests since the start, refused ones too.
    public var requestsTotal = 0
    /// Requests answered by the server instead of the handler.
    public var refusedTotal = 0
    /// Connections cut for a time limit.
    public var timedOutTotal = 0
    /// Bytes of request bodies.
    public var bytesReceived = 0
    /// Bytes of response bodies that were sent to their end, and of streams as they went.
    public var bytesSent = 0
}

/// The counters behind ``HTTPServerStatistics``; each is exact, together they are not one moment's.
final class Counters: Sendable {
    let connections = Atomic(0)
    let connectionsTotal = Atomic(0)
    let requestsInFlight = Atomic(0)
    let requestsTotal = Atomic(0)
    let refusedTotal = Atomic(0)
    let timedOutTotal = Atomic(0)
    let bytesReceived = Atomic(0)
    let bytesSent = Atomic(0)

    var snapshot: HTTPServerStatistics {
        HTTPServerStatistics(
            connections: connections.load(ordering: .relaxed),
            connectionsTotal: connectionsTotal.load(ordering: .relaxed),
            requestsInFlight: requestsInFlight.load(ordering: .relaxed),
            requestsTotal: requestsTotal.load(ordering: .relaxed),
            refusedTotal: refusedTotal.load(ordering: .relaxed),
            timedOutTotal: timedOutTotal.load(ordering: .relaxed),
            bytesReceived: bytesReceived.load(ordering: .relaxed),
            bytesSent: bytesSent.load(ordering: .relaxed))
    }
}
