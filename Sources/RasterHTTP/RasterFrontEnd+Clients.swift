import HTTPCore
import Raster

/// Who is at the other end, and whether they may be served in the clear.
extension RasterFrontEnd {
    /// The client's address: the socket's, or what trusted proxies say it is.
    func client(of request: HTTPRequest) -> String {
        guard isTrusted(request.peer) else { return request.peer }
        // The last address that no trusted proxy answers for: everything left of it can be made up.
        let chain = request.fields.all("X-Forwarded-For").flatMap { $0.split(separator: ",") }
            .map { String($0.drop { $0 == " " }.prefix { $0 != " " }) }
        return chain.last { !isTrusted($0) } ?? chain.first ?? request.peer
    }

    /// Refuses plain HTTP where CONTRACT 2 does; operational routes carry no keys and are always answered.
    func checkTransport(_ request: HTTPRequest, _ endpoint: Endpoint) throws(RasterError) {
        if case .open = endpoint { return }
        if settings.servesPlainHTTP || AddressRange.isLoopback(request.peer) { return }
        if isTrusted(request.peer), request.fields["X-Forwarded-Proto"]?.lowercased() == "https" { return }
        throw RasterError(.badUserInput, "Plain HTTP is not served here; use https.")
    }

    /// Whether `/metrics` is shown to whoever sent `request`.
    func showsMetrics(to request: HTTPRequest) -> Bool {
        if settings.exposesMetrics { return true }
        let isForwarded = ["X-Forwarded-For", "Forwarded", "Via"].contains { request.fields[$0] != nil }
        return settings.listensOnLoopback && AddressRange.isLoopback(request.peer)
            && settings.trustedProxies.isEmpty && !isForwarded
    }

    private func isTrusted(_ address: String) -> Bool {
        settings.trustedProxies.contains { $0.contains(address) }
    }
}

/// Cross-origin calls: `/cdn` for everyone, the API for configured origins, `/staging` for none (CONTRACT 1).
extension RasterFrontEnd {
    /// The answer to a browser's question before a call, or `nil` where it gets none.
    func preflight(_ request: HTTPRequest, _ segments: [String]) -> HTTPResponse? {
        guard request.fields["Origin"] != nil, request.fields["Access-Control-Request-Method"] != nil,
            allowedOrigin(request) != nil
        else { return nil }
        let methods = table.allowed(segments).map(\.rawValue)
        guard !methods.isEmpty else { return nil }
        return HTTPResponse(
            .noContent,
            fields: [
                "Access-Control-Allow-Methods": methods.joined(separator: ", "),
                "Access-Control-Allow-Headers":
                    "Authorization, Api-Version, Content-Type, Idempotency-Key, Range",
                "Access-Control-Max-Age": "600",
            ])
    }

    func addOrigin(to response: inout HTTPResponse, _ request: HTTPRequest) {
        if !settings.allowedOrigins.isEmpty && !isDelivery(request) {
            response.fields.append("Vary", "Origin")
        }
        guard let origin = allowedOrigin(request) else { return }
        response.fields["Access-Control-Allow-Origin"] = origin
        response.fields["Access-Control-Expose-Headers"] =
            "X-Request-Id, ETag, Retry-After, Content-Range, Accept-Ranges"
    }

    private func allowedOrigin(_ request: HTTPRequest) -> String? {
        if isDelivery(request) { return "*" }
        if isStaging(request) { return nil }
        guard let origin = request.fields["Origin"] else { return nil }
        return settings.allowedOrigins.contains(origin) ? origin : nil
    }

    func isDelivery(_ request: HTTPRequest) -> Bool { request.target.hasPrefix("/cdn/") }

    func isStaging(_ request: HTTPRequest) -> Bool { request.target.hasPrefix("/staging/") }
}
