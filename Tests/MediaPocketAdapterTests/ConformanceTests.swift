import AdapterKit
import HTTPCore
import MediaPocketAdapter
import MediaPocketFake
import Raster
import TestSupport
import Testing

@Suite struct ConformanceTests {
    @Test(arguments: ConformanceCheck.all)
    func `the contract is kept beside others' assets`(_ check: ConformanceCheck)
        async throws
    {
        let host = LoopbackHost()
        let account = try FakeAccount { $0.transport = { _ in LoopbackTransport(to: host) } }
        defer { account.fake.close() }
        // The fourth id of the fake begins with an underscore, as the first does with a hyphen.
        for title in ["One", "Two", "Three"] {
            try account.fake.add(PocketAsset(title: title, owner: 1, created: 1_768_000_000_000))
        }
        let staged = try #require(
            Staged(account.adapter, host: host.offers, sleeper: Impatience(), looks: 5))

        let outcome = await check.run(on: staged, seed: 2)

        #expect(outcome == check.outcome(without: missing))
        #expect(account.fake.assets.map(\.title) == ["One", "Two", "Three"])
    }

    /// What Media Pocket cannot do: lost by accident, anything else fails the test above.
    private let missing: Set<ConformanceCheck.Requirement> = [
        .receiving, .finding, .enumeration, .delivery, .revising,
    ]

    @Test func `what Media Pocket cannot do has no ability`() throws {
        let account = try FakeAccount()
        defer { account.fake.close() }
        let adapter = account.adapter

        #expect(adapter.finding == nil && adapter.enumeration == nil && adapter.delivery == nil)
        #expect(adapter.revising == nil && adapter.surveying == nil && adapter.spoolFolder == nil)
        #expect(adapter.takesUploads && adapter.refusal == nil)
    }
}

/// Serves what is offered to whom a `LoopbackTransport` leads here.
private final class LoopbackHost: HTTPHandler {
    let offers = MemoryHost(origin: "https://staging.example")

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        let bytes = offers.bytes(at: "https://staging.example\(request.target)")
        return bytes.map { HTTPResponse(200, body: .bytes($0)) } ?? HTTPResponse(404)
    }
}
