import AdapterKit
import Raster
import Testing

@Suite struct MemoryAdapterContractTests {
    @Test(arguments: ConformanceCheck.all)
    func `keeps the adapter contract`(_ check: ConformanceCheck) async {
        let outcome = await check.run(
            on: MemoryAdapter(abilities: Set(MemoryAdapter.Ability.allCases)), seed: 1)

        #expect(outcome == check.outcome(without: [.fetching]))
    }

    @Test(arguments: ConformanceCheck.all)
    func `keeps it where it fetches the bytes`(_ check: ConformanceCheck) async {
        let staged = MemoryAdapter.staged(abilities: Set(MemoryAdapter.Ability.allCases))

        let outcome = await check.run(on: staged, seed: 1)

        #expect(outcome == check.outcome(without: [.receiving]))
        #expect((staged.base as? MemoryAdapter)?.contents.isEmpty == true, "it leaves something behind")
    }

    @Test(arguments: MemoryAdapter.Ability.allCases)
    func `an ability that is switched off makes exactly its own checks not apply`(
        _ ability: MemoryAdapter.Ability
    ) async {
        let adapter = MemoryAdapter(abilities: Set(MemoryAdapter.Ability.allCases).subtracting([ability]))

        for check in ConformanceCheck.all {
            let outcome = await check.run(on: adapter, seed: 2)
            let own = ConformanceCheck.Requirement.allCases.filter { $0.rawValue == ability.rawValue }
            #expect(outcome == check.outcome(without: Set(own + [.fetching])))
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
