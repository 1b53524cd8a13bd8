import AdapterKit
import AdapterWrappers
import Raster
import TestSupport
import Testing

@Suite struct ContractTests {
    @Test(arguments: Wrapping.writing)
    func `keeps the adapter contract`(_ wrapping: Wrapping) async {
        for abilities in [MemoryAdapter.Ability.usual, Set(MemoryAdapter.Ability.allCases)] {
            let world = World(ManualSleeper())
            let adapter = wrapping.around(MemoryAdapter(abilities: abilities), world)

            for check in ConformanceCheck.all {
                let bare = await check.run(on: MemoryAdapter(abilities: abilities), seed: 1)
                #expect(await check.run(on: adapter, seed: 1) == bare, "\(check)")
            }
        }
    }

    @Test(arguments: Wrapping.writing)
    func `keeps it where the bytes are fetched`(_ wrapping: Wrapping) async throws {
        for check in ConformanceCheck.all where [.fetching, .places, .writing].contains(check.group) {
            let (world, host) = (World(ManualSleeper()), MemoryHost())
            let adapter = wrapping.around(MemoryAdapter { host.bytes(at: $0) }, world)
            let staged = try #require(Staged(adapter, host: host, sleeper: Impatience()))

            let outcome = await check.run(on: staged, seed: 1)

            #expect(outcome == check.outcome(without: [.receiving]), "\(check)")
        }
    }
}
