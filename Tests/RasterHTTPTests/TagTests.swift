import HTTPCore
import Raster
import TestSupport
import Testing

@Suite struct TagTests {
    private let tag = Surface.photos + "/assets/tag"
    private let untag = Surface.photos + "/assets/untag"

    private func tags(of id: String, _ surface: Surface) async throws -> [String]? {
        try await surface.get("\(Surface.photos)/assets/\(id)").data?["tags"]?.strings
    }

    @Test func `tagging counts the pairs that are new`() async throws {
        let surface = try await Surface()
        let ids = try await surface.assets(2)
        try await surface.send(.post, tag, json: body("assetIds", [ids[0]], ("tags", ["a"])))

        let reply = try await surface.send(.post, tag, json: body("assetIds", ids, ("tags", ["a", "b"])))

        #expect(reply.status == 200)
        #expect(reply.data?.names == ["taggedCount"] && reply.data?["taggedCount"]?.int == 3)
        #expect(try await tags(of: ids[1], surface) == ["a", "b"])
    }

    @Test func `duplicates do not count twice`() async throws {
        let surface = try await Surface()
        let id = try await surface.asset()

        let reply = try await surface.send(
            .post, tag, json: body("assetIds", [id, id], ("tags", ["a", " a ", "a"])))

        #expect(reply.data?["taggedCount"]?.int == 1)
    }

    @Test func `untagging counts the pairs that are gone`() async throws {
        let surface = try await Surface()
        let ids = try await surface.assets(2)
        try await surface.send(.post, tag, json: body("assetIds", ids, ("tags", ["a", "b"])))

        let reply = try await surface.send(
            .post, untag, json: body("assetIds", [ids[0], ids[0]], ("tags", ["b", "c", "b"])))

        #expect(reply.data?.names == ["untaggedCount"] && reply.data?["untaggedCount"]?.int == 1)
        #expect(try await tags(of: ids[0], surface) == ["a"])
        #expect(try await tags(of: ids[1], surface) == ["a", "b"])
    }

    @Test func `letter case is kept and significant`() async throws {
        let surface = try await Surface()
        let id = try await surface.asset()
        try await surface.send(.post, tag, json: body("assetIds", [id], ("tags", ["Sea", "sea"])))

        try await surface.send(.post, untag, json: body("assetIds", [id], ("tags", ["Sea"])))

        #expect(try await tags(of: id, surface) == ["sea"])
    }

    @Test func `spellings that are composed differently are two tags`() async throws {
        let surface = try await Surface()
        let id = try await surface.asset()

        let reply = try await surface.send(
            .post, tag, json: body("assetIds", [id], ("tags", ["caf\u{E9}", "cafe\u{301}"])))

        #expect(reply.data?["taggedCount"]?.int == 2)
    }

    @Test func `a real change bumps updated and a repetition does not`() async throws {
        let surface = try await Surface()
        let id = try await surface.asset()
        let json = body("assetIds", [id], ("tags", ["a"]))
        surface.clock.advance(by: .seconds(1))
        try await surface.send(.post, tag, json: json)
        let changed = try await surface.get("\(Surface.photos)/assets/\(id)").data
        surface.clock.advance(by: .seconds(1))

        let reply = try await surface.send(.post, tag, json: json)

        #expect(reply.data?["taggedCount"]?.int == 0)
        #expect(changed?["updated"]?.int == (changed?["created"]?.int ?? 0) + 1000)
        #expect(try await surface.get("\(Surface.photos)/assets/\(id)").data == changed)
    }

    @Test(arguments: ["index", "trash", "Trash", "INDEX", " trash "], ["tag", "untag"])
    func `reserved tags are refused before anything is written`(reserved: String, route: String) async throws
    {
        let surface = try await Surface()
        let id = try await surface.asset()

        let reply = try await surface.send(
            .post, "\(Surface.photos)/assets/\(route)",
            json: body("assetIds", [id], ("tags", ["ok", reserved])))

        #expect(reply.status == 400)
        #expect(reply.code == "BAD_USER_INPUT")
        #expect(try await tags(of: id, surface) == [])
    }

    @Test(
        arguments: ["", "  ", "a,b", "a\\u0001b", "a\\nb", String(repeating: "x", count: 101)],
        ["tag", "untag"])
    func `a tag out of form is refused`(text: String, route: String) async throws {
        let surface = try await Surface()
        let id = try await surface.asset()

        let reply = try await surface.send(
            .post, "\(Surface.photos)/assets/\(route)", json: #"{"assetIds":["\#(id)"],"tags":["\#(text)"]}"#)

        #expect(reply.code == "BAD_USER_INPUT")
    }

    @Test func `a tag of 100 scalars is taken, trimmed`() async throws {
        let surface = try await Surface()
        let id = try await surface.asset()
        let long = String(repeating: "🏖", count: 100)

        let reply = try await surface.send(
            .post, tag, json: body("assetIds", [id], ("tags", ["  \(long)\t"])))

        #expect(reply.data?["taggedCount"]?.int == 1)
        #expect(try await tags(of: id, surface) == [long])
    }

    @Test(
        arguments: [(100, 20, 404), (101, 1, 400), (1, 21, 400), (0, 1, 400), (1, 0, 400)], ["tag", "untag"])
    func `100 ids and 20 tags at most, counted before duplicates are removed`(
        sizes: (ids: Int, tags: Int, status: Int), route: String
    ) async throws {
        let surface = try await Surface()

        let reply = try await surface.send(
            .post, "\(Surface.photos)/assets/\(route)",
            json: body(
                "assetIds", Array(repeating: "a", count: sizes.ids),
                ("tags", Array(repeating: "t", count: sizes.tags))))

        #expect(reply.status == sizes.status)
        #expect(reply.code == (sizes.status == 400 ? "BAD_USER_INPUT" : "RESOURCE_NOT_FOUND"))
    }

    @Test(arguments: ["tag", "untag"])
    func `one id that is not live here fails the call and writes nothing`(route: String) async throws {
        let surface = try await Surface()
        let ids = try await surface.assets(2)
        let elsewhere = try await surface.asset(in: Surface.drafts)
        try await surface.send(.post, tag, json: body("assetIds", [ids[0]], ("tags", ["kept"])))
        try await surface.trash([ids[1]])

        for other in [elsewhere, ids[1], "unknown"] {
            let reply = try await surface.send(
                .post, "\(Surface.photos)/assets/\(route)",
                json: body("assetIds", [ids[0], other], ("tags", ["new", "kept"])))
            #expect(reply.status == 404)
            #expect(reply.code == "RESOURCE_NOT_FOUND")
        }
        #expect(try await tags(of: ids[0], surface) == ["kept"])
    }

    @Test(arguments: [
        #"{"assetIds":["a"]}"#, #"{"tags":["a"]}"#, #"{"assetIds":"a","tags":["a"]}"#,
        #"{"assetIds":["a"],"tags":[1]}"#,
        #"{"assetIds":["a"],"tags":"a"}"#, "{}",
    ])
    func `a body with missing or wrong members is refused`(json: String) async throws {
        let surface = try await Surface()

        #expect(try await surface.send(.post, tag, json: json).code == "BAD_USER_INPUT")
    }
}
