import Bytes
public import HTTPCore

/// Sends requests over libcurl: HTTP/1.1, and HTTP/2 where a TLS peer wants it.
///
/// Bodies stream in both directions, and no more than a bounded part of one waits in memory. An answer arrives when
/// its head does; who drops its body unread, or cancels the task that pulls it, ends the exchange. A GET or HEAD is
/// repeated by libcurl where a connection that had been idle turns out dead; nothing else ever is sent twice.
public struct CurlHTTP: HTTPTransport {
    private let engine: CurlEngine
    private let base: WebAddress?
    private let limits: CurlLimits
    private let network: CurlNetwork

    /// A transport to `base`, an address such as `https://api.example.com/prefix`, whose path goes before every target.
    ///
    /// With any other kind of `base` every request is refused.
    public init(
        _ engine: CurlEngine, base: String, limits: CurlLimits = .init(), network: CurlNetwork = .init()
    ) {
        self.engine = engine
        self.limits = limits
        self.network = network
        let text = base.hasSuffix("/") ? String(base.dropLast()) : base
        self.base = WebAddress(text).flatMap { $0.hasQuery ? nil : $0 }
    }

    /// The answer to `request`; redirects are answers too, unless the request's options say to follow them.
    public func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
        guard let base else { throw .refused("the base is no address of http or https") }
        try OutgoingRequest.check(target: request.target)
        let prefix = base.text.hasSuffix("/") ? String(base.text.dropLast()) : base.text
        guard let address = WebAddress(prefix + request.target), address.origin == base.origin else {
            throw .refused("the target is not of the form /path?query")
        }
        let deadline = engine.now() + (request.transfer.timeout ?? limits.answerTime)
        var hop = Hop(request, address, deadline)
        while true {
            let response = try await engine.exchange(try outgoing(hop))
            guard let next = try hop.following(response, limits) else { return response }
            await Self.drain(response)
            hop = next
        }
    }

    private func outgoing(_ hop: Hop) throws(HTTPTransportError) -> OutgoingRequest {
        OutgoingRequest(
            method: hop.request.method, address: hop.address.text,
            lines: try OutgoingRequest.lines(hop.request), body: hop.request.body, limits: limits,
            network: network, deadline: hop.deadline,
            // What a proxy connects to is for the proxy to know.
            staysPublic: hop.staysPublic && network.proxy == nil)
    }

    /// Reads a short body to its end, so that the connection can be used again.
    private static func drain(_ response: HTTPResponse) async {
        guard case .stream(let body) = response.body, body.length ?? 0 <= 65_536 else { return }
        _ = try? await body.collect(upTo: 65_536)
    }
}
