import AdapterWrappers
import Bytes
import Raster
import Telemetry
import TestSupport
import Testing

@Suite struct ObservedTests {
    private let world = World()

    private func shows(_ line: String) -> Bool { world.scrape.contains { $0 == line } }

    @Test func `calls are counted by how they ended, and timed`() async throws {
        let clock = world.clock
        let base = ScriptedAdapter { (call) async throws(StorageError) in
            clock.advance(by: .milliseconds(30))
            if call.earlier == 1 { throw StorageError(.denied, "no") }
        }
        let observed = Observed(base, world.environment)

        _ = try await observed.stat("1")
        _ = try? await observed.stat("1")

        #expect(shows(#"raster_adapter_calls_total{adapter="scripted",call="stat",outcome="ok"} 1"#))
        #expect(shows(#"raster_adapter_calls_total{adapter="scripted",call="stat",outcome="denied"} 1"#))
        let duration = "raster_adapter_call_duration_seconds"
        #expect(shows(#"\#(duration)_sum{adapter="scripted",call="stat"} 0.06"#))
        #expect(shows(#"\#(duration)_count{adapter="scripted",call="stat"} 2"#))
    }

    @Test func `bytes are counted as they pass`() async throws {
        let observed = Observed(BrittleAdapter(openings: [.breaks(after: 4, .down())]), world.environment)
        _ = try? await observed.open("1", nil).stream.collect(upTo: 99)
        _ = try await Observed(ScriptedAdapter(), world.environment)
            .create(.sample(), .stream(ByteStream([])))

        #expect(shows(#"raster_adapter_read_bytes_total{adapter="brittle"} 4"#))
        #expect(shows(#"raster_adapter_broken_streams_total{adapter="brittle"} 1"#))
        #expect(shows(#"raster_adapter_written_bytes_total{adapter="scripted"} 12"#))
    }

    @Test func `a stream is in flight until it ends`() async throws {
        let observed = Observed(ScriptedAdapter(), world.environment)
        let inFlight = #"raster_adapter_calls_in_flight{adapter="scripted"}"#

        let stream = try await observed.open("1", nil).stream
        #expect(shows(inFlight + " 1"))

        _ = try await stream.collect(upTo: 99)
        #expect(shows(inFlight + " 0"))
        _ = try await stream.next()
    }

    @Test func `failures are logged, those of everyday softly`() async {
        for kind in [StorageError.Kind.unauthenticated, .timedOut, .notFound] {
            let base = ScriptedAdapter { (_) async throws(StorageError) in
                throw StorageError(kind, "planned", effect: .unknown).with("id", 7)
            }
            try? await Observed(base, world.environment).delete("1")
        }

        let lines = world.sink.lines
        #expect(lines.map(\.level) == [.error, .warning, .debug])
        #expect(lines.allSatisfy { $0.event == "adapter call failed" })
        #expect(
            lines[1].fields.map(\.name)
                == ["adapter", "call", "durationMs", "kind", "effect", "side", "error"])
        #expect(lines[1].fields.last?.value == .string("timedOut (id: 7): planned"))
    }

    @Test func `a scrape asks no store`() async throws {
        let base = ScriptedAdapter()
        _ = wrapped(base, .remote, world.environment)

        #expect(shows(#"raster_adapter_waiting_calls{adapter="scripted"} 0"#))
        #expect(shows(#"raster_adapter_breaker_state{adapter="scripted"} 0"#))

        #expect(base.calls == [])
    }
}
