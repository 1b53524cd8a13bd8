/// How a transport carries one request.
public struct TransferOptions: Sendable, Equatable {
    /// How many redirects are followed, of a GET or HEAD only; with 0 a redirect is an answer like any other.
    public var redirects = 0
    /// The most time until the head of the answer is there; `nil` for the transport's own limit.
    ///
    /// The request's body falls into it; the answer's body has no total limit, only that of a stall.
    public var timeout: Duration?

    /// What most requests want: no redirects, the transport's own limits.
    public init(redirects: Int = 0, timeout: Duration? = nil) {
        self.redirects = redirects
        self.timeout = timeout
    }
}
