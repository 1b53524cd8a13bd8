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
}
