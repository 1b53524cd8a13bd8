import Gateway
import HTTPCore
import Raster
import Synchronization
import Telemetry

/// Sees every request begin and end: one log line, and the request figures.
struct RequestObserver: Sendable {
    /// A request that has begun.
    struct Observation: Sendable {
        let request: HTTPRequest
        let id: String
        let began: Duration
        let trace = RequestTrace()
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

    func begin(_ request: HTTPRequest) -> Observation {
        Observation(request: request, id: identifiers.next(), began: clock.monotonic())
    }

    func end(_ observation: Observation, _ response: inout HTTPResponse) {
        response.fields["X-Request-Id"] = observation.id
        let taken = clock.monotonic() - observation.began
        let route = observation.trace.route ?? "none"
        let status = response.status.code
        requests.increment(Self.label(observation.request.method), route, String(status))
        durations.observe(taken / .seconds(1), route)
        log.write(line(observation, status, taken, response.body.length))
    }

    private func line(_ observation: Observation, _ status: Int, _ taken: Duration, _ bytes: Int?)
        -> LogLine
    {
        let request = observation.request
        let failure = observation.trace.failure
        var line = LogLine(
            failure == nil ? .info : .error, "request", milliseconds: Int(clock.now().milliseconds))
        line.add("id", observation.id)
        line.add("method", Self.label(request.method))
        line.add("path", LoggedPath.text(request.target))
        line.add("status", status)
        line.add("durationMs", (taken / .milliseconds(1) * 1000).rounded() / 1000)
        line.add("organization", observation.trace.organization?.rawValue)
        line.add("key", observation.trace.key?.rawValue)
        line.add("peer", request.peer)
        line.add("bytes", bytes)
        line.add("failure", failure)
        return line
    }

    private static let known: [HTTPMethod] = [.get, .head, .post, .patch, .delete, .options, .put]

    private static func label(_ method: HTTPMethod) -> String {
        known.contains(method) ? method.rawValue : "other"
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
