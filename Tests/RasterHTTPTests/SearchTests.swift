import HTTPCore
import Raster
import Testing

@Suite struct SearchTests {
    private let path = "/organizations/acme/search/assets"

    @Test func `a hit is an asset with score and highlights`() async throws {
        let surface = try await Surface()
        try await surface.asset("sunset over sea.jpg")

        let data = try await surface.get(path + "?q=sunset").data

        #expect(data?.names == ["hits", "found", "page"])
        #expect(data?["found"]?.int == 1 && data?["page"]?.int == 1)
        #expect(data?["hits"]?[0]?.names == AssetTests.members + ["score", "highlights"])
        #expect((data?["hits"]?[0]?["score"]?.double ?? 0) > 0)
        #expect(data?["hits"]?[0]?["highlights"]?["name"]?.string == "<mark>sunset</mark> over sea")
    }

    @Test func `a name is escaped before it is marked`() async throws {
        let surface = try await Surface()
        try await surface.asset("<b>sunset & sea.jpg")

        let hit = try await surface.get(path + "?q=sunset").data?["hits"]?[0]

        #expect(hit?["highlights"]?["name"]?.string == "&lt;b&gt;<mark>sunset</mark> &amp; sea")
    }

    @Test func `tags that match are named without marks`() async throws {
        let surface = try await Surface()
        let id = try await surface.asset("a.jpg")
        try await surface.send(
            .post, Surface.photos + "/assets/tag", json: body("assetIds", [id], ("tags", ["sunset", "sky"])))

        let hit = try await surface.get(path + "?q=sunset").data?["hits"]?[0]

        #expect(hit?["highlights"]?.names == ["tags"])
        #expect(hit?["highlights"]?["tags"]?.strings == ["sunset"])
    }

    @Test func `a hit by description alone has no highlights`() async throws {
        let surface = try await Surface()
        let id = try await surface.asset("a.jpg")
        try await surface.send(
            .patch, "\(Surface.photos)/assets/\(id)/description", json: text("description", "a sunset"))

        let hit = try await surface.get(path + "?q=sunset").data?["hits"]?[0]

        #expect(hit?["id"]?.string == id)
        #expect(hit?["highlights"] == .null)
    }

    @Test(arguments: ["?q=", "", "?q=%20%09", "?q"])
    func `without a word the newest come first, unranked`(query: String) async throws {
        let surface = try await Surface()
        let ids = try await surface.assets(2)

        let data = try await surface.get(path + query).data

        #expect(data?["hits"]?.each("id") == [ids[1], ids[0]] && data?["found"]?.int == 2)
        #expect(data?["hits"]?[0]?["score"] == .null && data?["hits"]?[0]?["highlights"] == .null)
    }

    @Test(arguments: [
        ("sun", 1), ("sun se", 0), ("sunset se", 1), ("su sea", 0), ("sunset cloud", 0), ("SUNSET", 1),
        ("sea sunset", 1),
    ])
    func `every word must match, the last one as a prefix`(words: String, found: Int) async throws {
        let surface = try await Surface()
        try await surface.asset("sunset sea.jpg")

        let query = words.split(separator: " ").joined(separator: "+")

        #expect(try await surface.get(path + "?q=" + query).data?["found"]?.int == found)
    }

    @Test(arguments: [
        "%22", "*", "NEAR(a,b)", "-", "a:b", "(", ")", "AND", "OR", "NOT", "%27", "^a", "%7B", "name:x",
        "%00%20a",
        "%22%22%22", "a%22*", "%F0%9F%8F%96",
    ])
    func `user text is never query syntax`(query: String) async throws {
        let surface = try await Surface()
        try await surface.asset("plain.jpg")

        let reply = try await surface.get(path + "?q=" + query)

        #expect(reply.status == (query.contains("%00") ? 400 : 200))
    }

    @Test func `Chinese is found by two characters`() async throws {
        let surface = try await Surface()
        try await surface.asset("美しい夕焼け空.jpg")

        #expect(try await surface.get(path + "?q=%E5%A4%95%E7%84%BC").data?["found"]?.int == 1)
    }

    @Test func `a library out of reach fails the whole request`() async throws {
        let surface = try await Surface()
        try await surface.asset()

        for libraries in ["photos,drafts", "drafts", "photos&libraries=nowhere", "vault"] {
            let reply = try await surface.get("\(path)?q=beach&libraries=\(libraries)", key: .photos)
            #expect(reply.status == 404)
            #expect(reply.code == "API_KEY_NOT_AUTHORIZED_FOR_LIBRARY")
        }
    }

    @Test(arguments: ["photos", "photos,photos", "photos&libraries=photos", ",photos,"])
    func `named libraries bound the search`(libraries: String) async throws {
        let surface = try await Surface()
        let id = try await surface.asset("a beach.jpg")
        try await surface.asset("b beach.jpg", in: Surface.drafts)

        let data = try await surface.get("\(path)?q=beach&libraries=\(libraries)").data

        #expect(data?["hits"]?.each("id") == [id] && data?["found"]?.int == 1)
    }

    @Test(arguments: ["", "&libraries=", "&libraries=,"])
    func `without libraries all within reach are searched`(libraries: String) async throws {
        let surface = try await Surface()
        try await surface.asset("a beach.jpg")
        try await surface.asset("b beach.jpg", in: Surface.drafts)

        #expect(try await surface.get("\(path)?q=beach\(libraries)").data?["found"]?.int == 2)
        #expect(try await surface.get("\(path)?q=beach\(libraries)", key: .photos).data?["found"]?.int == 1)
    }

    @Test func `a key without libraries finds nothing`() async throws {
        let surface = try await Surface()
        try await surface.asset()

        let data = try await surface.get(path + "?q=beach", key: Key.none).data

        #expect(data?["hits"] == .array([]) && data?["found"]?.int == 0)
    }

    @Test func `a page past the end is empty and found stays`() async throws {
        let surface = try await Surface()
        for name in ["a", "b", "c"] { try await surface.asset("\(name) beach.jpg") }

        let data = try await surface.get(path + "?q=beach&page=9&pageSize=2").data

        #expect(data?["hits"] == .array([]) && data?["found"]?.int == 3 && data?["page"]?.int == 9)
    }

    @Test func `pages of hits do not overlap`() async throws {
        let surface = try await Surface()
        let ids = try await surface.assets(5)

        var seen: [String] = []
        for page in 1...3 {
            seen +=
                try await surface.get("\(path)?q=file&page=\(page)&pageSize=2").data?["hits"]?.each("id")
                ?? []
        }

        #expect(seen.sorted() == ids.sorted())
    }
}
