import Bytes
import HTTPCore
import ImgbtAdapter
import Raster
import TestSupport
import Testing

@Suite struct UpdatingTests {
    private func update(_ api: CannedTransport, description: String? = nil) async throws {
        let desired = DesiredState(
            key: .sample(), name: "Quay", description: description, tags: ["sea"], digest: .sample(7))
        try await ImgbtAdapter.sample(api: api).update("asset_01", desired)
    }

    @Test func `all metadata and all tags are sent as JSON`() async throws {
        let api = CannedTransport(.record())
        try await update(api)
        #expect(api.lines == ["PATCH /api/v1/vaults/main/assets/asset_01"])
        #expect(api.seen[0].request.fields["Content-Type"] == "application/json")
        #expect(
            api.seen[0].text == """
                {"metadata":{"raster_id":"a1","raster_organization":"acme","raster_library":"photos","name":"Quay",\
                "filename":"Harbour.JPG","description":"","sha256":"\(SHA256Digest.sample(7))"},"tags":["sea"]}
                """)
    }

    @Test func `a success without a body is one`() async throws {
        try await update(CannedTransport(HTTPResponse(204)))
        try await update(CannedTransport(HTTPResponse(200)))
    }

    @Test func `a success with another body than the record is none`() async throws {
        let other = HTTPResponse.record(200, SampleRecord(id: "asset_02"))
        let html = HTTPResponse(200, fields: ["Content-Type": "text/html"], body: .bytes([0x3C]))
        for answer in [other, html, .json(200, "{}"), .json(200, "{"), HTTPResponse(202)] {
            let error = try await #require(throws: StorageError.self) {
                try await update(CannedTransport(answer))
            }
            #expect(error.kind == .malformed && error.effect == .unknown)
        }
    }

    @Test func `an unknown asset is not found`() async throws {
        let error = try await #require(throws: StorageError.self) {
            try await update(CannedTransport(.json(404, "{}")))
        }
        #expect(error.kind == .notFound && error.effect == StorageError.Effect.none)
    }
}
