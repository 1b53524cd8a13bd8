/// Answers requests: the front end is one of these, and so is every fake.
public protocol HTTPHandler: Sendable {
    /// The answer to `request`. There always is one, so this does not throw.
    func respond(to request: HTTPRequest) async -> HTTPResponse

    /// The answer to a request with this image, where one is known that still holds; `nil` where the handler must
    /// be asked. It must not wait for anything.
    func recall(_ image: RequestImage) -> HTTPResponse?

    /// The answer to a request that the server refuses before any handler sees it.
    func refuse(_ refusal: HTTPRefusal, _ request: HTTPRequest?) -> HTTPResponse
}

extension HTTPHandler {
    /// Nothing, for handlers that remember nothing.
    public func recall(_ image: RequestImage) -> HTTPResponse? { nil }

    /// A plain status without a body, for handlers that have no form of their own.
    public func refuse(_ refusal: HTTPRefusal, _ request: HTTPRequest?) -> HTTPResponse {
        switch refusal {
        case .malformed: HTTPResponse(400, closesConnection: true)
        case .overloaded, .draining:
            HTTPResponse(503, fields: ["Retry-After": "1"], closesConnection: true)
        case .timedOut: HTTPResponse(503, fields: ["Retry-After": "1"])
        }
    }
}

/// Sends requests: adapters speak to their systems through one of these.
public protocol HTTPTransport: Sendable {
    /// The answer to `request`; an answer, whatever its status, is not an error.
    func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse
}

/// Why a request got no answer.
public enum HTTPTransportError: Error, Equatable {
    /// No connection came about; nothing was sent.
    case unreachable(String)
    /// The other side could not prove who it is; nothing was sent.
    case untrusted(String)
    /// The transport itself will not do this, such as following a redirect to another scheme; nothing more was sent.
    case refused(String)
    /// The connection broke after the request was under way; its effect is unknown.
    case interrupted(String)
    /// What came back is no HTTP; the effect of the request is unknown.
    case malformed(String)
    /// A time limit passed after the request was under way; its effect is unknown.
    case timedOut
    /// The caller went away.
    case cancelled
}

/// Hands requests straight to a handler: a system without a socket.
public struct LoopbackTransport: HTTPTransport {
    private let handler: any HTTPHandler
    private let prefix: String

    /// A transport whose other end is `handler`; `prefix` goes before every target, as the path of a base
    /// address would.
    public init(to handler: some HTTPHandler, prefix: String = "") {
        self.handler = handler
        self.prefix = prefix
    }

    /// The handler's answer, one that it remembers where it does, without the body where the request is a HEAD.
    public func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
        var request = request
        request.target = prefix + request.target
        request.image = RequestImage(of: request)
        let known = request.image.flatMap { handler.recall($0) }
        var response = if let known { known } else { await handler.respond(to: request) }
        guard !response.isWithheld else { throw .interrupted("the other side hung up without an answer") }
        if request.method == .head, let length = response.body.length {
            response.body = .suppressed(length: length)
        }
        return response
    }
}
