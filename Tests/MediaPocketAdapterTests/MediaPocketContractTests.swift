import AdapterKit
import MediaPocketFake
import Raster
import TestSupport
import Testing

@Suite struct MediaPocketContractTests {
    /// What Media Pocket cannot do: lost by accident, anything else fails the test below.
    private let missing: Set<ConformanceCheck.Requirement> = [
        .receiving, .finding, .enumeration, .delivery, .revising,
    ]

    @Test(arguments: ConformanceCheck.all)
    func `keeps the adapter contract, having fetched what it stores`(_ check: ConformanceCheck) async throws {
        let host = OfferedBytes()
        let account = try FakeAccount { $0.transport = { _ in host } }
        defer { account.fake.close() }
        let adapter = try #require(
            Staged(account.adapter, host: host, sleeper: NoSleeper(), looks: 3))

        let outcome = await check.run(on: adapter, seed: 1)

        #expect(outcome == check.outcome(without: missing))
        #expect(account.fake.assets.isEmpty, "it leaves something behind")
    }
}

/// Time that is over at once.
private struct NoSleeper: Sleeper {
    func wait(for duration: Duration) async {}
}
