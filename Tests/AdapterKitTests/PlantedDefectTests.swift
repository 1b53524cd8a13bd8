import AdapterKit
import Testing

@Suite struct PlantedDefectTests {
    @Test(arguments: PlantedDefect.allCases)
    func `a planted defect breaks exactly the checks it is meant to`(_ defect: PlantedDefect) async {
        var broken: Set<String> = []

        for check in ConformanceCheck.all {
            guard case .broken = await check.run(on: defect.adapter(), seed: 1) else { continue }
            broken.insert(check.title)
        }

        #expect(broken == defect.breaks)
        #expect(!broken.isEmpty)
    }

    @Test func `every check is broken by some defect`() {
        let breakable = PlantedDefect.allCases.reduce(into: Set<String>()) { $0.formUnion($1.breaks) }

        #expect(breakable == Set(ConformanceCheck.all.map(\.title)))
    }
}
