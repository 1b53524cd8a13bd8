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
        try await update(CannedTransport(HTTPResponse(200, body: .stream(ByteStream { nil }))))
    }

    @Test(arguments: [
        "{}", #"{"success":true}"#, #"{"data":{"id":"asset_01"}}"#, #"{"data":{}}"#,
        #"{"id":null,"error":null}"#,
    ])
    func `a success may say anything but an error or another id`(_ json: String) async throws {
        try await update(CannedTransport(.json(200, json)))
    }

    @Test func `a success with an error, another asset or another body than an object is none`() async throws
    {
        let complaint = HTTPResponse.json(200, #"{"error":"no such tag"}"#)
        let other = HTTPResponse.record(200, SampleRecord(id: "asset_02"))
        let inner = HTTPResponse.json(200, #"{"data":{"id":"asset_02"}}"#)
        let html = HTTPResponse.html(200)
        for answer in [complaint, other, inner, html, .json(200, "[]"), .json(200, "{"), HTTPResponse(202)] {
            let error = try await #require(throws: StorageError.self) {
                try await update(CannedTransport(answer))
            }
            #expect(error.kind == .malformed && error.effect == .unknown)
        }
    }

    @Test func `an unknown asset is not found`() async throws {
        let error = try await #require(throws: StorageError.self) {
            try await update(CannedTransport(.missing))
        }
        #expect(error.kind == .notFound && error.effect == StorageError.Effect.none)
    }
}
