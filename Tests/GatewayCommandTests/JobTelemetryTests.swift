import Gateway
import Raster
import Telemetry
import TestSupport
import Testing

@testable import GatewayCommand

@Suite struct JobTelemetryTests {
    private let log = MemorySink()
    private let metrics = MetricsRegistry()
    private let telemetry: JobTelemetry
    private var job = Job(
        id: "j1", kind: .sync, library: LibraryKey(1), organization: "acme", libraryID: "photos",
        created: .sample())

    init() {
        telemetry = JobTelemetry(TestClock(), log, metrics)
        _ = job.start(by: "run", at: .sample())
    }

    private var lines: [String] { log.lines.map { String(decoding: $0.render(.json), as: UTF8.self) } }
    private var figures: String { String(decoding: metrics.render(), as: UTF8.self) }

    @Test func `begin and end of a job leave a line each that names it`() {
        var job = job
        telemetry.changed(job, nil)
        _ = job.settle(.done, JobProgress(items: 9, failed: 1), at: .sample())
        telemetry.changed(job, nil)

        #expect(lines.count == 2 && log.lines.map(\.level) == [.info, .info])
        #expect(lines[0].contains(#""state":"running""#) && lines[0].contains(#""library":"photos""#))
        #expect(lines[1].contains(#""state":"done""#) && lines[1].contains(#""items":9"#))
    }

    @Test func `why a job failed is in the log, whole`() {
        var job = job
        _ = job.settle(.failed(RasterError(.serviceUnavailable, "Away.")), JobProgress(), at: .sample())

        telemetry.changed(job, StorageError(.unavailable, "connection refused"))

        #expect(log.lines.first?.level == .error && lines[0].contains(#""error":"Away.""#))
        #expect(lines[0].contains("connection refused"))
    }

    @Test func `jobs that end are counted by kind and state, those that wait and run are shown`() {
        var job = job
        telemetry.changed(job, nil)
        _ = job.settle(.stopped, JobProgress(), at: .sample())
        telemetry.changed(job, CancellationError())
        _ = (job.start(by: "run", at: .sample()), job.settle(.done, JobProgress(), at: .sample()))
        telemetry.changed(job, nil)
        telemetry.counted(waiting: 3, running: 2)

        #expect(figures.contains(#"raster_jobs_ended_total{kind="sync",state="done"} 1"#))
        #expect(!figures.contains(#"state="cancelled""#))
        #expect(figures.contains(#"raster_jobs{state="queued"} 3"#))
        #expect(figures.contains(#"raster_jobs{state="running"} 2"#))
    }

    @Test func `a runner that falters says so`() {
        telemetry.faltered(StorageError(.unavailable, "the catalog is away"))

        #expect(log.lines.first?.level == .error && lines[0].contains("the catalog is away"))
    }
}
