import AdapterKit
import Raster
import Testing

@Suite struct MemoryAdapterContractTests {
    @Test(arguments: ConformanceCheck.all)
    func `keeps the adapter contract`(_ check: ConformanceCheck) async {
        let outcome = await check.run(
            on: MemoryAdapter(abilities: Set(MemoryAdapter.Ability.allCases)), seed: 1)

        #expect(outcome == .kept)
    }

    @Test(arguments: MemoryAdapter.Ability.allCases)
    func `an ability that is switched off makes exactly its own checks not apply`(
        _ ability: MemoryAdapter.Ability
    ) async {
        let adapter = MemoryAdapter(abilities: Set(MemoryAdapter.Ability.allCases).subtracting([ability]))

        for check in ConformanceCheck.all {
            let outcome = await check.run(on: adapter, seed: 2)
            let isItsOwn = check.requirement.rawValue == ability.rawValue
            #expect(outcome == (isItsOwn ? .notApplicable("the adapter has no \(ability)") : .kept))
        }
    }

    @Test func `there are at least forty checks with titles of their own`() {
        let titles = ConformanceCheck.all.map(\.title)

        #expect(titles.count >= 40)
        #expect(Set(titles).count == titles.count)
    }

    @Test func `checks leave nothing behind`() async {
        let adapter = MemoryAdapter()

        for check in ConformanceCheck.all { _ = await check.run(on: adapter, seed: 3) }

        #expect(adapter.contents.isEmpty)
    }
}
