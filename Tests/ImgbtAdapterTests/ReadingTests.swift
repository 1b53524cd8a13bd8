import Bytes
import HTTPCore
import ImgbtAdapter
import Raster
import TestSupport
import Testing

@Suite struct ReadingTests {
    @Test func `a record is described in full`() async throws {
        let metadata = """
            {"raster_id":"a1","name":"Harbour","filename":"Ha\\"r.JPG","description":"x","sha256":"\(SHA256Digest.sample(7))"}
            """
        let api = CannedTransport(.record(200, SampleRecord(metadata: metadata, tags: "[\"sea\",\"é\"]")))

        let asset = try await ImgbtAdapter.sample(api: api).stat("asset_01")

        var expected = NativeAsset(id: "asset_01", place: "acme/photos/image-6vp", size: 3)
        expected.asset = "a1"
        expected.name = "Harbour"
        expected.filename = "Ha\"r.JPG"
        expected.description = "x"
        expected.digest = .sample(7)
        expected.tags = ["sea", "é"]
        expected.contentType = "image/jpeg"
        expected.created = Timestamp(milliseconds: 1_768_473_000_000)
        expected.updated = Timestamp(milliseconds: 1_768_473_060_500)
        #expect(asset == expected)
        #expect(api.lines == ["GET /api/v1/vaults/main/assets/asset_01"])
        #expect(api.seen[0].request.fields["Authorization"] == "Bearer sk_canary123")
    }

    @Test func `a copy of an asset's members under another filename is an asset of its own`() async throws {
        let json = """
            {"id":"asset_01","vault_id":"main","partition":"p","collection":"c","channel":"h",\
            "filename":"copy of a1.png","size":9,"metadata":"{\\"raster_id\\":\\"a1\\"}","tags":"[]"}
            """
        let asset = try await ImgbtAdapter.sample(api: CannedTransport(.json(200, json))).stat("asset_01")

        #expect(asset.asset == nil && asset.filename == "copy of a1.png")
    }

