import Gateway
import HTTPCore
import Raster

/// `GET /claim/:token`: what the link is about, and a button.
///
/// It changes nothing: mail programs look at links too.
@Sendable func showClaim(_ front: RasterFrontEnd, _ context: RequestContext) async throws -> HTTPResponse {
    let gateway = front.gateway
    let view = try await gateway.catalog.read { try await gateway.claim(context.path["token"], $0) }
    context.trace.note(view?.claim)
    return ClaimPage(view, gateway.settings).response
}

/// `POST /claim/:token`: the button.
@Sendable func confirmClaim(_ front: RasterFrontEnd, _ context: RequestContext) async throws -> HTTPResponse {
    // Nothing in the body matters, but that it came whole: whoever broke off may not have meant it.
    _ = try await context.body()
    let gateway = front.gateway
    let token = context.path["token"]
    let view = try await gateway.catalog.write { try await gateway.confirmClaim(token, $0) }
    context.trace.note(view?.claim)
    return ClaimPage(confirmed: view, gateway.settings).response
}

extension RequestTrace {
    /// Notes which organization a claim link is about.
    fileprivate func note(_ claim: Claim?) {
        if case .open(let organization)? = claim { note(organization: organization) }
    }
}

extension RasterFrontEnd {
    /// What a client is told of `refusal`, in the form that its request is answered in.
    func response(to refusal: RasterError, _ request: HTTPRequest) -> HTTPResponse {
        isPage(request) ? ClaimPage.response(to: refusal, refusal.response) : refusal.response
    }

    /// Whether people look at the answer rather than programs.
    func isPage(_ request: HTTPRequest) -> Bool { request.target.hasPrefix("/claim/") }
}
