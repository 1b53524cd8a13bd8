import Gateway
import HTTPCore
import Raster
import Synchronization
import Telemetry

/// What the log and the metrics say of a request, whatever its answer.
struct RequestSubject: Sendable {
    let method: String
    let path: String
    let route: String
    let organization: OrganizationID?
    let key: KeyID?
    let peer: String

    init(_ request: HTTPRequest, _ trace: RequestTrace) {
        method = Self.known.contains(request.method) ? request.method.rawValue : "other"
        path = LoggedPath.text(request.target)
        route = trace.route ?? "none"
        organization = trace.organization?.id
        key = trace.key
        peer = request.peer
    }

    private static let known: [HTTPMethod] = [.get, .head, .post, .patch, .delete, .options, .put]
}

/// Sees every request begin and end: one log line, and the request figures.
struct RequestObserver: Sendable {
    /// A request that has begun.
    struct Observation: Sendable {
        let id: String
        let began: Duration
        let trace = RequestTrace()
    }

    /// Where requests of one route, method and status are counted.
    struct Figures: Sendable {
        fileprivate let requests: Counter.Cell
        fileprivate let durations: Histogram.Cell
    }

    /// How one ended.
    private struct Outcome {
        let status: Int
        let taken: Duration
        let bytes: Int?
        var failure: String?
    }

    private let clock: any WallClock
    private let identifiers: RequestIdentifiers
    private let log: any LogSink
    private let requests: Counter
    private let durations: Histogram

    init(_ gateway: Gateway, _ log: any LogSink, _ metrics: MetricsRegistry) {
        clock = gateway.clock
        identifiers = RequestIdentifiers(run: gateway.owner)
        self.log = log
        requests = metrics.counter(
            "raster_http_requests_total", help: "Requests answered.", labels: ["method", "route", "status"])
        durations = metrics.histogram(
            "raster_http_request_duration_seconds", help: "Time from a request's head to its answer.",
            labels: ["route"])
    }

    func begin() -> Observation { Observation(id: identifiers.next(), began: clock.monotonic()) }

    /// Where a request like this is counted; worth keeping for whoever answers many.
    func figures(_ subject: RequestSubject, _ status: HTTPStatus) -> Figures {
        Figures(
            requests: requests.cell(subject.method, subject.route, String(status.code)),
            durations: durations.cell(subject.route))
    }

    func end(
        _ observation: Observation, _ subject: RequestSubject, _ response: inout HTTPResponse,
        _ figures: Figures? = nil
    ) {
        response.fields.append("X-Request-Id", observation.id)
        let outcome = Outcome(
            status: response.status.code, taken: clock.monotonic() - observation.began,
            bytes: response.body.length, failure: observation.trace.failure)
        let figures = figures ?? self.figures(subject, response.status)
        figures.requests.increment()
        figures.durations.observe(outcome.taken / .seconds(1))
        log.write(line(observation.id, subject, outcome))
    }

    private func line(_ id: String, _ subject: RequestSubject, _ outcome: Outcome) -> LogLine {
        var line = LogLine(
            outcome.failure == nil ? .info : .error, "request", milliseconds: Int(clock.now().milliseconds))
        line.add("id", id)
        line.add("method", subject.method)
        line.add("path", subject.path)
        line.add("status", outcome.status)
        line.add("durationMs", (outcome.taken / .milliseconds(1) * 1000).rounded() / 1000)
        line.add("organization", subject.organization?.rawValue)
        line.add("key", subject.key?.rawValue)
        line.add("peer", subject.peer)
        line.add("bytes", outcome.bytes)
        line.add("failure", outcome.failure)
        return line
    }
}

/// Names for requests: unique in this run, and with the run's own name in front, among all runs.
final class RequestIdentifiers: Sendable {
    private let prefix: String
    private let count = Atomic<UInt64>(0)

    init(run: String) { prefix = String(run.suffix(8)) }

    func next() -> String {
        let number = count.wrappingAdd(1, ordering: .relaxed).newValue
        return "\(prefix)-\(String(number, radix: 36))"
    }
}