    @Test func `the SDK's dialect means the same`() async throws {
        let json = """
            {"id":"asset_01","vault":"main","partition":"p","collection":"c","channel":"h","filename":"a1.png",\
            "path":"p/c/h/a1.png","url":"https://x","content_type":"image/png","size":9,\
            "metadata":{"raster_id":"a1","n":1},"tags":["t"],"created_at":"2026-01-15T10:30:00.000Z"}
            """
        let api = CannedTransport(.json(200, json))
        let asset = try await ImgbtAdapter.sample(api: api, path: "/v1/assets").stat("asset_01")
        #expect(asset.asset == "a1" && asset.tags == ["t"] && asset.contentType == "image/png")
        #expect(
            asset.place == "p/c/h" && asset.filename == "a1.png" && asset.size == 9 && asset.updated == nil)
        #expect(api.lines == ["GET /v1/assets/asset_01"])
    }

    @Test func `a record of someone else's says what it can`() async throws {
        let json = "{\"id\":\"x\",\"path\":\"p/c/h/f.png\",\"metadata\":\"nonsense\",\"tags\":null}"
        let asset = try await ImgbtAdapter.sample(api: CannedTransport(.json(200, json))).stat("x")
        #expect(asset.place == "p/c/h" && asset.filename == "f.png")
        #expect(asset.size == nil && asset.asset == nil && asset.tags == nil && asset.name == nil)
    }

    @Test(arguments: [
        ("3", 3), ("3.0", 3), ("\"3\"", 3), ("0", 0), ("-1", nil), ("\"-1\"", nil), ("\"3 kB\"", nil),
        ("1.5", nil),
        ("true", nil), ("{}", nil), ("\"\"", nil),
    ])
    func `a size is a number or its digits, and else not said`(_ json: String, _ size: Int?) async throws {
        let api = CannedTransport(.record(200, SampleRecord(size: json)))
        #expect(try await ImgbtAdapter.sample(api: api).stat("asset_01").size == size)
    }

    @Test func `an id may be a number, and a record lie under data`() async throws {
        let json = #"{"data":{"id":17,"path":"p/c/h/f","tags":["t"],"metadata":{"name":"N"}}}"#
        let asset = try await ImgbtAdapter.sample(api: CannedTransport(.json(200, json))).stat("17")
        #expect(asset.id == "17" && asset.tags == ["t"] && asset.name == "N")
    }

    @Test(arguments: [
        #""2026-01-15 10:30:00 UTC""#, "1768473000", "1768473000000", #""2026-01-15T11:30:00+0100""#,
    ])
    func `a time has one of several forms`(_ json: String) async throws {
        let record = "{\"id\":\"asset_01\",\"path\":\"p/c/h/f\",\"created_at\":\(json)}"
        let asset = try await ImgbtAdapter.sample(api: CannedTransport(.json(200, record))).stat("asset_01")
        #expect(asset.created == Timestamp(milliseconds: 1_768_473_000_000))
    }

    @Test func `metadata with a NUL in it are metadata`() async throws {
        let metadata = #"{"raster_id":"a1","exif":"ASCII\u0000","name":"\ud83d"}"#
        let api = CannedTransport(.record(200, SampleRecord(metadata: metadata)))
        let asset = try await ImgbtAdapter.sample(api: api).stat("asset_01")
        #expect(asset.asset == "a1" && asset.name == "\u{FFFD}")
    }

    @Test(arguments: ["text/plain", "text/html", nil])
    func `a record is one whatever media type it goes by`(_ type: String?) async throws {
        var record = HTTPResponse.record()
        record.fields["Content-Type"] = type
        #expect(try await ImgbtAdapter.sample(api: CannedTransport(record)).stat("asset_01").size == 3)
    }

    @Test(arguments: [
        "[]", "{}", "null", "{\"id\":\"asset_01\"}", "{\"id\":\"asset_01\",\"path\":\"a/b/c\"}",
        "{\"id\":\"a/b\",\"path\":\"p/c/h/f\"}", "{\"id\":\"asset_02\",\"path\":\"p/c/h/f\"}",
        "{\"id\":true,\"path\":\"p/c/h/f\"}", "{\"id\":1.5,\"path\":\"p/c/h/f\"}",
    ])
    func `what is no record of the asset is malformed`(_ json: String) async throws {
        let adapter = try ImgbtAdapter.sample(api: CannedTransport(.json(200, json)))
        let error = await failure { () throws(StorageError) in _ = try await adapter.stat("asset_01") }
        #expect(error?.kind == .malformed)
        #expect(error?.effect == StorageError.Effect.none)
    }

    @Test func `no request is made for a strange id`() async throws {
        let api = CannedTransport()
        let adapter = try ImgbtAdapter.sample(api: api, delivery: api)
        for id in [
            "", ".", "..", "a/b", "a%2fb", "a b", "a?b", "a\r\nb", "é", String(repeating: "x", count: 129),
        ] {
            let id = NativeID(id)
            let errors = [
                await failure { () throws(StorageError) in _ = try await adapter.stat(id) },
                await failure { () throws(StorageError) in _ = try await adapter.open(id, nil) },
                await failure { () throws(StorageError) in try await adapter.delete(id) },
                await failure { () throws(StorageError) in _ = try await adapter.address(of: id) },
                await failure { () throws(StorageError) in
                    try await adapter.update(
                        id, DesiredState(key: .sample(), name: "", description: nil, tags: []))
                },
            ]
            #expect(errors.map(\.?.kind) == Array(repeating: .notFound, count: 5))
        }
        #expect(api.lines.isEmpty)
    }

    @Test func `an address is made of the record once, and then remembered`() async throws {
        let api = CannedTransport(.record(200, SampleRecord(filename: "a b.jpg")))
        let adapter = try ImgbtAdapter.sample(api: api)
        for _ in 0..<2 {
            #expect(
                try await adapter.address(of: "asset_01")
                    == "https://main.imgbt.com/acme/photos/image-6vp/a%20b.jpg")
        }
        #expect(api.lines.count == 1)
    }
}
