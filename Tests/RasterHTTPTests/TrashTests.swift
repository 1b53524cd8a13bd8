import AdapterKit
import Gateway
import HTTPCore
import Raster
import TestSupport
import Testing

@Suite struct TrashTests {
    private let path = Surface.photos + "/assets"

    @Test func `trashing names what was moved, in the literal grammar`() async throws {
        let surface = try await Surface()
        let id = try await surface.asset()

        let reply = try await surface.trash([id])

        #expect(reply.status == 200)
        #expect(reply.data?.names == ["success", "message", "ids"])
        #expect(reply.data?["success"]?.bool == true)
        #expect(reply.data?["message"]?.string == "Moved 1 assets to trash")
        #expect(reply.data?["ids"]?.strings == [id])
    }

    @Test func `what is trashed already, elsewhere or unknown is skipped`() async throws {
        let surface = try await Surface()
        let ids = try await surface.assets(2)
        let elsewhere = try await surface.asset(in: Surface.drafts)
        try await surface.trash([ids[0]])

        let reply = try await surface.trash([ids[0], "unknown", elsewhere, ids[1], ids[1]])

        #expect(reply.data?["ids"]?.strings == [ids[1]])
        #expect(reply.data?["message"]?.string == "Moved 1 assets to trash")
        #expect(try await surface.listed(in: Surface.drafts) == [elsewhere])
    }

    @Test func `moving nothing is a success`() async throws {
        let surface = try await Surface()

        let reply = try await surface.trash(["unknown"])

        #expect(reply.status == 200)
        #expect(reply.data?["success"]?.bool == true)
        #expect(reply.data?["message"]?.string == "Moved 0 assets to trash")
        #expect(reply.data?["ids"] == .array([]))
    }

