import Bytes
import Raster
import Telemetry
import TestSupport
import Testing

@testable import AdapterWrappers

@Suite struct BreakerTests {
    private let world = World()
    private static let settings = BreakerSettings(consecutiveFailures: 3, openTime: .seconds(8))

    private func breaker(_ base: any Adapter) -> Breaker { Breaker(base, Self.settings, world.environment) }

    /// A breaker whose store is down until the clock says so.
    private func down(for duration: Duration) -> (base: ScriptedAdapter, breaker: Breaker) {
        let clock = world.clock
        let base = ScriptedAdapter { (_) async throws(StorageError) in
            if clock.monotonic() < duration { throw .down() }
        }
        return (base, breaker(base))
    }

    private func fail(_ breaker: Breaker, times: Int = 3) async {
        for _ in 0..<times { _ = try? await breaker.stat("1") }
    }

    @Test func `once open it refuses at once, with the time that is left`() async {
        let (base, breaker) = down(for: .seconds(100))
        await fail(breaker)

        let error = await #expect(throws: StorageError.self) { _ = try await breaker.stat("1") }

        #expect(base.calls.count == 3)
        #expect(error?.kind == .unavailable)
        #expect(error?.side == .gateway)
        #expect(error?.effect == StorageError.Effect.none)
        #expect(error?.wait.map { $0 > .zero && $0 <= .seconds(8) } == true)
        #expect(world.waits == [])
    }

    @Test func `its refusal is foretold while it is open, and only then`() async throws {
        let (_, breaker) = down(for: .seconds(8))
        #expect(breaker.refusal == nil)
        await fail(breaker)

        #expect(breaker.refusal?.wait != nil)

        world.clock.advance(by: .seconds(8))
        #expect(breaker.refusal == nil)
        _ = try await breaker.stat("1")
        #expect(breaker.refusal == nil)
    }

    @Test func `its own refusals do not keep it open`() async throws {
        let (_, breaker) = down(for: .seconds(8))
        await fail(breaker)
        await fail(breaker, times: 1000)

        world.clock.advance(by: .seconds(8))

        _ = try await breaker.stat("1")
        await fail(breaker, times: 1)
        _ = try await breaker.stat("1")
    }

    @Test func `refusals of the store open nothing`() async {
        for kind in StorageError.Kind.allCases {
            let base = ScriptedAdapter { (_) async throws(StorageError) in throw StorageError(kind, "") }
            let breaker = breaker(base)
            await fail(breaker, times: 100)

            let isFailure = [.unavailable, .timedOut, .malformed].contains(kind)
            #expect(base.calls.count == (isFailure ? 3 : 100), "\(kind)")
        }
    }

    @Test(arguments: [StorageError.Side.client, .gateway, .source])
    func `what others are to blame for opens nothing`(_ side: StorageError.Side) async {
        let base = ScriptedAdapter { (_) async throws(StorageError) in
            throw StorageError(.unavailable, "", side: side)
        }

        await fail(breaker(base), times: 100)

        #expect(base.calls.count == 100)
    }

    @Test func `bytes that break off are about one asset, and bytes that stand still about the store`() async
    {
        let silence = StorageError(.timedOut, "nothing comes")
        for (failure, calls) in [(StorageError.down(), 9), (silence, 3)] {
            let openings = Array(repeating: BrittleAdapter.Opening.breaks(after: 2, failure), count: 9)
            let base = BrittleAdapter(openings: openings)
            let breaker = breaker(base)

            for _ in 0..<9 { _ = try? await breaker.open("1", nil).stream.collect(upTo: 99) }

            #expect(base.asked.ranges.count == calls)
            #expect((breaker.refusal != nil) == (calls == 3))
        }
    }

    @Test func `an asset whose bytes the store refuses to send closes nothing, an unreachable store does`()
        async
    {
        let away = StorageError(.unavailable, "away").with("reason", "no connection")
        for (failure, calls) in [(StorageError(.malformed, "a page about it"), 9), (away, 3)] {
            let base = ScriptedAdapter { (_) async throws(StorageError) in throw failure }
            let breaker = breaker(base)

            for _ in 0..<9 { _ = try? await breaker.open("1", nil) }

            #expect(base.calls.count == calls)
        }
    }

    @Test func `bytes that nobody wants any longer say nothing`() async throws {
        let base = BrittleAdapter(openings: [])
        let breaker = breaker(base)

        for _ in 0..<100 { _ = try await breaker.open("1", nil).stream.next() }

        #expect(breaker.refusal == nil)
    }

    @Test func `an opening is a probe until its head is there`() async throws {
        let (base, breaker) = down(for: .seconds(8))
        await fail(breaker)
        world.clock.advance(by: .seconds(8))

        let content = try await breaker.open("1", nil)

        _ = try await breaker.stat("1")
        #expect(base.calls.suffix(2) == ["open", "stat"])
        #expect(try await content.stream.collect(upTo: 99) == ScriptedAdapter.bytes)
    }

    @Test func `a stuck probe gives way to another call`() async throws {
        let clock = world.clock
        let sleeper = ManualSleeper()
        let base = ScriptedAdapter { (call) async throws(StorageError) in
            if call.name == "delete" { await sleeper.wait(for: .seconds(1)) }
            if clock.monotonic() < .seconds(8) { throw .down() }
        }
        let breaker = breaker(base)
        await fail(breaker)
        clock.advance(by: .seconds(8))
        let stuck = Task { try await breaker.delete("1") }
        await sleeper.someoneSleeps()
        #expect(breaker.refusal != nil)

        clock.advance(by: .seconds(30))

        _ = try await breaker.stat("1")
        #expect(breaker.refusal == nil)
        stuck.cancel()
        try await stuck.value
    }

    @Test func `a source that fails is not the store's fault`() async {
        let base = SendingAdapter()
        let breaker = breaker(base)
        for _ in 0..<9 {
            let broken = ByteStream(length: 9) {
                throw StorageError(.timedOut, "the source's", side: .target)
            }
            let error = await #expect(throws: StorageError.self) {
                _ = try await breaker.create(.sample(), .stream(broken))
            }
            #expect(error?.side == .source)
        }

        #expect(breaker.refusal == nil)
    }

    @Test func `how it stands is shown and told`() async throws {
        let (_, breaker) = down(for: .seconds(8))
        let gauge = #"raster_adapter_breaker_state{adapter="scripted"}"#
        #expect(world.scrape.contains { $0 == gauge + " 0" })
        await fail(breaker)
        #expect(world.scrape.contains { $0 == gauge + " 2" })
        world.clock.advance(by: .seconds(8))

        _ = try await breaker.stat("1")

        #expect(world.scrape.contains { $0 == gauge + " 0" })
        #expect(world.sink.lines.map(\.event) == ["adapter is left alone", "adapter answers again"])
    }
}

/// An adapter that reads what it is given, and passes on how that fails.
private struct SendingAdapter: Adapter {
    private let bare = BareAdapter()
    var name: AdapterName { "sending" }
    var kind: String { "sending" }
    var limits: AdapterLimits { AdapterLimits() }
    func stat(_ id: NativeID) async throws(StorageError) -> NativeAsset { try await bare.stat(id) }
    func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content {
        try await bare.open(id, range)
    }
    func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        do { _ = try await content.stream.collect(upTo: 99) } catch { throw StorageError(wrapping: error) }
        return NativeAsset(id: "1")
    }
    func delete(_ id: NativeID) async throws(StorageError) {}
}
