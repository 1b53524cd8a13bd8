import HTTPCore
import Raster
import RasterCatalog
import Testing

@Suite struct ConditionalListTests {
    static let lists = [
        Surface.photos + "/assets", Surface.photos + "/tags", Surface.photos + "/assets?pageSize=1",
    ]

    private func tag(_ surface: Surface, _ path: String) async throws -> String {
        try #require(try await surface.get(path).fields["ETag"])
    }

    @Test(arguments: lists)
    func `an unchanged list is 304 without a body`(path: String) async throws {
        let surface = try await Surface()
        try await surface.asset()

        let reply = try await surface.get(path, ["If-None-Match": try await tag(surface, path)])

        #expect(reply.status == 304 && reply.bytes.isEmpty)
        #expect(reply.fields["ETag"] != nil)
    }

    @Test func `other pages and filters have other tags`() async throws {
        let surface = try await Surface()

        let tags = Set([
            try await tag(surface, Surface.photos + "/assets"),
            try await tag(surface, Surface.photos + "/assets?page=2"),
            try await tag(surface, Surface.photos + "/assets?tags=a"),
            try await tag(surface, Surface.drafts + "/assets"),
            try await tag(surface, Surface.photos + "/tags"),
        ])

        #expect(tags.count == 5)
    }

    @Test func `a 304 needs a key like every answer`() async throws {
        let surface = try await Surface()
        let etag = try await tag(surface, Self.lists[0])

        let reply = try await surface.get(Self.lists[0], key: nil, ["If-None-Match": etag])

        #expect(reply.status == 401)
    }

    @Test func `every kind of write changes the tag`() async throws {
        let surface = try await Surface()
        let id = try await surface.asset()
        var tags = [try await tag(surface, Self.lists[0])]
        let ids = body("assetIds", [id], ("tags", ["a"]))
        let derived = DerivedFields()

        func note() async throws { tags.append(try await tag(surface, Self.lists[0])) }
        try await surface.asset("b.jpg")
        try await note()
        try await surface.send(.post, Surface.photos + "/assets/tag", json: ids)
        try await note()
        try await surface.send(.post, Surface.photos + "/assets/untag", json: ids)
        try await note()
        try await surface.send(
            .patch, "\(Surface.photos)/assets/\(id)/description", json: text("description", "d"))
        try await note()
        try await surface.trash([id])
        try await note()
        try await surface.send(.post, Surface.own + "/trash/restore", json: body("ids", [id]))
        try await note()
        var known = derived
        known.width = 3
        let final = known
        try await surface.catalog.write { try await $0.setDerived(final, of: AssetID(id)) }
        try await note()
        try await surface.send(
            .post, Surface.photos + "/assets/transfer",
            json: #"{"targetLibraryId":"drafts","assetIds":["\#(id)"]}"#)
        try await note()

        #expect(Set(tags).count == tags.count)
    }

    @Test func `a transfer changes the target's tag too`() async throws {
        let surface = try await Surface()
        let id = try await surface.asset()
        let before = try await tag(surface, Surface.drafts + "/assets")

        try await surface.send(
            .post, Surface.photos + "/assets/transfer",
            json: #"{"targetLibraryId":"drafts","assetIds":["\#(id)"]}"#)

        #expect(try await tag(surface, Surface.drafts + "/assets") != before)
    }

    @Test func `a call that changes nothing keeps the tag`() async throws {
        let surface = try await Surface()
        let id = try await surface.asset()
        let before = try await tag(surface, Self.lists[0])

        try await surface.send(
            .post, Surface.photos + "/assets/untag", json: body("assetIds", [id], ("tags", ["x"])))
        try await surface.trash(["unknown"])

        #expect(try await tag(surface, Self.lists[0]) == before)
    }
}
