import HTTPCore
import Raster
import RasterCatalog
import TestSupport
import Testing

@Suite struct TransferTests {
    private let path = Surface.photos + "/assets/transfer"

    private func json(_ target: String, _ ids: [String]) -> String {
        let list = ids.map { "\"\($0)\"" }.joined(separator: ",")
        return #"{"targetLibraryId":"\#(target)","assetIds":[\#(list)]}"#
    }

    @Test func `assets move and both ends are echoed`() async throws {
        let surface = try await Surface()
        let ids = try await surface.assets(2)

        let reply = try await surface.send(.post, path, json: json("drafts", [ids[0], ids[0]]))

        #expect(reply.status == 200)
        #expect(reply.data?.names == ["transferredCount", "sourceLibraryId", "targetLibraryId"])
        #expect(reply.data?["transferredCount"]?.int == 1)
        #expect(reply.data?["sourceLibraryId"]?.string == "photos")
        #expect(reply.data?["targetLibraryId"]?.string == "drafts")
        #expect(try await surface.listed() == [ids[1]])
        #expect(try await surface.listed(in: Surface.drafts) == [ids[0]])
    }

    @Test func `the old address is gone and the url stays`() async throws {
        let surface = try await Surface()
        let id = try await surface.asset()
        let before = try await surface.get("\(Surface.photos)/assets/\(id)").data?["url"]

        try await surface.send(.post, path, json: json("drafts", [id]))

        let moved = try await surface.get("\(Surface.drafts)/assets/\(id)").data
        #expect(try await surface.get("\(Surface.photos)/assets/\(id)").code == "RESOURCE_NOT_FOUND")
        #expect(moved?["url"] == before && moved?["libraryId"]?.string == "drafts")
    }

    @Test func `counters and tags move along`() async throws {
        let surface = try await Surface()
        let id = try await surface.asset("a.jpg")
        try await surface.send(
            .post, Surface.photos + "/assets/tag", json: body("assetIds", [id], ("tags", ["sea"])))

        try await surface.send(.post, path, json: json("drafts", [id]))

        let (source, target) = (try await surface.library(), try await surface.library("drafts"))
        #expect([source, target].map { $0?["photosCount"]?.int } == [0, 1])
        #expect(source?["tags"] == .array([]) && target?["tags"]?.each("id") == ["sea"])
    }

    @Test func `to itself it moves nothing and does not look at the ids`() async throws {
        let surface = try await Surface()
        let id = try await surface.asset()
        surface.clock.advance(by: .seconds(1))

        let reply = try await surface.send(.post, path, json: json("photos", [id, "unknown"]))

        #expect(reply.status == 200)
        #expect(reply.data?["transferredCount"]?.int == 0)
        let asset = try await surface.get("\(Surface.photos)/assets/\(id)").data
        #expect(asset?["updated"] == asset?["created"])
    }

    @Test(arguments: ["drafts", "nowhere"])
    func `a target out of reach is the library's 404`(target: String) async throws {
        let surface = try await Surface()
        let id = try await surface.asset()

        let reply = try await surface.send(.post, path, key: .photos, json: json(target, [id]))

        #expect(reply.status == 404)
        #expect(reply.code == "API_KEY_NOT_AUTHORIZED_FOR_LIBRARY")
    }

    @Test func `a target that can only be read is the library's 404`() async throws {
        let surface = try await Surface()
        let id = try await surface.asset(in: Surface.drafts)

        let reply = try await surface.send(
            .post, Surface.drafts + "/assets/transfer", key: .mixed, json: json("photos", [id]))

        #expect(reply.code == "API_KEY_NOT_AUTHORIZED_FOR_LIBRARY")
    }

    @Test func `a target only in another organization is BAD_USER_INPUT`() async throws {
        let surface = try await Surface()
        let id = try await surface.asset()

        let reply = try await surface.send(.post, path, json: json("vault", [id]))

        #expect(reply.status == 400)
        #expect(reply.code == "BAD_USER_INPUT")
    }

    @Test func `a target in both organizations but out of reach is the 404`() async throws {
        let surface = try await Surface()
        try await surface.catalog.write {
            _ = try await $0.insert(NewLibrary.sample("vault", in: "acme"))
        }
        let id = try await surface.asset()

        let reply = try await surface.send(.post, path, key: .photos, json: json("vault", [id]))

        #expect(reply.code == "API_KEY_NOT_AUTHORIZED_FOR_LIBRARY")
    }

    @Test func `one id that is not live here fails the call and moves nothing`() async throws {
        let surface = try await Surface()
        let ids = try await surface.assets(2)
        try await surface.trash([ids[1]])

        for other in [ids[1], "unknown"] {
            let reply = try await surface.send(.post, path, json: json("drafts", [ids[0], other]))
            #expect(reply.status == 404)
            #expect(reply.code == "RESOURCE_NOT_FOUND")
        }
        #expect(try await surface.listed() == [ids[0]])
    }

    @Test(arguments: [(0, 400), (100, 404), (101, 400)])
    func `1 to 100 ids`(count: Int, status: Int) async throws {
        let surface = try await Surface()

        let reply = try await surface.send(
            .post, path, json: json("drafts", Array(repeating: "a", count: count)))

        #expect(reply.status == status)
        #expect(reply.code == (status == 400 ? "BAD_USER_INPUT" : "RESOURCE_NOT_FOUND"))
    }

    @Test(arguments: [
        "{}", #"{"assetIds":["a"]}"#, #"{"targetLibraryId":"drafts"}"#,
        #"{"targetLibraryId":5,"assetIds":["a"]}"#,
    ])
    func `a body with missing or wrong members is refused`(json: String) async throws {
        let surface = try await Surface()

        #expect(try await surface.send(.post, path, json: json).code == "BAD_USER_INPUT")
    }

    @Test func `a file over the target store's limit fails the call with 413`() async throws {
        let surface = try await Surface()
        try await surface.catalog.write { writer in
            _ = try await writer.insert(
                NewLibrary(
                    organization: "acme", id: "small", name: "small", adapter: "small", created: .sample()))
        }
        let ids = [try await surface.asset("a", "x"), try await surface.asset("b", "0123456789A")]

        let reply = try await surface.send(.post, path, json: json("small", ids))

        #expect(reply.status == 413)
        #expect(reply.code == "PAYLOAD_TOO_LARGE")
        #expect(try await surface.listed().count == 2)
    }
}