    @Test(arguments: ["", "{}", #"{"ids":[]}"#, #"{"other":["a"]}"#, #"{"ids":null}"#])
    func `a body without ids is DELETE_ERROR`(json: String) async throws {
        let surface = try await Surface()

        let reply = try await surface.send(.delete, path, json: json)

        #expect(reply.status == 400)
        #expect(reply.code == "DELETE_ERROR")
    }

    @Test(arguments: [#"{"ids":[1]}"#, #"{"ids":["a",null]}"#, #"{"ids":"a"}"#, "{", "[]"])
    func `ids of the wrong type are BAD_USER_INPUT`(json: String) async throws {
        let surface = try await Surface()

        #expect(try await surface.send(.delete, path, json: json).code == "BAD_USER_INPUT")
    }

    @Test(arguments: [(99, 200), (100, 200), (101, 400)])
    func `100 ids at most, counted before duplicates are removed`(count: Int, status: Int) async throws {
        let surface = try await Surface()

        let reply = try await surface.trash(Array(repeating: "same", count: count))

        #expect(reply.status == status)
        #expect(reply.code == (status == 400 ? "MAX_ASSETS_EXCEEDED" : nil))
    }

    @Test func `of two deletes at once each id is in exactly one answer`() async throws {
        let surface = try await Surface()
        let ids = try await surface.assets(4)

        async let first = surface.trash(ids)
        async let second = surface.trash(ids)
        let moved = try await [first, second].flatMap { $0.data?["ids"]?.strings ?? [] }

        #expect(moved.sorted() == ids.sorted())
    }

    @Test func `a trashed asset is gone everywhere`() async throws {
        let surface = try await Surface()
        let id = try await surface.asset("beach.jpg")
        let cdn = try await surface.cdnPath(of: id)
        try await surface.trash([id])
        let ids = body("assetIds", [id], ("tags", ["a"]))

        let found = try await surface.get("/organizations/acme/search/assets?q=beach").data?["found"]?.int
        let answers = [
            try await surface.get("\(path)/\(id)"), try await surface.send(.post, path + "/tag", json: ids),
            try await surface.send(.post, path + "/untag", json: ids),
            try await surface.send(.patch, "\(path)/\(id)/description", json: text("description", "d")),
            try await surface.send(
                .post, path + "/transfer", json: #"{"targetLibraryId":"drafts","assetIds":["\#(id)"]}"#),
            try await surface.get(cdn), try await surface.get("\(Surface.own)/assets/\(id)/comments"),
        ]

        #expect(try await surface.listed() == [] && found == 0)
        #expect(answers.map(\.code) == Array(repeating: "RESOURCE_NOT_FOUND", count: 7))
        #expect(answers.map(\.status) == Array(repeating: 404, count: 7))
    }

    @Test func `the trash lists assets with when they came and go`() async throws {
        let surface = try await Surface()
        let id = try await surface.asset()
        surface.clock.advance(by: .seconds(5))
        try await surface.trash([id])

        let item = try await surface.get(Surface.own + "/trash").data?[0]

        let now = surface.clock.now().milliseconds
        #expect(item?.names == AssetTests.members + ["trashed", "purgeAt"])
        #expect(item?["trashed"]?.int == Int(now))
        #expect(item?["purgeAt"]?.int == Int(now + 30 * 86_400_000))
    }

    @Test func `the trash is listed in pages`() async throws {
        let surface = try await Surface()
        let ids = try await surface.assets(3)
        for id in ids {
            surface.clock.advance(by: .seconds(1))
            try await surface.trash([id])
        }

        let first = try await surface.get(Surface.own + "/trash?pageSize=2").data?.each("id")
        let second = try await surface.get(Surface.own + "/trash?pageSize=2&page=2").data?.each("id")

        #expect(first == [ids[2], ids[1]] && second == [ids[0]])
    }

    @Test func `restoring brings assets back and skips the others`() async throws {
        let surface = try await Surface()
        let ids = try await surface.assets(2)
        let cdn = try await surface.cdnPath(of: ids[0])
        try await surface.trash([ids[0]])

        let reply = try await surface.send(
            .post, Surface.own + "/trash/restore", json: body("ids", [ids[0], ids[1], "unknown", ids[0]]))

        #expect(reply.status == 200)
        #expect(reply.data?.names == ["restoredCount", "ids"])
        #expect(reply.data?["restoredCount"]?.int == 1 && reply.data?["ids"]?.strings == [ids[0]])
        #expect(try await surface.listed() == [ids[1], ids[0]])
        #expect(try await surface.get(cdn).text == "content")
    }

    @Test func `purging removes trashed assets and their bytes for good`() async throws {
        let surface = try await Surface()
        let ids = try await surface.assets(2)
        try await surface.trash([ids[0]])

        let reply = try await surface.send(
            .delete, Surface.own + "/trash", json: body("ids", [ids[0], ids[1], ids[0]]))

        #expect(reply.data?.names == ["purgedCount", "ids"])
        #expect(reply.data?["purgedCount"]?.int == 1 && reply.data?["ids"]?.strings == [ids[0]])
        #expect(try await surface.listed() == [ids[1]])
        #expect(storedFiles(surface).count == 1)
        #expect(try await surface.library()?["trashCount"]?.int == 0)
    }

    @Test func `what the store refuses to purge stays in the trash`() async throws {
        let surface = try await Surface(.memory)
        let ids = try await surface.assets(2)
        try await surface.trash(ids)
        surface.memory.fail(.delete, with: StorageError(.unavailable, "down"))

        let reply = try await surface.send(.delete, Surface.own + "/trash", json: body("ids", ids))

        #expect(reply.data?["ids"]?.strings == [ids[1]])
        #expect(try await surface.get(Surface.own + "/trash").data?.each("id") == [ids[0]])
        #expect(surface.memory.failuresToCome == 0)
    }

    @Test(arguments: [HTTPMethod.post, .delete])
    func `restore and purge take 1 to 100 ids`(method: HTTPMethod) async throws {
        let surface = try await Surface()
        let target = Surface.own + (method == .post ? "/trash/restore" : "/trash")

        for (count, status) in [(0, 400), (1, 200), (100, 200), (101, 400)] {
            let reply = try await surface.send(
                method, target, json: body("ids", Array(repeating: "x", count: count)))
            #expect(reply.status == status)
            #expect(reply.code == (status == 400 ? "BAD_USER_INPUT" : nil))
        }
        #expect(try await surface.send(method, target, json: "{}").code == "BAD_USER_INPUT")
    }

    @Test func `after 30 days the trash is purged and before that it is not`() async throws {
        let surface = try await Surface()
        let id = try await surface.asset()
        try await surface.trash([id])
        surface.clock.advance(by: .days(30) - .seconds(1))
        let early = try await Housekeeper(surface.gateway).round()
        surface.clock.advance(by: .seconds(1))

        let round = try await Housekeeper(surface.gateway).round()

        #expect(early.purged == 0 && round.purged == 1)
        #expect(try await surface.get(Surface.own + "/trash").data == .array([]))
        #expect(storedFiles(surface).isEmpty)
    }

    @Test func `a wall clock that leaps ahead purges nothing`() async throws {
        let surface = try await Surface()
        let id = try await surface.asset()
        try await surface.trash([id])
        surface.clock.leap(by: .days(40))

        let round = try await Housekeeper(surface.gateway).round()

        #expect(round.purged == 0)
        #expect(try await surface.get(Surface.own + "/trash").data?.each("id") == [id])
    }

    @Test func `the counter of the trash follows every move`() async throws {
        let surface = try await Surface()
        let ids = try await surface.assets(3)
        try await surface.trash(ids)
        let full = try await surface.library()?["trashCount"]?.int
        try await surface.send(.post, Surface.own + "/trash/restore", json: body("ids", [ids[0]]))

        let library = try await surface.library()

        #expect(full == 3 && library?["trashCount"]?.int == 2 && library?["assetsCount"]?.int == 1)
    }
}
