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
            Staged(account.adapter, host: host, sleeper: Impatience(), looks: 3))

        let outcome = await check.run(on: adapter, seed: 1)

        #expect(outcome == check.outcome(without: missing))
        #expect(account.fake.assets.isEmpty, "it leaves something behind")
    }

    @Test(arguments: ConformanceCheck.all)
    func `keeps it beside others' assets`(_ check: ConformanceCheck) async throws {
        let host = OfferedBytes()
        let account = try FakeAccount { $0.transport = { _ in host } }
        defer { account.fake.close() }
        // The fourth id of the fake begins with an underscore, as the first does with a hyphen.
        for title in ["One", "Two", "Three"] {
            try account.fake.add(PocketAsset(title: title, owner: 1, created: 1_768_000_000_000))
        }
        let adapter = try #require(
            Staged(account.adapter, host: host, sleeper: Impatience(), looks: 5))

        let outcome = await check.run(on: adapter, seed: 2)

        #expect(outcome == check.outcome(without: missing))
        #expect(account.fake.assets.map(\.title) == ["One", "Two", "Three"])
    }

    @Test func `what Media Pocket cannot do has no ability`() throws {
        let account = try FakeAccount()
        defer { account.fake.close() }
        let adapter = account.adapter

        #expect(adapter.finding == nil && adapter.enumeration == nil && adapter.delivery == nil)
        #expect(adapter.revising == nil && adapter.surveying == nil && adapter.spoolFolder == nil)
        #expect(adapter.takesUploads && adapter.refusal == nil)
    }
}
