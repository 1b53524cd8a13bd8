import HTTPCore
import ImgbtAdapter
import Raster
import TestSupport
import Testing

@Suite struct ListingTests {
    private func list(
        _ api: CannedTransport, in place: NativePlace? = nil, after token: PageToken? = nil
    ) async throws -> NativePage {
        try await ImgbtAdapter.sample(api: api).list(in: place, after: token)
    }

    @Test(arguments: [
        (nil, ""), ("acme", "partition=acme&"), ("acme/photos", "partition=acme&collection=photos&"),
        ("acme/photos/image-6vp", "partition=acme&collection=photos&channel=image-6vp&"),
    ])
    func `a place is a filter`(_ place: NativePlace?, _ query: String) async throws {
        let api = CannedTransport(.page([SampleRecord()]))
        let page = try await list(api, in: place)
        #expect(page.assets.map(\.id) == ["asset_01"] && page.next == nil)
        #expect(api.lines == ["GET /api/v1/vaults/main/assets?\(query)limit=100"])
    }

    @Test func `the cursor is the bookmark, passed on as it is`() async throws {
        let api = CannedTransport(.page([], cursor: "a+b/c="), .page([]))
        let next = try await list(api).next
        #expect(next == PageToken("a+b/c="))
        _ = try await list(api, after: next)
        #expect(api.lines[1].hasSuffix("limit=100&cursor=a%2Bb%2Fc%3D"))
    }

    @Test(arguments: ["", "/", "a/", "a/b/c/d", "A", "a b", "..", "a//b", "é"])
    func `what is no place is invalid`(_ place: String) async throws {
        let api = CannedTransport()
        let error = try await #require(throws: StorageError.self) {
            _ = try await list(api, in: NativePlace(place))
        }
        #expect(error.kind == .invalid)
        #expect(api.lines.isEmpty)
    }

    @Test func `a short page is not the last one, and a cursor without more is`() async throws {
        #expect(try await list(CannedTransport(.page([], cursor: "c"))).next == PageToken("c"))
        #expect(try await list(CannedTransport(.page([], cursor: "c", hasMore: false))).next == nil)
        let silent = HTTPResponse.json(200, "{\"data\":[],\"cursor\":\"c\"}")
        #expect(try await list(CannedTransport(silent)).next == PageToken("c"))
    }

    @Test func `a page that contradicts itself is malformed`() async throws {
        let double = HTTPResponse.page([SampleRecord(), SampleRecord()])
        let nowhere = HTTPResponse.page([SampleRecord()], hasMore: true)
        let circle = HTTPResponse.page([], cursor: "c")
        for answer in [double, nowhere, circle, .json(200, "{\"data\":[{}]}"), .json(200, "{}")] {
            let error = try await #require(throws: StorageError.self) {
                _ = try await list(CannedTransport(answer), after: PageToken("c"))
            }
            #expect(error.kind == .malformed && error.effect == StorageError.Effect.none)
        }
    }

    @Test func `what is no record is passed over beside those that are`() async throws {
        let strange = "{\"id\":\"asset_09\",\"filename\":null},7,\(SampleRecord().json)"
        let page = HTTPResponse.json(200, "{\"data\":[\(strange)],\"cursor\":5,\"has_more\":true}")
        let read = try await list(CannedTransport(page))
        #expect(read.assets.map(\.id) == ["asset_01"] && read.next == PageToken("5"))
    }

    @Test func `what lies elsewhere is passed over where the filter is not known`() async throws {
        var other = SampleRecord(id: "asset_02")
        other.partition = "press"
        let page = try await list(CannedTransport(.page([SampleRecord(), other])), in: "acme")
        #expect(page.assets.map(\.id) == ["asset_01"])
    }

    @Test func `two records of one asset are both listed`() async throws {
        let twins = [SampleRecord.of("a1", id: "asset_1"), SampleRecord.of("a1", id: "asset_2")]
        let page = try await list(CannedTransport(.page(twins)))
        #expect(page.assets.map(\.asset) == ["a1", "a1"] && page.assets.map(\.id) == ["asset_1", "asset_2"])
    }
}
