import Raster
import RasterCatalog
import TestSupport
import Testing

@Suite struct TagTests {
    @Test func `repeated ids and tags count once`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a", tags: ["x"]), .sample("b"))

        #expect(try await fixture.tag(["a", "b", "a"], ["y", "x", "y"]) == 3)

        #expect(try await fixture.asset("a")?.tags == ["x", "y"])
        #expect(try await fixture.asset("b")?.tags == ["y", "x"])
        #expect(try await fixture.untag(["a", "a", "b"], ["x", "x", "none"]) == 2)
        #expect(try await fixture.tags() == [Tag(id: "y", count: 2)])
    }

    @Test func `what changes nothing is no change`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a", tags: ["x"]))
        let before = try await fixture.library()?.revision

        #expect(try await fixture.tag(["a"], ["x"]) == 0)
        #expect(try await fixture.untag(["a"], ["y"]) == 0)

        #expect(try await fixture.asset("a")?.updated == .sample())
        #expect(try await fixture.library()?.revision == before)
    }

    @Test(arguments: ["unknown", "trashed", "elsewhere"] as [AssetID])
    func `one id that is not live here fails the whole call`(id: AssetID) async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a", tags: ["x"]), .sample("trashed"))
        try await fixture.publish(.sample("elsewhere"), in: fixture.drafts)
        try await fixture.trash("trashed")

        let tagging = await #expect(throws: StorageError.self) { try await fixture.tag(["a", id], ["y"]) }
        let untagging = await #expect(throws: StorageError.self) {
            try await fixture.untag(["a", id], ["x"])
        }
        let moving = await #expect(throws: StorageError.self) { try await fixture.transfer("a", id) }

        #expect([tagging?.kind, untagging?.kind, moving?.kind] == [.notFound, .notFound, .notFound])
        #expect(try await fixture.asset("a")?.tags == ["x"])
    }

    @Test func `tags that differ only in composition are two tags`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a", tags: ["\u{e9}"]), .sample("b", tags: ["e\u{301}"]))
        _ = try await fixture.tag(["b"], ["\u{e9}"])

        try await fixture.trash("a", "b")
        try await fixture.restore("a", "b")

        #expect(try await fixture.tags().map(\.count) == [2, 1])
        #expect(try await fixture.untag(["a", "b"], ["\u{e9}"]) == 2)
    }

    @Test func `several tags find what carries any of them, once, in order`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(
            .sample("a", tags: ["x", "y"]), .sample("b", tags: ["z"]), .sample("c", tags: ["y"]),
            .sample("d", tags: ["w"]))

        #expect(try await fixture.list(tags: ["x", "y", "z", "none"]) == ["c", "b", "a"])
        #expect(
            try await fixture.list(tags: ["x", "y", "z"], page: PageRequest(number: 2, size: 2)) == ["a"])
        #expect(try await fixture.list(tags: ["none"]) == [])
        #expect(try await fixture.list(tags: (0..<40).map { "\($0)" } + ["x"]) == ["a"])
    }

    @Test(arguments: [PageRequest(number: 9, size: 50), PageRequest(number: .max, size: 500)])
    func `a page past the end is empty`(page: PageRequest) async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a", tags: ["x"]))

        #expect(try await fixture.list(page: page) == [])
        #expect(try await fixture.list(tags: ["x"], page: page) == [])
        #expect(try await fixture.search("", page: page).found == 1)
    }

    @Test func `a transfer to the same library looks at nothing`() async throws {
        let fixture = try await CatalogFixture()

        let count = try await fixture.catalog.write { [photos = fixture.photos] in
            try await $0.transfer(["unknown"], from: photos, to: photos, at: .sample())
        }

        #expect(count == 0)
    }
}
