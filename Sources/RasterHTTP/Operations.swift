import Gateway
import HTTPCore
import Raster
import Synchronization
public import Telemetry

/// The state of the process as operators ask for it, without asking any backend.
public final class Operations: Sendable {
    private let accepting = Atomic<Bool>(false)
    /// Every figure of the process.
    public let metrics: MetricsRegistry

    private let organizations: Gauge
    private let libraries: Gauge
    private let assets: Gauge
    private let bytes: Gauge
    private let intents: Gauge
    private let mails: Gauge
    private let relocations: Gauge
    /// The stores that assets were once on their way to, which are shown on with none.
    private let goals = Mutex<Set<AdapterName>>([])

    /// Operations that show `metrics`; not ready until told so.
    public init(metrics: MetricsRegistry) {
        self.metrics = metrics
        organizations = metrics.gauge("raster_organizations", help: "Organizations.")
        libraries = metrics.gauge("raster_libraries", help: "Libraries.")
        assets = metrics.gauge("raster_assets", help: "Assets.", labels: ["state"])
        bytes = metrics.gauge("raster_stored_bytes", help: "Bytes of all assets, trash included.")
        intents = metrics.gauge("raster_open_intents", help: "Effects on stores without an outcome.")
        mails = metrics.gauge("raster_mails", help: "Mails about claim links.", labels: ["state"])
        relocations = metrics.gauge(
            "raster_gateway_relocations", help: "Assets on their way to the store of their library.",
            labels: ["adapter", "state"])
    }

    /// Takes over the catalog's totals, for the next look at the metrics.
    func note(_ totals: CatalogTotals) {
        organizations.set(Double(totals.organizations))
        libraries.set(Double(totals.libraries))
        assets.set(Double(totals.assets), "live")
        assets.set(Double(totals.trashed), "trashed")
        bytes.set(Double(totals.bytes))
        intents.set(Double(totals.openIntents))
    }

    /// Takes over how the mails stand.
    func note(_ totals: MailTotals) {
        mails.set(Double(totals.waiting), "waiting")
        mails.set(Double(totals.abandoned), "abandoned")
    }

    /// Takes over what is on its way to stores.
    func note(_ backlogs: [RelocationBacklog]) {
        let known = goals.withLock { goals in
            goals.formUnion(backlogs.map(\.goal))
            return goals
        }
        for goal in known {
            let backlog = backlogs.first { $0.goal == goal }
            relocations.set(Double(backlog?.waiting ?? 0), goal.rawValue, "waiting")
            relocations.set(Double(backlog?.failed ?? 0), goal.rawValue, "failed")
        }
    }

    /// Whether new requests are welcome: after the start, and until the stop begins.
    public var isAccepting: Bool {
        get { accepting.load(ordering: .acquiring) }
        set { accepting.store(newValue, ordering: .releasing) }
    }
}

/// `GET /healthz`: the process is up.
@Sendable func health(_ front: RasterFrontEnd, _ context: RequestContext) async throws -> HTTPResponse {
    alive
}

/// What a process that is up says of itself.
var alive: HTTPResponse { plain(.ok, "ok\n") }

/// `GET /readyz`: the process takes requests and the catalog answers.
@Sendable func readiness(_ front: RasterFrontEnd, _ context: RequestContext) async throws -> HTTPResponse {
    guard front.operations.isAccepting else { return unready("not accepting requests\n") }
    do {
        _ = try await front.gateway.catalog.read { try await $0.openIntents(limit: 1) }
        return plain(.ok, "ready\n")
    } catch {
        context.trace.note(failure: error)
        return unready("the catalog does not answer\n")
    }
}

/// `GET /metrics`, for those who may see it.
@Sendable func metrics(_ front: RasterFrontEnd, _ context: RequestContext) async throws -> HTTPResponse {
    guard front.showsMetrics(to: context.request) else { throw RasterFrontEnd.unknownEndpoint }
    let (totals, mails, backlogs) = try await front.gateway.catalog.read { reader in
        (try await reader.totals(), try await reader.mailTotals(), try await reader.relocationBacklogs())
    }
    front.operations.note(totals)
    front.operations.note(mails)
    front.operations.note(backlogs)
    return HTTPResponse(
        .ok, fields: ["Content-Type": MetricsRegistry.contentType, "Cache-Control": "no-store"],
        body: .bytes(front.operations.metrics.render()))
}

/// `GET /openapi.json`.
@Sendable func openAPI(_ front: RasterFrontEnd, _ context: RequestContext) async throws -> HTTPResponse {
    HTTPResponse(
        .ok, fields: ["Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-cache"],
        body: .bytes(OpenAPIDocument.bytes(server: front.gateway.settings.publicURL)))
}

private func unready(_ text: String) -> HTTPResponse {
    var response = plain(503, text)
    response.fields["Retry-After"] = "1"
    return response
}

private func plain(_ status: HTTPStatus, _ text: String) -> HTTPResponse {
    HTTPResponse(
        status, fields: ["Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"],
        body: .bytes(Array(text.utf8)))
}
