import Raster
import RasterCatalog
import TestSupport
import Testing

@Suite struct AssetTests {
    @Test func `a published asset is read back whole`() async throws {
        let fixture = try await CatalogFixture()
        var asset = Asset.sample("a", description: "by the sea", tags: ["b", "a"])
        asset.derived.width = 3
        asset.derived.blurhash = "L00"

        let published = try await fixture.publish(asset)

        #expect(published == [asset])
        #expect(try await fixture.asset("a") == asset)
    }

    @Test func `assets are listed newest first`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a", created: .sample(1)), .sample("b", created: .sample(2)))

        #expect(try await fixture.list() == ["b", "a"])
    }

    @Test func `a clock that stands still keeps the order of uploads`() async throws {
        let fixture = try await CatalogFixture()

        let published = try await fixture.publish(.sample("b"), .sample("a"), .sample("c"))

        #expect(published.map(\.created) == [.sample(), .sample(1), .sample(2)])
        #expect(published.map(\.updated) == published.map(\.created))
        #expect(try await fixture.list() == ["c", "a", "b"])
    }

    @Test func `assets of one request share their time and are listed by id`() async throws {
        let fixture = try await CatalogFixture()

        try await fixture.publish(together: [.sample("c"), .sample("a"), .sample("b")])

        #expect(try await fixture.list() == ["a", "b", "c"])
    }

    @Test func `publishing into a removed library is not found`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.catalog.write { [photos = fixture.photos] in try await $0.remove(photos) }

        await #expect(throws: StorageError.self) { try await fixture.publish(.sample("a")) }
    }

    @Test func `a failed publication leaves nothing, even where the closure goes on`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a"))

        let kind = try await fixture.catalog.write { [photos = fixture.photos] writer -> StorageError.Kind? in
            do throws(StorageError) {
                _ = try await writer.publish(
                    (["b", "a"] as [AssetID]).map { NewAsset(.sample($0), in: photos) })
                return nil
            } catch { return error.kind }
        }

        #expect(kind == .alreadyExists)
        #expect(try await fixture.list() == ["a"])
        #expect(try await fixture.library()?.assetsCount == 1)
    }

    @Test func `counters follow what is published`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a", size: 3), .sample("b", contentType: "text/plain", size: 4))

        let library = try #require(try await fixture.library())
        #expect([library.assetsCount, library.photosCount, library.trashCount] == [2, 1, 0])
        #expect(try await fixture.catalog.read { try await $0.storedBytes(of: "acme") } == 7)
    }

    @Test func `a trashed asset leaves list, search, tags and counters`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a", tags: ["t"]))

        #expect(try await fixture.trash("a", "a", "unknown") == ["a"])

        #expect(try await fixture.list() == [])
        #expect(try await fixture.list(tags: ["t"]) == [])
        #expect(try await fixture.search("a").found == 0)
        #expect(try await fixture.tags() == [])
        let library = try #require(try await fixture.library())
        #expect([library.assetsCount, library.photosCount, library.trashCount] == [0, 0, 1])
    }

    @Test func `restoring brings all of it back`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a", tags: ["t"]))
        try await fixture.trash("a")

        #expect(try await fixture.restore("a", "a") == ["a"])

        #expect(try await fixture.list(tags: ["t"]) == ["a"])
        #expect(try await fixture.search("a").found == 1)
        #expect(try await fixture.tags() == [Tag(id: "t", count: 1)])
        #expect(try await fixture.asset("a")?.trashed == nil)
    }

    @Test func `a transfer takes everything along`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a", description: "sea", tags: ["y", "x"]))

        #expect(try await fixture.transfer("a", "a") == 1)

        let moved = try await fixture.catalog.read { try await $0.asset("a", in: "acme") }
        #expect(moved?.library == "drafts")
        #expect(moved?.tags == ["y", "x"])
        #expect(moved?.updated == .sample(5000))
        #expect(try await fixture.search("sea").found == 0)
        #expect(try await fixture.search("sea", in: [fixture.drafts]).found == 1)
        #expect(try await fixture.tags(in: fixture.drafts).count == 2)
    }
}
