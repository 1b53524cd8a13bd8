import Gateway
import Raster
import Synchronization
import Telemetry

/// Writes what becomes of changes on their way to stores to the log, and counts it.
final class MirrorTelemetry: MirrorObserver {
    private let clock: any WallClock
    private let log: any LogSink
    private let rows: Gauge
    private let told: Counter
    private let oldest = Mutex<[AdapterName: Timestamp]>([:])

    init(_ clock: any WallClock, _ log: any LogSink, _ metrics: MetricsRegistry) {
        self.clock = clock
        self.log = log
        rows = metrics.gauge(
            "raster_gateway_outbox_rows", help: "Assets whose store is still to be told of a change.",
            labels: ["adapter"])
        told = metrics.counter(
            "raster_gateway_outbox_attempts_total",
            help: "Attempts to tell a store of a change, by what came of them.",
            labels: ["adapter", "outcome"])
        metrics.gauge(
            "raster_gateway_outbox_oldest_seconds",
            help: "How long the oldest change has waited that its store was not told of.",
            labels: ["adapter"]
        ) { [weak self] in self?.ages() ?? [] }
    }

    private func ages() -> [MetricSample] {
        let now = clock.now()
        return oldest.withLock { oldest in
            oldest.sorted { $0.key < $1.key }.map { name, since in
                let age = Double(max(0, now.milliseconds - since.milliseconds)) / 1000
                return MetricSample(age, labels: [name.rawValue])
            }
        }
    }

    func counted(_ adapter: AdapterName, _ backlog: OutboxBacklog?) {
        rows.set(Double(backlog?.count ?? 0), adapter.rawValue)
        // Nothing that waits has waited for no time at all.
        oldest.withLock { $0[adapter] = backlog?.oldest ?? Timestamp(milliseconds: .max) }
    }

    func told(_ entry: OutboxEntry, _ outcome: MirrorOutcome) {
        told.increment(entry.home.adapter.rawValue, outcome.word)
        guard let level = outcome.level else { return }
        var line = line(level)
        line.add("adapter", entry.home.adapter.rawValue)
        line.add("asset", entry.asset.rawValue)
        line.add("outcome", outcome.word)
        line.add("attempts", entry.attempts)
        line.add("failure", outcome.failure?.description)
        log.write(line)
    }

    func faltered(_ adapter: AdapterName, _ failure: any Error) {
        var line = line(.error)
        line.add("adapter", adapter.rawValue)
        line.add("failure", "\(failure)")
        log.write(line)
    }

    private func line(_ level: LogLine.Level) -> LogLine {
        LogLine(level, "mirror", milliseconds: Int(clock.now().milliseconds))
    }
}

extension MirrorOutcome {
    /// As metrics and log lines say it.
    var word: String {
        switch self {
        case .shown: "sent"
        case .seen: "seen"
        case .missing: "missing"
        case .failed: "failed"
        case .unknown: "unknown"
        }
    }

    /// How important it is; `nil` where nobody needs to read of it.
    fileprivate var level: LogLine.Level? {
        switch self {
        case .shown, .seen: nil
        case .missing, .failed, .unknown: .warning
        }
    }

    fileprivate var failure: StorageError? {
        switch self {
        case .shown, .seen, .missing: nil
        case .failed(let error), .unknown(let error): error
        }
    }
}
