import Gateway
import Raster
import Telemetry

/// Writes what becomes of jobs to the log, and counts it.
struct JobTelemetry: JobObserver {
    private let clock: any WallClock
    private let log: any LogSink
    private let now: Gauge
    private let ended: Counter

    init(_ clock: any WallClock, _ log: any LogSink, _ metrics: MetricsRegistry) {
        self.clock = clock
        self.log = log
        now = metrics.gauge("raster_jobs", help: "Jobs that have not ended.", labels: ["state"])
        ended = metrics.counter(
            "raster_jobs_ended_total", help: "Jobs that the server worked on and that ended.",
            labels: ["kind", "state"])
    }

    func changed(_ job: Job, _ failure: (any Error)?) {
        if job.state.isEnded { ended.increment(job.kind.rawValue, job.state.rawValue) }
        var line = line(job.state == .failed ? .error : .info, "job")
        line.add("id", job.id.rawValue)
        line.add("kind", job.kind.rawValue)
        line.add("organization", job.organization.rawValue)
        line.add("library", job.libraryID.rawValue)
        line.add("state", job.state.rawValue)
        line.add("attempts", job.attempts)
        if job.state != .running { add(job.progress, to: &line) }
        line.add("error", job.error?.message)
        line.add("failure", job.state == .failed ? failure.map { "\($0)" } : nil)
        log.write(line)
    }

    func counted(waiting: Int, running: Int) {
        now.set(Double(waiting), JobState.queued.rawValue)
        now.set(Double(running), JobState.running.rawValue)
    }

    func faltered(_ failure: any Error) {
        var line = line(.error, "jobs")
        line.add("failure", "\(failure)")
        log.write(line)
    }

    /// Writes that an asset did not get to the store of its library.
    func failed(_ relocation: Relocation, _ job: Job) {
        var line = line(.error, "relocation")
        line.add("job", job.id.rawValue)
        line.add("organization", job.organization.rawValue)
        line.add("library", job.libraryID.rawValue)
        line.add("asset", relocation.asset.id.rawValue)
        line.add("from", relocation.asset.home.adapter.rawValue)
        line.add("to", relocation.goal.rawValue)
        line.add("failure", relocation.reason)
        log.write(line)
    }

    private func add(_ progress: JobProgress, to line: inout LogLine) {
        line.add("items", progress.items)
        line.add("bytes", progress.bytes)
        line.add("failedItems", progress.failed)
    }

    private func line(_ level: LogLine.Level, _ event: StaticString) -> LogLine {
        LogLine(level, event, milliseconds: Int(clock.now().milliseconds))
    }
}
