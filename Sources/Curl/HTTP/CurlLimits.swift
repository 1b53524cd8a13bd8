/// How long, how slow and how large the exchanges of a ``CurlHTTP`` may be.
public struct CurlLimits: Sendable {
    /// From the need of a connection until there is one, TLS included.
    public var connectTime: Duration = .seconds(10)
    /// From the call until the head of the answer is there, the request's body and the wait for a free connection included.
    ///
    /// `HTTPRequest.transfer.timeout` takes its place where a request has one.
    public var answerTime: Duration = .seconds(120)
    /// Fewer bytes than this in ``stallTime``, in both directions together, are a stall.
    public var stallBytes = 1
    /// How long an exchange may go without ``stallBytes``; the time in which this side holds it up does not count.
    ///
    /// It is looked at once in this time, so that a stall lasts between once and twice as long.
    public var stallTime: Duration = .seconds(60)
    /// Bytes of an answer's head, and of the trailers behind its body.
    public var headBytes = 65_536
    /// Bytes of one body, in either direction, that wait in memory for the slower side.
    public var bufferBytes = 262_144
    /// Whether a redirect may lead to an address of a private network or of this machine; to the host and port
    /// that the request went to it always may.
    public var allowsPrivateRedirects = false

    /// The defaults.
    public init() {}
}

/// How a ``CurlHTTP`` reaches its peer.
public struct CurlNetwork: Sendable {
    /// A file of certificates (PEM) that count instead of the system's; `nil` for those.
    public var caFile: String?
    /// The address of a proxy; `nil` for none, whatever the environment says.
    public var proxy: String?
    /// Whether HTTP/2 is offered where the peer is reached by TLS.
    public var offersHTTP2 = true

    /// The system's certificates, no proxy, HTTP/2 where there is TLS.
    public init(caFile: String? = nil, proxy: String? = nil, offersHTTP2: Bool = true) {
        self.caFile = caFile
        self.proxy = proxy
        self.offersHTTP2 = offersHTTP2
    }
}
