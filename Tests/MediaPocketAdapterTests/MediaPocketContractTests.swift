import AdapterKit
import MediaPocketAdapter
import MediaPocketFake
import Raster
import TestSupport
import Testing

@Suite struct MediaPocketContractTests {
    @Test(arguments: ConformanceCheck.all)
    func `keeps the adapter contract`(_ check: ConformanceCheck) async throws {
        let account = try FakeAccount()
        defer { account.fake.close() }

        let outcome = await check.run(on: account.staged, seed: 1)

        #expect(outcome == check.outcome(without: missing))
        #expect(account.fake.assets.isEmpty, "it leaves something behind")
    }

    @Test(arguments: ConformanceCheck.all)
    func `keeps it beside others' assets, with the gateway's own trash`(_ check: ConformanceCheck)
        async throws
    {
        let account = try FakeAccount(nativeTrash: false)
        defer { account.fake.close() }
        // The fourth id of the fake begins with an underscore, the first with a hyphen.
        for title in ["One", "Two", "Three"] {
            try account.fake.add(PocketAsset(title: title, owner: 1, created: 1_768_000_000_000))
        }

        let outcome = await check.run(on: account.staged, seed: 2)

        #expect(outcome == check.outcome(without: missing.union([.trash])))
        #expect(account.fake.assets.map(\.title) == ["One", "Two", "Three"])
    }

    /// What Media Pocket cannot do: lost by accident, anything else fails the tests above.
    private let missing: Set<ConformanceCheck.Requirement> = [
        .receiving, .finding, .enumeration, .delivery, .revising,
    ]

    @Test func `what Media Pocket cannot do has no ability`() throws {
        let adapter = try FakeAccount().adapter

        #expect(adapter.finding == nil && adapter.enumeration == nil && adapter.delivery == nil)
        #expect(adapter.revising == nil && adapter.surveying == nil && adapter.spoolFolder == nil)
        #expect(adapter.takesUploads && adapter.refusal == nil)
    }
}
