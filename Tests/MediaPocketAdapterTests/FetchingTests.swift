import Bytes
import HTTPCore
import MediaPocketAdapter
import Raster
import TestSupport
import Testing

@Suite struct FetchingTests {
    @Test func `an asset is announced with what people see, tags in lower case`() async throws {
        let api = CannedTransport(.asset(SampleAsset(externalID: "abcdefghij0123~2")))
        let adapter = try MediaPocketAdapter.sample(api: api)

        let asset = try await adapter.announce(.sample(), as: BackendLabel("abcdefghij0123", number: 2))

        #expect(asset.id == "-a1" && asset.asset == "abcdefghij0123")
        #expect(api.lines == ["POST /api/v2/assets"])
        #expect(
            api.seen[0].text == """
                {"title":"Harbour","description":"At \\"dawn\\"","tags":["sea","é"],\
                "external_id":"abcdefghij0123~2"}
                """)
    }

    @Test func `a label that is taken left nothing`() async throws {
        let api = CannedTransport(.refusal(400, "External id has already been taken"))
        let error = await announcing(try .sample(api: api))
        #expect(error?.kind == .alreadyExists && error?.effect == StorageError.Effect.none)
    }

    @Test func `an announcement that nobody answers, or answers strangely, may have made something`()
        async throws
    {
        for answer in [
            HTTPResponse.json(200, "{}"), .json(200, "{\"asset\":{}}"), .json(200, "<"), HTTPResponse(500),
            .asset(SampleAsset(externalID: "other")), .asset(SampleAsset(externalID: nil)),
        ] {
            #expect(await announcing(try .sample(api: CannedTransport(answer)))?.effect == .unknown)
        }
        let lost = CannedTransport([.failure(.timedOut)])
        #expect(await announcing(try .sample(api: lost))?.effect == .unknown)
    }

    @Test func `a missing route is no missing asset`() async throws {
        for answer in [
            HTTPResponse.refusal(404, "asset not found"), .refusal(404, "Not found"), HTTPResponse(404),
        ] {
            let error = await announcing(try .sample(api: CannedTransport(answer)))
            #expect(error?.kind == .unavailable && error?.side == .gateway)
            #expect(error?.effect == StorageError.Effect.none)
        }
    }

    private func announcing(_ adapter: MediaPocketAdapter) async -> StorageError? {
        await failure { () async throws(StorageError) in
            _ = try await adapter.announce(.sample(), as: BackendLabel("abcdefghij0123"))
        }
    }

    @Test func `the store is told from where to fetch, and what the file is called`() async throws {
        let api = CannedTransport(.done)
        let adapter = try MediaPocketAdapter.sample(api: api)
        try await adapter.fetch(.sample(), for: "-a1", from: "https://gw.example/staging/t")
        #expect(api.lines == ["POST /api/v2/assets/-a1/media"])
        #expect(
            api.seen[0].text
                == "{\"file_url\":\"https://gw.example/staging/t\",\"filename\":\"harbour.jpg\"}")
    }

    @Test func `no error tells the address that was to be fetched from`() async throws {
        for status in [400, 500] {
            let api = CannedTransport(.refusal(HTTPStatus(status), "not a valid HTTP URL: https://gw/canary"))
            let adapter = try MediaPocketAdapter.sample(api: api)
            let error = await failure { () async throws(StorageError) in
                try await adapter.fetch(.sample(), for: "-a1", from: "https://gw/canary")
            }
            #expect(error != nil && !"\(String(describing: error))".contains("canary"))
        }
    }

    @Test func `bytes that are not there are as good as discarded`() async throws {
        let husk =
            "{\"errors\":{\"error\":\"No media found on this asset.\",\"status\":400},"
            + SampleAsset().json.dropFirst()
        for answer in [
            HTTPResponse.asset(), .json(200, String(husk)), .done, HTTPResponse(204), HTTPResponse(200),
        ] {
            let api = CannedTransport(answer)
            try await MediaPocketAdapter.sample(api: api).discardBytes(of: "-a1")
            #expect(api.lines == ["DELETE /api/v2/assets/-a1/media"])
        }
        let other = try MediaPocketAdapter.sample(
            api: CannedTransport(.asset(SampleAsset(id: "-a2"))))
        let error = await failure { () async throws(StorageError) in try await other.discardBytes(of: "-a1") }
        #expect(error?.kind == .malformed && error?.effect == .unknown)
    }
}
