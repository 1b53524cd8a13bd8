import Testing

@testable import GatewayCommand

@Suite struct SyncScheduleTests {
    private func isDue(
        _ sinceEnd: Int, asked: Int? = nil, every interval: Int? = 3600, hasFailed: Bool = false
    ) -> Bool {
        SyncSchedule(interval: interval.map { .seconds($0) }).isDue(
            sinceEnd: .seconds(sinceEnd), sinceAsked: asked.map { .seconds($0) }, hasFailed: hasFailed)
    }

    @Test func `the interval is counted from the end of the last comparison`() {
        #expect(!isDue(3599) && isDue(3600))
    }

    @Test func `what was asked for is not asked for again before its time`() {
        #expect(!isDue(9999, asked: 3599) && isDue(9999, asked: 3600))
    }

    @Test func `one that failed is tried again sooner, though never faster than told`() {
        #expect(!isDue(599, hasFailed: true) && isDue(600, hasFailed: true))
        #expect(!isDue(59, every: 60, hasFailed: true) && isDue(60, every: 60, hasFailed: true))
    }

    @Test func `without an interval nothing is due`() {
        #expect(!isDue(1_000_000, every: nil) && !isDue(1_000_000, every: nil, hasFailed: true))
    }
}
