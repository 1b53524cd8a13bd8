import AdapterWrappers
import Bytes
import Raster
import TestSupport
import Testing

@Suite struct RetryingTests {
    private let world = World()

    /// An adapter whose calls fail with `error` so often before they succeed, and the same with its calls repeated.
    private func failing(
        _ times: Int, _ error: StorageError, _ settings: RetrySettings = .init()
    ) -> (base: ScriptedAdapter, retrying: Retrying) {
        let base = ScriptedAdapter(isRevising: true) { (call) async throws(StorageError) in
            if call.earlier < times { throw error }
        }
        return (base, Retrying(base, settings, world.environment))
    }

    @Test(arguments: AdapterCall.allCases.filter { $0 != .create })
    func `a call that left nothing behind is made again`(_ call: AdapterCall) async throws {
        let (base, retrying) = failing(2, .down())

        try await everyCall[call.rawValue]?(retrying)

        #expect(base.calls == Array(repeating: call.rawValue, count: 3))
    }

    @Test func `after an unknown effect only what may be done twice is made again`() async throws {
        var repeated: Set<AdapterCall> = []
        for call in AdapterCall.allCases {
            let (base, retrying) = failing(1, .down(.unknown))
            try? await everyCall[call.rawValue]?(retrying)
            if base.calls.count > 1 { repeated.insert(call) }
        }

        let once: Set<AdapterCall> = [
            .create, .announce, .fetch, .place, .discard, .restore, .comment, .edit, .remove, .start,
        ]
        #expect(repeated == Set(AdapterCall.allCases).subtracting(once))
    }

    @Test(arguments: [
        StorageError(.unavailable, "final"),
        StorageError(.unavailable, "the gateway's own", retry: .allowed, side: .gateway),
        StorageError(.unavailable, "a breaker's", retry: .after(.seconds(1)), side: .gateway),
        StorageError(.invalid, "the client's", retry: .allowed, side: .client),
        StorageError(.cancelled, "cancelled", retry: .allowed),
    ])
    func `some errors are final`(_ error: StorageError) async {
        let (base, retrying) = failing(1, error)

        let thrown = await #expect(throws: StorageError.self) { _ = try await retrying.stat("1") }

        #expect(thrown?.message == error.message)
        #expect(thrown?.context == [])
        #expect(base.calls == ["stat"])
    }

    @Test func `attempts are bounded, and told`() async {
        let (base, retrying) = failing(99, .down(), RetrySettings(attempts: 3))

        let error = await #expect(throws: StorageError.self) { _ = try await retrying.stat("1") }

        #expect(base.calls.count == 3)
        #expect(error?.context.map(\.key) == ["attempts"])
        #expect(error?.context.map(\.value) == ["3"])
        #expect(error?.retry == .allowed)
    }

    @Test func `waits grow, with full jitter`() async {
        let settings = RetrySettings(
            attempts: 8, budget: .seconds(1000), firstDelay: .seconds(1), maximumDelay: .seconds(10))
        let (_, retrying) = failing(99, .down(), settings)

        _ = try? await retrying.stat("1")

        let longest = [1, 2, 4, 8, 10, 10, 10].map { Duration.seconds($0) }
        #expect(world.waits.count == longest.count)
        for (wait, longest) in zip(world.waits, longest) { #expect(wait >= .zero && wait < longest) }
        #expect(Set(world.waits).count == longest.count)
    }

    @Test func `a wait that the store asks for is kept`() async throws {
        let (_, retrying) = failing(1, .down(retry: .after(.seconds(7))))

        _ = try await retrying.stat("1")

        #expect(world.waits == [.seconds(7)])
    }

    @Test func `a wait beyond the budget is left to the caller at once`() async {
        let (base, retrying) = failing(1, .down(retry: .after(.seconds(21))))

        let error = await #expect(throws: StorageError.self) { _ = try await retrying.stat("1") }

        #expect(error?.retry == .after(.seconds(21)))
        #expect(world.waits == [])
        #expect(base.calls.count == 1)
    }

    @Test func `the budget counts the attempts' own time`() async {
        let clock = world.clock
        let base = ScriptedAdapter { (_) async throws(StorageError) in
            clock.advance(by: .seconds(11))
            throw .down(retry: .after(.seconds(1)))
        }

        _ = try? await Retrying(base, .init(), world.environment).stat("1")

        #expect(base.calls.count == 2)
    }

    @Test func `a caller who goes away while it waits is told so, and nothing more is asked`() async {
        let sleeper = ManualSleeper()
        let (base, _) = failing(99, .down(.unknown))
        let retrying = Retrying(base, .init(), World(sleeper).environment)
        let task = Task { try await retrying.delete("1") }
        await sleeper.someoneSleeps()

        task.cancel()

        let error = await #expect(throws: StorageError.self) { try await task.value }
        #expect(error?.kind == .cancelled)
        #expect(error?.effect == .unknown)
        #expect(base.calls.count == 1)
    }

    @Test func `repetitions are counted`() async throws {
        let (_, retrying) = failing(2, .down())

        _ = try await retrying.stat("1")

        #expect(world.scrape.contains(#"raster_adapter_retries_total{adapter="scripted",call="stat"} 2"#))
    }
}
