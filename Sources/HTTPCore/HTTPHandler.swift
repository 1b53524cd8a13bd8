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
    /// The connection broke after the request was under way; its effect is unknown.
    case interrupted(String)
    /// A time limit passed.
    case timedOut
    /// The caller went away.
    case cancelled
}

/// Hands requests straight to a handler: a system without a socket.
public struct LoopbackTransport: HTTPTransport {
    private let handler: any HTTPHandler

    /// A transport whose other end is `handler`.
    public init(to handler: some HTTPHandler) { self.handler = handler }

    /// The handler's answer, one that it remembers where it does, without the body where the request is a HEAD.
    public func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
        var request = request
        request.image = RequestImage(of: request)
        let known = request.image.flatMap { handler.recall($0) }
        var response = if let known { known } else { await handler.respond(to: request) }
        if request.method == .head, let length = response.body.length {
            response.body = .suppressed(length: length)
        }
        return response
    }
}
