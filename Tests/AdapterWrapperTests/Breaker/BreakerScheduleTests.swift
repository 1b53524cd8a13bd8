import Testing

@testable import AdapterWrappers

@Suite struct BreakerScheduleTests {
    private struct Tally {
        var openings = 0
        var refusals = 0
    }

    /// What is wrong with a breaker under `schedule`.
    private static func violation(_ schedule: BreakerSchedule, _ tally: inout Tally) -> String? {
        var run = BreakerRun(schedule.settings)
        defer {
            tally.openings += run.openings
            tally.refusals += run.refusals
        }
        for step in schedule.steps {
            if let wrong = run.take(step) { return wrong }
        }
        return run.recover()
    }

    private static func violation(_ schedule: BreakerSchedule) -> String? {
        var tally = Tally()
        return violation(schedule, &tally)
    }

    @Test func `ten thousand random lives of a breaker are sane`() {
        var tally = Tally()
        for seed in UInt64(1)...10_000 {
            let schedule = BreakerSchedule(seed: seed)
            guard let wrong = Self.violation(schedule, &tally) else { continue }
            let shrunk = schedule.shrunk(Self.violation)
            Issue.record("seed \(seed): \(wrong); shortest: \(Self.violation(shrunk) ?? "") in \(shrunk)")
            return
        }

        // What never happens proves nothing.
        #expect(tally.openings > 5_000)
        #expect(tally.refusals > 20_000)
    }

    @Test func `what no store is to blame for never opens a breaker`() {
        for seed in stride(from: UInt64(4), through: 10_000, by: 4) {
            var run = BreakerRun(BreakerSchedule(seed: seed).settings)
            for step in BreakerSchedule(seed: seed).steps { _ = run.take(step) }

            guard run.refusals == 0, run.isClosed else {
                Issue.record("seed \(seed)")
                return
            }
        }
    }
}
