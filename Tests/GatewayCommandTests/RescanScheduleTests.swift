import Testing

@testable import GatewayCommand

@Suite struct RescanScheduleTests {
    private func isDue(
        after seconds: Int, every interval: Duration? = .seconds(600), ended: Int = 0, failures: Int = 0
    ) -> Bool {
        RescanSchedule(interval: interval).isDue(
            at: .seconds(1000 + seconds), asked: .seconds(1000),
            last: .init(ended: .seconds(1000 + ended), failures: failures))
    }

    @Test func `a folder that was not asked for yet is due at once`() {
        #expect(RescanSchedule(interval: nil).isDue(at: .zero, asked: nil, last: nil))
    }

    @Test func `the interval is counted from the end of the last scan`() {
        #expect(!isDue(after: 600, ended: 100))
        #expect(isDue(after: 700, ended: 100))
    }

    @Test func `without an interval there is no second scan, unless one failed`() {
        #expect(!isDue(after: 1_000_000, every: nil))
        #expect(isDue(after: 60, every: nil, failures: 1))
    }

    @Test(arguments: [(1, 60), (2, 120), (6, 1920), (7, 3600), (1000, 3600)])
    func `after failures it waits longer and longer`(failures: Int, seconds: Int) {
        #expect(!isDue(after: seconds - 1, failures: failures))
        #expect(isDue(after: seconds, failures: failures))
    }

    @Test func `a scan that has not ended is not asked for again before its time`() {
        let schedule = RescanSchedule(interval: .seconds(60))

        #expect(!schedule.isDue(at: .seconds(59), asked: .zero, last: nil))
        #expect(schedule.isDue(at: .seconds(60), asked: .zero, last: nil))
    }
}
