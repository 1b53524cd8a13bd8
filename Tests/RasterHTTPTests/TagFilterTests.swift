import HTTPCore
import Raster
import Testing

@Suite struct TagFilterTests {
    private func prepared() async throws -> (Surface, [String]) {
        let surface = try await Surface()
        let ids = try await surface.assets(4)
        for (id, tags) in zip(ids, [["sea"], ["sky", "sea"], ["sky"]]) {
            try await surface.send(
                .post, Surface.photos + "/assets/tag", json: body("assetIds", [id], ("tags", tags)))
        }
        return (surface, ids)
    }

    @Test(arguments: [
        "?tags=sea,sky", "?tags=sea&tags=sky", "?tags=,sea,&tags=sky,", "?tags=sea%2Csky",
        "?tags=%20sea%20,sky",
        "?tags=sea,sky,sea",
    ])
    func `any of the tags is enough, in every spelling`(query: String) async throws {
        let (surface, ids) = try await prepared()

        #expect(try await surface.listed(query) == [ids[2], ids[1], ids[0]])
    }

    @Test func `a combining mark hides no comma`() async throws {
        let (surface, ids) = try await prepared()

        #expect(try await surface.listed("?tags=sky,%CC%81x") == [ids[2], ids[1]])
    }

    @Test func `one tag finds its assets only`() async throws {
        let (surface, ids) = try await prepared()

        #expect(try await surface.listed("?tags=sky") == [ids[2], ids[1]])
    }

    @Test(arguments: ["?tags=", "?tags=,,", "?tags=&tags="])
    func `a filter without a tag filters nothing`(query: String) async throws {
        let (surface, ids) = try await prepared()

        #expect(try await surface.listed(query).count == ids.count)
    }

    @Test(arguments: [
        ("a,b,c,d,e", 200), ("a,b,c,d,e,f", 400), ("a,,b,,c,,d,,e,,", 200), ("a,b,c&tags=d,e,f", 400),
    ])
    func `five tags pass and six do not`(tags: String, status: Int) async throws {
        let surface = try await Surface()

        let reply = try await surface.get(Surface.photos + "/assets?tags=" + tags)

        #expect(reply.status == status)
        #expect(reply.code == (status == 400 ? "BAD_USER_INPUT" : nil))
    }

    @Test(arguments: ["trash", "index", "TRASH", "nothing"])
    func `reserved and unknown tags match nothing`(tag: String) async throws {
        let (surface, ids) = try await prepared()
        try await surface.trash([ids[0]])

        let reply = try await surface.get(Surface.photos + "/assets?tags=" + tag)

        #expect(reply.status == 200)
        #expect(reply.data == .array([]))
    }

    @Test func `a filter tells letter case apart`() async throws {
        let (surface, _) = try await prepared()

        #expect(try await surface.listed("?tags=Sea") == [])
    }

    @Test func `tags are listed by count, then id`() async throws {
        let (surface, ids) = try await prepared()
        try await surface.send(
            .post, Surface.photos + "/assets/tag", json: body("assetIds", [ids[3]], ("tags", ["zoo", "Alp"])))

        let tags = try await surface.get(Surface.photos + "/tags").data

        #expect(tags?.each("id") == ["sea", "sky", "Alp", "zoo"])
        #expect(tags?.array?.map { $0["count"]?.int } == [2, 2, 1, 1])
        #expect(tags?[0]?.names == ["id", "count", "type"] && tags?[0]?["type"]?.string == "user")
    }

    @Test func `a tag whose last asset is trashed is gone until it is restored`() async throws {
        let (surface, ids) = try await prepared()
        try await surface.trash([ids[1], ids[2]])
        let trashed = try await surface.get(Surface.photos + "/tags").data?.each("id")

        try await surface.send(.post, Surface.own + "/trash/restore", json: body("ids", [ids[2]]))

        #expect(trashed == ["sea"])
        #expect(try await surface.get(Surface.photos + "/tags").data?.each("id") == ["sea", "sky"])
    }

    @Test(arguments: [
        ("1", 200), ("1000", 200), ("0", 400), ("1001", 400), ("x", 400), ("", 400), ("-1", 400),
        ("1.0", 400),
    ])
    func `limit is 1 to 1000`(limit: String, status: Int) async throws {
        let (surface, _) = try await prepared()

        let reply = try await surface.get(Surface.photos + "/tags?limit=" + limit)

        #expect(reply.status == status)
        if limit == "1" { #expect(reply.data?.array?.count == 1) }
    }
}
