import HTTPCore
import Raster
import TestSupport
import Testing

@testable import MediaPocketAdapter

/// Lists of files as others may write them: no page shows one.
@Suite struct MediaListTests {
    private let md5 = "0123456789abcdef0123456789abcdef"

    private func media(_ list: String) async throws -> [MediaPocketMedium] {
        let answer = CannedTransport(.json(200, "{\"media\":\(list)}"))
        return try await MediaPocketAdapter.sample(api: answer).api.media(of: "-a1")
    }

    @Test(arguments: [
        ("{\"id\":1}", "1"), ("{\"id\":\"-x_1\"}", "-x_1"), ("{\"media_id\":7}", "7"),
        ("{\"media_id\":\"m\",\"id\":null}", "m"), ("{\"id\":1,\"media_id\":2}", "1"),
    ])
    func `the id of a file is a number or a text, by either name`(_ element: String, _ id: String)
        async throws
    {
        #expect(try await media("[\(element)]").map(\.id) == [id])
    }

    @Test func `what has no id is left out, and no list is an empty one`() async throws {
        let strange = "{},7,null,{\"id\":\"a/b\"},{\"id\":[]},{\"id\":1.5}"
        #expect(try await media("[\(strange),{\"id\":3}]").map(\.id) == ["3"])
        #expect(try await media("null").isEmpty)
        await #expect(throws: StorageError.self) { try await media("{}") }
    }

    @Test(arguments: [
        ("7", 7), ("\"7\"", 7), ("\"7 KB\"", nil), ("-7", nil), ("\"-7\"", nil), ("\"\"", nil), ("null", nil),
        ("7.5", nil), ("\"99999999999999999999\"", nil),
    ])
    func `a size is a number or its digits`(_ size: String, _ count: Int?) async throws {
        for name in ["size", "file_size", "filesize"] {
            #expect(try await media("[{\"id\":1,\"\(name)\":\(size)}]")[0].size == count)
        }
    }

    @Test func `the original is the one of the asset's checksum, else size, else name, else the first`()
        async throws
    {
        let list = try await media(
            """
            [{"id":1,"filename":"p.png","size":1},{"id":2,"filename":"a.png","size":2},
            {"id":3,"size":3},{"id":4,"md5_sum":"\(md5.uppercased())"}]
            """)
        #expect(list.original(md5: md5, size: 3, filename: "a.png")?.id == "4")
        #expect(list.original(md5: nil, size: 3, filename: "a.png")?.id == "3")
        #expect(list.original(md5: String(md5.reversed()), size: 9, filename: "a.png")?.id == "2")
        #expect(list.original(md5: nil, filename: nil)?.id == "1")
        #expect([].original(md5: md5, filename: nil) == nil)
    }
}
