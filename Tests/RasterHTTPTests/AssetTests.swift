import HTTPCore
import Raster
import RasterCatalog
import TestSupport
import Testing

@Suite struct AssetTests {
    static let members = [
        "id", "width", "height", "name", "libraryId", "blurhash", "url", "thumbUrl", "thumbHighUrl",
        "thumbUrlBlurred", "views", "type", "description", "tags", "contentType", "size", "created",
        "updated",
        "uploadedBy",
    ]

    @Test func `an asset has all 19 members`() async throws {
        let surface = try await Surface()
        let id = try await surface.asset("beach.at.dawn.jpg", "12345")

        let asset = try await surface.get("\(Surface.photos)/assets/\(id)").data

        #expect(asset?.names == Self.members)
        #expect(asset?["name"]?.string == "beach.at.dawn" && asset?["libraryId"]?.string == "photos")
        #expect(asset?["contentType"]?.string == "image/jpeg" && asset?["size"]?.int == 5)
        #expect(asset?["type"]?.string == "main" && asset?["views"] == .array([]))
        #expect(asset?["tags"] == .array([]) && asset?["description"] == .null)
        #expect(asset?["created"]?.int == Int(Timestamp.sample().milliseconds))
        #expect(asset?["updated"] == asset?["created"])
        #expect(asset?["uploadedBy"]?["name"]?.string == "Key writer")
        for name in ["width", "height", "blurhash", "thumbUrl", "thumbHighUrl", "thumbUrlBlurred"] {
            #expect(asset?[name] == .null)
        }
    }

    @Test func `derived fields are shown once they are known`() async throws {
        let surface = try await Surface()
        let id = try await surface.asset()
        var derived = DerivedFields()
        (derived.width, derived.height, derived.blurhash) = (3, 2, "L00")
        derived.thumbUrl = "https://assets.example/t/1"
        let known = derived
        try await surface.catalog.write { try await $0.setDerived(known, of: AssetID(id)) }

        let asset = try await surface.get("\(Surface.photos)/assets/\(id)").data

        #expect(asset?["width"]?.int == 3 && asset?["height"]?.int == 2)
        #expect(asset?["blurhash"]?.string == "L00")
        #expect(asset?["thumbUrl"]?.string == "https://assets.example/t/1")
        #expect(asset?["updated"] == asset?["created"])
    }

    @Test func `numbers are integers and slashes are not escaped`() async throws {
        let surface = try await Surface()
        let id = try await surface.asset()

        let text = try await surface.get("\(Surface.photos)/assets/\(id)").text

        #expect(text.contains("\"size\":7,\"created\":1780000000000,"))
        #expect(text.contains("\"url\":\"https://assets.example/cdn/acme/"))
    }

    @Test func `missing, elsewhere and trashed are the same 404`() async throws {
        let surface = try await Surface()
        let trashed = try await surface.asset("a.jpg")
        let elsewhere = try await surface.asset("b.jpg", in: Surface.drafts)
        try await surface.trash([trashed])

        let replies = [
            try await surface.get(Surface.photos + "/assets/nothing"),
            try await surface.get(Surface.photos + "/assets/" + trashed),
            try await surface.get(Surface.photos + "/assets/" + elsewhere),
        ]

        #expect(replies.map(\.status) == [404, 404, 404])
        #expect(replies[0].code == "RESOURCE_NOT_FOUND")
        #expect(replies.allSatisfy { $0.bytes == replies[0].bytes })
    }

    @Test(arguments: ["..", "%2E%2E%2Fpasswd", "a%2Fb", "' OR 1=1", "%F0%9F%8F%96"])
    func `an id of any form is just not found`(id: String) async throws {
        let surface = try await Surface()

        let target = Surface.photos + "/assets/" + id.split(separator: " ").joined(separator: "%20")

        #expect(try await surface.get(target).code == "RESOURCE_NOT_FOUND")
    }

    @Test func `assets are listed newest first, then by id`() async throws {
        let surface = try await Surface()
        let older = try await surface.asset("old.txt")
        surface.clock.advance(by: .seconds(1))
        let reply = try await surface.upload([.file("a.txt"), .file("b.txt")])

        let newer = try #require(reply.data?["assets"]?.each("id"))

        #expect(try await surface.listed() == newer.sorted() + [older])
    }

    @Test(arguments: [
        "page=0", "page=-1", "page=x", "page=1.5", "page=", "page=1&page=2", "pageSize=0", "pageSize=501",
        "pageSize=-1", "page=99999999999999999999", "page=%31%20", "page=+1", "pageSize=٣",
    ])
    func `a page out of bounds is refused`(query: String) async throws {
        let surface = try await Surface()

        for path in [
            Surface.photos + "/assets", "/organizations/acme/libraries", "/organizations/acme/search/assets",
            Surface.own + "/trash",
        ] {
            let reply = try await surface.get("\(path)?\(query)")
            #expect(reply.status == 400)
            #expect(reply.code == "BAD_USER_INPUT")
        }
    }

    @Test(arguments: [
        "", "?page=1", "?pageSize=500", "?pageSize=1", "?page=9223372036854775807", "?unknown=1",
    ])
    func `a page within bounds is answered`(query: String) async throws {
        let surface = try await Surface()

        #expect(try await surface.get(Surface.photos + "/assets" + query).status == 200)
    }

    @Test func `pages do not overlap and end with an empty one`() async throws {
        let surface = try await Surface()
        let ids = try await surface.assets(5)

        let pages = [
            try await surface.listed("?pageSize=2"), try await surface.listed("?page=2&pageSize=2"),
            try await surface.listed("?page=3&pageSize=2"), try await surface.listed("?page=4&pageSize=2"),
        ]

        #expect(pages == [[ids[4], ids[3]], [ids[2], ids[1]], [ids[0]], []])
    }

    @Test func `a page has 50 assets unless asked otherwise`() async throws {
        let surface = try await Surface(.memory)
        for _ in 0..<3 { try await surface.upload((0..<17).map { .file("\($0).txt") }) }

        #expect(try await surface.listed().count == 50)
        #expect(try await surface.listed("?page=2").count == 1)
        #expect(try await surface.listed("?pageSize=500").count == 51)
    }
}
