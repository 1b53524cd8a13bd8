import HTTPCore

/// One of the requests that a request with redirects comes to.
struct Hop {
    let request: HTTPRequest
    let address: WebAddress
    let deadline: Duration
    /// Whether only public addresses may be asked.
    let staysPublic: Bool
    /// Where the first request went.
    private let start: WebAddress.Origin
    /// How many redirects may still be followed.
    private let left: Int

    /// The first one.
    init(_ request: HTTPRequest, _ address: WebAddress, _ deadline: Duration) {
        self.init(
            request, address, deadline, staysPublic: false, start: address.origin,
            left: request.transfer.redirects)
    }

    private init(
        _ request: HTTPRequest, _ address: WebAddress, _ deadline: Duration, staysPublic: Bool,
        start: WebAddress.Origin, left: Int
    ) {
        self.request = request
        self.address = address
        self.deadline = deadline
        self.staysPublic = staysPublic
        self.start = start
        self.left = left
    }

    /// Fields that are meant for one origin only.
    private static let personal = ["Authorization", "Proxy-Authorization", "Cookie", "Host"]

    /// Where `response` leads; `nil` where it is the answer.
    ///
    /// Throws `.refused` where it leads to another scheme, or to a literal address that is private.
    func following(_ response: HTTPResponse, _ limits: CurlLimits) throws(HTTPTransportError) -> Hop? {
        guard left > 0, [301, 302, 303, 307, 308].contains(response.status.code),
            request.method == .get || request.method == .head, request.body == nil,
            let location = response.fields["Location"]
        else { return nil }
        guard let target = address.resolving(location), target.origin.scheme == address.origin.scheme else {
            throw .refused("a redirect leads to another scheme, or nowhere")
        }
        let isHome = target.origin == start
        let staysPublic = !isHome && !limits.allowsPrivateRedirects
        guard !staysPublic || PeerAddress(target.origin.host)?.isPrivate != true else {
            throw .refused("a redirect leads to a private address")
        }
        return Hop(
            stripped(for: target), target, deadline, staysPublic: staysPublic, start: start, left: left - 1)
    }

    /// The request without what a stranger must not see.
    private func stripped(for target: WebAddress) -> HTTPRequest {
        var request = request
        guard target.origin != address.origin else { return request }
        for name in Self.personal { request.fields[name] = nil }
        return request
    }
}
