import HTTPCore
import MediaPocketAdapter
import Raster
import StorageHTTP
import TestSupport
import Testing

@Suite struct RecordTests {
    private func stat(_ asset: SampleAsset, _ more: HTTPResponse..., file: HTTPResponse? = nil)
        async throws -> NativeAsset
    {
        let api = CannedTransport(([.asset(asset)] + more).map { .success($0) })
        let files = CannedTransport(file.map { [.success($0)] } ?? [])
        let adapter = try MediaPocketAdapter.sample(api: api, downloads: ["https://pocket.example": files])
        return try await adapter.stat("-a1")
    }

    @Test func `a record becomes an asset, and no address of a person is in it`() async throws {
        let asset = try await stat(SampleAsset(project: "-p1"))
        #expect(asset.id == "-a1" && asset.asset == "abcdefghij0123" && asset.place == "-p1")
        #expect(asset.name == "Harbour" && asset.description == nil && asset.tags == ["sea"])
        #expect(asset.filename == "harbour.jpg" && asset.contentType == nil && asset.md5 == nil)
        #expect(asset.created == Timestamp(rfc3339: "2023-11-27T09:42:48.046Z"))
        #expect(asset.updated == Timestamp(rfc3339: "2023-11-27T09:42:49.584Z"))
        #expect(!"\(asset)".contains("canary"))
    }

    @Test(arguments: [
        (nil, nil), ("", nil), ("abc", "abc"), ("abc~2", "abc"), ("abc~17", "abc"), ("abc~1", "abc~1"),
        ("abc~02", "abc~02"), ("abc~x", "abc~x"), ("a~b~2", "a~b~2"), ("~2", nil),
    ])
    func `the asset is that of the label, whatever its number`(_ external: String?, _ id: String?)
        async throws
    {
        let asset = try await stat(SampleAsset(externalID: external))
        #expect(asset.asset?.rawValue == id)
    }

    @Test func `an asset in the bin is there`() async throws {
        for deleted in ["true", "\"2023-11-27T09:42:48.046Z\""] {
            #expect(try await stat(SampleAsset(deleted: deleted)).id == "-a1")
        }
    }

    @Test func `a record about another asset is malformed`() async throws {
        for response in [HTTPResponse.asset(SampleAsset(id: "-a2")), .json(200, "{\"asset\":[]}")] {
            let adapter = try MediaPocketAdapter.sample(api: CannedTransport(response))
            let error = await failure { () async throws(StorageError) in _ = try await adapter.stat("-a1") }
            #expect(error?.kind == .malformed)
        }
    }

    private let whole = SampleAsset(md5: "0123456789ABCDEF0123456789abcdef")

    @Test func `a checksum is told in lower case, and only where it is one`() async throws {
        #expect(try await stat(whole, .media("")).md5 == "0123456789abcdef0123456789abcdef")
        #expect(try await stat(SampleAsset(md5: "0123")).md5 == nil)
    }

    @Test func `tags that are null are none`() async throws {
        let json = SampleAsset().json.replacing("[\"sea\"]", with: "null")
        let adapter = try MediaPocketAdapter.sample(api: CannedTransport(.json(200, json)))
        #expect(try await adapter.stat("-a1").tags == [])
    }

    @Test func `the size is that of the list of files where it knows the checksum, or of what is handed out`()
        async throws
    {
        for size in ["7", "\"7\""] {
            let listed = "{\"id\":1,\"size\":\(size),\"md5_sum\":\"\(whole.md5 ?? "")\"}"
            #expect(try await stat(whole, .media(listed)).size == 7)
        }
        let url = HTTPResponse.address("https://pocket.example/f")
        for (answer, size) in [
            (HTTPResponse(206, fields: ["Content-Range": "bytes 0-0/9"], body: .bytes([1])), 9),
            (HTTPResponse(200, body: .bytes([1, 2, 3])), 3),
            (HTTPResponse(416, fields: ["Content-Range": "bytes */0"]), 0),
        ] {
            for medium in ["{\"id\":1}", "{\"id\":1,\"size\":7}"] {
                #expect(try await stat(whole, .media(medium), url, file: answer).size == size)
            }
        }
    }

    @Test func `a size that nobody tells is not known`() async throws {
        #expect(try await stat(whole, .media("")).size == nil)
        for medium in ["{\"id\":1}", "{\"id\":1,\"size\":7}"] {
            #expect(try await stat(whole, .media(medium), .address(nil)).size == nil)
        }
        #expect(try await stat(whole, .media(), .address("https://evil.example/")).size == nil)
        let url = HTTPResponse.address("https://pocket.example/f")
        #expect(try await stat(whole, .media(), url, file: HTTPResponse(404)).size == nil)
    }
}
