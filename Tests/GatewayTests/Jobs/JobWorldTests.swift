import Raster
import Testing

/// Whatever happens in whatever order, no promise about jobs is broken.
@Suite struct JobWorldTests {
    @Test(arguments: 0..<10)
    func `no order of events loses a job, doubles one or begins one for ever`(block: UInt64) {
        for seed in (block * 40)..<(block * 40 + 40) {
            var world = JobWorld(seed: seed)
            for _ in 0..<120 { world.step() }
            let isOver = world.comesToAnEnd()

            #expect(isOver, "seed \(seed): \(world.states)")
            #expect(world.broken == [], "seed \(seed)")
        }
    }

    @Test func `the orders that are tried end jobs in every way`() {
        var states: [JobState: Int] = [:]
        for seed in 0..<50 as Range<UInt64> {
            var world = JobWorld(seed: seed)
            for _ in 0..<120 { world.step() }
            states.merge(world.states, uniquingKeysWith: +)
        }

        #expect(JobState.allCases.allSatisfy { states[$0, default: 0] > 10 }, "\(states)")
    }
}
