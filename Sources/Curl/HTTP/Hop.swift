import HTTPCore

/// One of the requests that a request with redirects comes to.
struct Hop {
    let request: HTTPRequest
    let address: String
    let deadline: Duration
    /// Whether only public addresses may be asked.
    let staysPublic: Bool
    /// Where this request goes, and where the first one went.
    private let origin, start: WebAddress.Origin
    /// How many redirects may still be followed.
    private let left: Int

    /// The first one, to `address` at `origin`.
    init(_ request: HTTPRequest, _ address: String, _ origin: WebAddress.Origin, _ deadline: Duration) {
        self.request = request
        self.address = address
        self.origin = origin
        self.deadline = deadline
        staysPublic = false
        start = origin
        left = request.transfer.redirects
    }

    /// The one to `target`, which comes after `hop`.
    private init(after hop: Hop, to target: WebAddress, staysPublic: Bool) {
        request = hop.stripped(for: target.origin)
        address = target.text
        origin = target.origin
        deadline = hop.deadline
        self.staysPublic = staysPublic
        start = hop.start
        left = hop.left - 1
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
        guard let target = WebAddress(address)?.resolving(location), target.origin.scheme == origin.scheme
        else {
            throw .refused("a redirect leads to another scheme, or nowhere")
        }
        let isHome = target.origin == start
        let staysPublic = !isHome && !limits.allowsPrivateRedirects
        guard !staysPublic || PeerAddress(target.origin.host)?.isPrivate != true else {
            throw .refused("a redirect leads to a private address")
        }
        return Hop(after: self, to: target, staysPublic: staysPublic)
    }

    /// The request without what a stranger must not see.
    private func stripped(for target: WebAddress.Origin) -> HTTPRequest {
        var request = request
        guard target != origin else { return request }
        for name in Self.personal { request.fields[name] = nil }
        return request
    }
}
