import Gateway
import HTTPCore
import Raster
import RasterCatalog
import TestSupport
import Testing

@Suite struct LibraryTests {
    private let path = Surface.organization + "/libraries"

    @Test func `a new library is 201 with zeroed counters and no tags`() async throws {
        let surface = try await Surface()

        let reply = try await surface.send(.post, path, json: #"{"name":"Barcelona","slug":"bcn"}"#)

        #expect(reply.status == 201)
        #expect(reply.data?.names == ["id", "name", "assetsCount", "photosCount", "trashCount", "tags"])
        #expect(reply.data?["id"]?.string == "bcn" && reply.data?["name"]?.string == "Barcelona")
        #expect(["assetsCount", "photosCount", "trashCount"].map { reply.data?[$0]?.int } == [0, 0, 0])
        #expect(reply.data?["tags"] == .array([]))
    }

    @Test func `a new library is granted to the key that made it`() async throws {
        let surface = try await Surface()

        try await surface.send(.post, path, key: .photos, json: #"{"name":"Mine","slug":"mine"}"#)
        let reply = try await surface.upload([.file("a.txt")], to: path + "/mine", key: .photos)

        #expect(reply.status == 200)
        #expect(
            try await surface.get("/me", key: .photos).data?["libraries"]?.each("access") == [
                "write", "write",
            ])
    }

    @Test func `a key with one write library may create`() async throws {
        let surface = try await Surface()

        #expect(try await surface.send(.post, path, key: .mixed, json: #"{"name":"More"}"#).status == 201)
    }

    @Test(arguments: [Key.reader, Key.none])
    func `a key that writes nowhere may not create`(key: Key) async throws {
        let surface = try await Surface()

        let reply = try await surface.send(.post, path, key: key, json: #"{"name":"More"}"#)

        #expect(reply.status == 403)
        #expect(reply.code == "API_KEY_READ_ONLY")
    }

    @Test func `a taken slug is 409`() async throws {
        let surface = try await Surface()

        let reply = try await surface.send(.post, path, json: #"{"name":"Again","slug":"photos"}"#)

        #expect(reply.status == 409)
        #expect(reply.code == "LIBRARY_URL_TAKEN")
    }

    @Test func `a slug of another organization is free`() async throws {
        let surface = try await Surface()

        #expect(try await surface.send(.post, path, json: #"{"name":"V","slug":"vault"}"#).status == 201)
    }

    @Test(arguments: [
        ("Summer in Rome", "summer-in-rome"), ("photos", "photos-2"), ("Ünï", "n"), ("日本", "library"),
        ("--a--", "a"),
    ])
    func `without a slug one is derived from the name`(name: String, slug: String) async throws {
        let surface = try await Surface()

        let reply = try await surface.send(.post, path, json: text("name", name))

        #expect(reply.data?["id"]?.string == slug)
    }

    @Test(arguments: [
        "", "-a", "a-", "A", "a_b", "a.b", "ü", String(repeating: "a", count: 65), "a b", "index/",
    ])
    func `a slug out of form is refused`(slug: String) async throws {
        let surface = try await Surface()

        let reply = try await surface.send(
            .post, path, json: #"{"name":"N","slug":"\#(slug)"}"#)

        #expect(reply.status == 400)
        #expect(reply.code == "BAD_USER_INPUT")
    }

    @Test(arguments: ["a", "0", "a-b", String(repeating: "a", count: 64)])
    func `a slug in form is taken`(slug: String) async throws {
        let surface = try await Surface()

        let reply = try await surface.send(.post, path, json: #"{"name":"N","slug":"\#(slug)"}"#)

        #expect(reply.data?["id"]?.string == slug)
    }

    @Test(arguments: [
        (1, 201), (255, 201), (256, 400), (0, 400),
    ])
    func `a name has 1 to 255 scalars`(count: Int, status: Int) async throws {
        let surface = try await Surface()

        let name = String(repeating: "é", count: count)
        let reply = try await surface.send(.post, path, json: text("name", " \(name)\n"))

        #expect(reply.status == status)
        if status == 201 { #expect(reply.data?["name"]?.string == name) }
    }

    @Test(arguments: [
        "{}", #"{"name":null}"#, #"{"name":5}"#, #"{"name":["a"]}"#, "[]", "\"name\"", "{", "", "null",
    ])
    func `a body without a name is refused`(json: String) async throws {
        let surface = try await Surface()

        let reply = try await surface.send(.post, path, json: json)

        #expect(reply.status == 400)
        #expect(reply.code == "BAD_USER_INPUT")
    }

    @Test func `a member of the wrong type is named`() async throws {
        let surface = try await Surface()

        let reply = try await surface.send(.post, path, json: #"{"name":"A","slug":7}"#)

        #expect(reply.code == "BAD_USER_INPUT")
        #expect(reply.text.contains("slug"))
    }

    @Test func `unknown members are ignored`() async throws {
        let surface = try await Surface()

        let reply = try await surface.send(.post, path, json: #"{"name":"A","colour":{"r":[1]}}"#)

        #expect(reply.status == 201)
    }

    @Test func `a rename changes the name and keeps the slug`() async throws {
        let surface = try await Surface()

        let reply = try await surface.send(
            .patch, Surface.photos, json: #"{"name":"  Photographs ","slug":"other","id":"x"}"#)

        #expect(reply.status == 200)
        #expect(reply.data?["id"]?.string == "photos" && reply.data?["name"]?.string == "Photographs")
        #expect(try await surface.library()?["name"]?.string == "Photographs")
    }

    @Test func `a rename without a name is refused`() async throws {
        let surface = try await Surface()

        #expect(
            try await surface.send(.patch, Surface.photos, json: #"{"slug":"a"}"#).code == "BAD_USER_INPUT")
    }

    @Test func `libraries are listed by name, then id, in pages`() async throws {
        let surface = try await Surface()
        for (name, slug) in [("b", "z"), ("b", "y"), ("a", "x")] {
            try await surface.send(.post, path, json: #"{"name":"\#(name)","slug":"\#(slug)"}"#)
        }

        #expect(try await surface.get(path).data?.each("id") == ["x", "y", "z", "drafts", "photos"])
        #expect(try await surface.get(path + "?page=2&pageSize=2").data?.each("id") == ["z", "drafts"])
        #expect(try await surface.get(path + "?page=9&pageSize=2").data == .array([]))
    }

    @Test func `counters and tags follow the assets`() async throws {
        let surface = try await Surface()
        let ids = [try await surface.asset("a.jpg"), try await surface.asset("b.txt")]
        try await surface.send(
            .post, Surface.photos + "/assets/tag", json: body("assetIds", ids, ("tags", ["sea"])))
        try await surface.trash([ids[1]])

        let library = try await surface.library()

        #expect(["assetsCount", "photosCount", "trashCount"].map { library?[$0]?.int } == [1, 1, 1])
        #expect(library?["tags"]?[0]?["id"]?.string == "sea" && library?["tags"]?[0]?["count"]?.int == 1)
    }

    @Test func `two creates at the cap do not both pass`() async throws {
        let surface = try await Surface(settings: { $0.hobby.libraries = 3 })
        try await surface.makeHobby()

        async let first = surface.send(.post, path, json: #"{"name":"one"}"#)
        async let second = surface.send(.post, path, json: #"{"name":"two"}"#)
        let replies = try await [first, second]

        #expect(replies.map(\.status).sorted() == [201, 400])
        #expect(replies.compactMap(\.code) == ["LIBRARY_LIMIT_EXCEEDED"])
    }
}

extension Surface {
    /// Puts `acme` on the free plan.
    func makeHobby() async throws {
        try await catalog.write { writer in
            try await writer.update(
                Organization(id: "acme", name: "ACME", plan: .hobby, created: .sample()))
        }
    }
}
