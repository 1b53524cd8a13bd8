import Gateway
import Raster
import Telemetry
import TestSupport
import Testing

@testable import GatewayCommand

@Suite struct MirrorTelemetryTests {
    private let log = MemorySink()
    private let metrics = MetricsRegistry()
    private let clock = TestClock()
    private let telemetry: MirrorTelemetry
    private let entry = OutboxEntry(
        home: NativeReference("cloud", "n1"),
        desired: DesiredState(
            key: NaturalKey(organization: "acme", library: "photos", asset: "a", filename: "a.jpg"),
            name: "a", description: "private words", tags: []),
        version: 1, since: .sample(), nextTry: .sample(), attempts: 2)

    init() { telemetry = MirrorTelemetry(clock, log, metrics) }

    private var lines: [String] { log.lines.map { String(decoding: $0.render(.json), as: UTF8.self) } }
    private var figures: String { String(decoding: metrics.render(), as: UTF8.self) }

    @Test func `what arrives is counted and not written down`() {
        telemetry.told(entry, .shown)
        telemetry.told(entry, .seen)

        #expect(lines == [])
        #expect(figures.contains(#"attempts_total{adapter="cloud",outcome="sent"} 1"#))
    }

    @Test func `what fails is in the log with its reason, and nothing of the asset's words`() {
        telemetry.told(entry, .failed(StorageError(.denied, "not with this key")))
        telemetry.told(entry, .unknown(StorageError(.timedOut, "no answer")))
        telemetry.told(entry, .missing)

        #expect(lines.count == 3 && !lines.joined().contains("private words"))
        #expect(lines[0].contains("not with this key") && lines[0].contains(#""attempts":2"#))
        #expect(figures.contains(#"attempts_total{adapter="cloud",outcome="failed"} 1"#))
    }

    @Test func `the backlog is shown with its age, which grows by itself`() {
        telemetry.counted("cloud", OutboxBacklog("cloud", count: 7, oldest: .sample()))
        clock.advance(by: .seconds(90))

        #expect(figures.contains(#"raster_gateway_outbox_rows{adapter="cloud"} 7"#))
        #expect(figures.contains(#"raster_gateway_outbox_oldest_seconds{adapter="cloud"} 90"#))
    }

    @Test func `an empty backlog has no age`() {
        telemetry.counted("cloud", OutboxBacklog("cloud", count: 7, oldest: .sample()))
        telemetry.counted("cloud", nil)

        #expect(figures.contains(#"raster_gateway_outbox_rows{adapter="cloud"} 0"#))
        #expect(figures.contains(#"raster_gateway_outbox_oldest_seconds{adapter="cloud"} 0"#))
    }
}
