import AdapterKit
import Attic
import HTTPCore
import Raster
import Testing

@Suite struct AtticContractTests {
    /// What Attic cannot do: lost by accident, anything else fails the test.
    private let missing: Set<ConformanceCheck.Requirement> = [
        .trash, .comments, .history, .actions, .collections, .metadata, .places, .delivery, .revising,
        .fetching,
    ]

    @Test(arguments: ConformanceCheck.all)
    func `keeps the adapter contract`(_ check: ConformanceCheck) async {
        let transport = LoopbackTransport(to: AtticFake())
        let adapter = AtticAdapter(
            name: "attic", transport: transport, token: "attic-token", clock: StoppedClock())

        #expect(await check.run(on: adapter, seed: 1) == check.outcome(without: missing))
    }
}

struct StoppedClock: WallClock {
    func now() -> Timestamp { Timestamp(milliseconds: 0) }
    func monotonic() -> Duration { .zero }
}
