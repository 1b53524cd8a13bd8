public import Gateway
public import HTTPCore
import Raster
public import Telemetry

/// Raster's HTTP surface: every route of CONTRACT 1 and 3 over a ``Gateway``.
///
/// Whatever happens, the answer is in Raster's form, carries `Vary: Api-Version` and `X-Request-Id`, and is
/// logged with one line and counted.
public struct RasterFrontEnd: HTTPHandler {
    /// The only version of the API that is served.
    public static let apiVersion = "2026-05-20"

    let gateway: Gateway
    let settings: FrontEndSettings
    let operations: Operations
    let observer: RequestObserver
    private let recent = RecentAnswers()
    let table: RouteTable<Endpoint>

    /// A front end over `gateway`; requests are logged to `log` and counted in `metrics`.
    public init(
        _ gateway: Gateway, _ settings: FrontEndSettings, operations: Operations, log: any LogSink,
        metrics: MetricsRegistry
    ) {
        self.init(gateway, settings, operations, RequestObserver(gateway, log, metrics))
    }

    private init(
        _ gateway: Gateway, _ settings: FrontEndSettings, _ operations: Operations,
        _ observer: RequestObserver
    ) {
        self.gateway = gateway
        self.settings = settings
        self.operations = operations
        self.observer = observer
        table =
            switch settings.staging {
            case .included: .withStaging
            case .excluded: .raster
            case .only: .staging
            }
    }

    /// What a listener of its own answers to stores that fetch bytes, logged and counted with everything else.
    public var stagingOnly: RasterFrontEnd {
        var settings = settings
        settings.staging = .only
        return RasterFrontEnd(gateway, settings, operations, observer)
    }

    /// The answer to `request`.
    public func respond(to request: HTTPRequest) async -> HTTPResponse {
        // Before anything is read: what is read now holds at least as long as this stamp.
        let stamp = request.image == nil ? nil : gateway.catalog.stamp()
        let observation = observer.begin()
        var response = await answer(request, observation.trace)
        decorate(&response, request)
        let subject = RequestSubject(request, observation.trace)
        if let stamp { remember(response, to: request, subject, observation.trace, at: stamp) }
        observer.end(observation, subject, &response)
        return response
    }

    /// The answer to an earlier request with this image, where the catalog has not changed since.
    public func recall(_ image: RequestImage) -> HTTPResponse? {
        guard let stamp = gateway.catalog.stamp(),
            let known = recent.answer(to: image, at: stamp, gateway.clock.now())
        else { return nil }
        var response = known.response
        observer.end(observer.begin(), known.subject, &response, known.figures)
        return response
    }

    private func remember(
        _ response: HTTPResponse, to request: HTTPRequest, _ subject: RequestSubject, _ trace: RequestTrace,
        at stamp: CatalogStamp
    ) {
        guard trace.isOfCatalog, let image = request.image, [.ok, .notModified].contains(response.status)
        else { return }
        let known = RecentAnswers.Known(
            response: response, subject: subject, figures: observer.figures(subject, response.status),
            expires: trace.organization?.expires)
        recent.keep(known, for: image, at: stamp)
    }

    /// The answer to a request that the server itself refuses, in the same form.
    public func refuse(_ refusal: HTTPRefusal, _ request: HTTPRequest?) -> HTTPResponse {
        let request = request ?? HTTPRequest(.get, "/")
        let observation = observer.begin()
        var response = answer(refusal, request)
        decorate(&response, request)
        observer.end(observation, RequestSubject(request, observation.trace), &response)
        return response
    }

    /// A busy server is alive: a probe that heard otherwise would have it killed.
    private func answer(_ refusal: HTTPRefusal, _ request: HTTPRequest) -> HTTPResponse {
        if settings.staging != .only, refusal == .overloaded, request.target == "/healthz",
            [.get, .head].contains(request.method)
        {
            return alive
        }
        var response = response(to: RasterError(refusal), request)
        response.closesConnection = refusal != .timedOut
        return response
    }

    private func answer(_ request: HTTPRequest, _ trace: RequestTrace) async -> HTTPResponse {
        do {
            return try await dispatch(request, trace)
        } catch {
            let refusal = RasterError(anything: error)
            if refusal.code.status.code >= 500 || error is StoreRefusal { trace.note(failure: error) }
            return response(to: refusal, request)
        }
    }

    private func dispatch(_ request: HTTPRequest, _ trace: RequestTrace) async throws -> HTTPResponse {
        let target = RequestTarget(request.target)
        guard let segments = target.segments else { throw Self.unknownEndpoint }
        if request.method == .options, let preflight = preflight(request, segments) { return preflight }
        switch table.match(request.method, segments) {
        case .unknown: throw Self.unknownEndpoint
        case .methodNotAllowed(let methods): return notAllowed(methods, request)
        case .found(let endpoint, let path):
            trace.note(route: path.pattern.description)
            let client = client(of: request)
            try checkTransport(request, endpoint)
            let context = RequestContext(
                request: request, target: target, path: path, client: client, trace: trace)
            return try await run(endpoint, context)
        }
    }

    /// The answer to every request that comes before the gateway is ready.
    public static var starting: HTTPResponse {
        var response = RasterError(
            .serviceUnavailable, "The server is starting; try again in a moment."
        ).response
        response.fields.append("Vary", "Api-Version")
        response.fields["X-Request-Id"] = "starting"
        return response
    }

    static let unknownEndpoint = RasterError(
        .endpointNotFound, "No such endpoint; see GET /openapi.json for those there are.")

    private func notAllowed(_ methods: [HTTPMethod], _ request: HTTPRequest) -> HTTPResponse {
        let allow = methods.map(\.rawValue).joined(separator: ", ")
        var response = response(
            to: RasterError(.methodNotAllowed, "This endpoint takes \(allow)."), request)
        response.fields["Allow"] = allow
        return response
    }

    private func decorate(_ response: inout HTTPResponse, _ request: HTTPRequest) {
        response.fields.append("Vary", "Api-Version")
        // What is no address of an asset now may become one, so no cache may keep a refusal (CONTRACT 2, "/cdn").
        if response.status.code >= 400 && (isDelivery(request) || isStaging(request)) {
            response.fields["Cache-Control"] = "no-store"
        }
        addOrigin(to: &response, request)
    }
}

extension RasterError {
    /// A refusal by the server itself, in Raster's words.
    init(_ refusal: HTTPRefusal) {
        switch refusal {
        case .malformed(let reason): self.init(.badUserInput, reason)
        case .overloaded: self.init(.serviceUnavailable, "Too many requests at once; try again later.")
        case .draining: self.init(.serviceUnavailable, "The server is stopping; try again later.")
        case .timedOut: self.init(.serviceUnavailable, "The request took too long; try again later.")
        }
    }
}
