import Testing

@Suite struct LimiterScheduleTests {
    @Test func `random lives of a limiter keep its promises`() {
        var tally = (queued: 0, refused: 0, expired: 0, slowed: 0)
        for seed in UInt64(1)...3000 {
            var run = LimiterRun(seed: seed)
            if let violation = run.live(120) {
                Issue.record("seed \(seed): \(violation)")
                return
            }
            tally.queued += run.tally.queued
            tally.refused += run.tally.refused
            tally.expired += run.tally.expired
            tally.slowed += run.tally.slowed
        }

        // What never happens proves nothing.
        #expect(min(tally.queued, tally.refused, tally.expired, tally.slowed) > 2000, "\(tally)")
    }
}
