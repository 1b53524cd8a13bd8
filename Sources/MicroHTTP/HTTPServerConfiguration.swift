/// Where an ``HTTPServer`` listens and how much it bears.
public struct HTTPServerConfiguration: Sendable {
    /// A literal address: `127.0.0.1`, `::1`, `0.0.0.0`, `::` (both families) or another one of the machine.
    public var host: String
    /// The port; 0 takes any free one.
    public var port: UInt16
    /// The number of threads that read and write sockets.
    public var threads: Int
    /// What a client may ask for and how slow it may be.
    public var limits: HTTPServerLimits

    /// A configuration; the defaults serve this machine only, on any free port.
    public init(
        host: String = "127.0.0.1", port: UInt16 = 0, threads: Int = 2, limits: HTTPServerLimits = .init()
    ) {
        self.host = host
        self.port = port
        self.threads = threads
        self.limits = limits
    }
}

/// How much and how slowly a client may ask before an ``HTTPServer`` turns it away.
public struct HTTPServerLimits: Sendable {
    /// Bytes of a request target.
    public var targetBytes = 8192
    /// Bytes of a head: request line, fields and the line ends between them.
    public var headBytes = 32_768
    /// Open connections; the requests of those beyond are refused as overloaded.
    public var connections = 1024
    /// Requests between the end of their head and the end of their answer; those beyond are refused.
    public var requestsInFlight = 512
    /// From the first byte of a head to its end, and from a new connection to the end of its first head.
    public var headTime: Duration = .seconds(10)
    /// Between the end of an answer and the next request.
    public var idleTime: Duration = .seconds(60)
    /// Bytes a second, in either direction, below which a client that we wait for is too slow.
    public var minimumBodyRate = 1024
    /// Over which time ``minimumBodyRate`` is measured.
    public var bodyRateWindow: Duration = .seconds(20)
    /// How long a handler may go without taking bytes, giving bytes or answering.
    public var handlerTime: Duration = .seconds(120)
    /// Bytes of a body that are swallowed, at ``minimumBodyRate`` or faster, so that a client which sends all before it reads gets its early answer.
    public var drainBytes = (1 << 30) + (64 << 20)
    /// Bytes of one body, in either direction, that wait in memory for the slower side.
    public var bufferBytes = 262_144

    /// The defaults.
    public init() {}
}

/// Why an ``HTTPServer`` did not start.
public enum HTTPServerError: Error, Equatable {
    /// `host` is not a literal address.
    case invalidAddress(String)
    /// The address cannot be listened on; the number is the `errno` of the call named first.
    case cannotListen(String, code: Int32)
    /// The library refused to start its threads.
    case cannotStart
    /// The system has no thread for it.
    case noThread
    /// The server runs already, or has been stopped.
    case alreadyStarted
}

extension HTTPServerLimits {
    /// The limits while there are `count` connections: where most places are taken, those who do nothing with
    /// theirs make room sooner.
    func tightened(for count: Int) -> HTTPServerLimits {
        guard count >= connections / 4 * 3 else { return self }
        var limits = self
        limits.idleTime = min(idleTime, .seconds(2))
        limits.headTime = min(headTime, .seconds(3))
        return limits
    }
}

/// Why the body of a request ended before its end.
public enum HTTPBodyError: Error, Equatable {
    /// The client closed the connection, or broke the framing, before the last byte it had promised.
    case clientVanished
    /// The client sent less than the minimum rate.
    case tooSlow
    /// The request was answered, timed out or cancelled, so nobody needs its body.
    case cancelled
}
