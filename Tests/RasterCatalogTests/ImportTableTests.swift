import Raster
import RasterCatalog
import TestSupport
import Testing

/// Identifiers that an operator has named, as the catalog keeps them.
@Suite struct ImportTableTests {
    private func begin(
        _ fixture: CatalogFixture, at now: Timestamp = .sample(),
        forgettingBefore horizon: Timestamp = .sample()
    ) async throws -> ImportKey {
        try await fixture.catalog.write { [photos = fixture.photos] writer in
            try await writer.beginImport(of: photos, at: now, forgettingBefore: horizon)
        }
    }

    private func whole(_ ids: [NativeID], _ fixture: CatalogFixture) async throws -> Import? {
        let list = try await begin(fixture)
        return try await fixture.catalog.write { writer in
            _ = try await writer.add(ids, to: list)
            return try await writer.completeImport(list)
        }
    }

    private func next(_ fixture: CatalogFixture) async throws -> Import? {
        try await fixture.catalog.read { [photos = fixture.photos] in try await $0.nextImport(of: photos) }
    }

    private func ids(
        in list: ImportKey, after position: Int = 0, limit: Int = 100, _ fixture: CatalogFixture
    ) async throws -> [ImportedID] {
        try await fixture.catalog.read { try await $0.ids(in: list, after: position, limit: limit) }
    }

    @Test func `identifiers are kept in their order, each once`() async throws {
        let fixture = try await CatalogFixture()
        let list = try await begin(fixture)

        let counts = try await fixture.catalog.write { writer in
            [
                try await writer.add(["c", "-a", "c", "_b"], to: list),
                try await writer.add(["_b", "d", "-a"], to: list),
            ]
        }
        let whole = try await fixture.catalog.write { try await $0.completeImport(list) }

        #expect(counts == [3, 1] && whole?.count == 4)
        let kept = try await ids(in: list, fixture)
        #expect(kept.map(\.id) == ["c", "-a", "_b", "d"] && kept.map(\.position) == [1, 2, 3, 4])
    }

    @Test func `a page begins after a position`() async throws {
        let fixture = try await CatalogFixture()
        let list = try #require(try await whole((1...9).map { NativeID("n\($0)") }, fixture))

        let page = try await ids(in: list.key, after: 4, limit: 3, fixture)

        #expect(page.map(\.id) == ["n5", "n6", "n7"])
    }

    @Test func `nobody works on a list until it is whole, and then on the oldest`() async throws {
        let fixture = try await CatalogFixture()
        let list = try await begin(fixture)
        _ = try await fixture.catalog.write { try await $0.add(["a"], to: list) }
        #expect(try await next(fixture) == nil)

        let first = try await whole(["b"], fixture)
        _ = try await whole(["c"], fixture)

        #expect(try await next(fixture) == first)
    }

    @Test func `what waits in another list of the library is left out`() async throws {
        let fixture = try await CatalogFixture()
        _ = try await whole(["a", "b"], fixture)

        let second = try #require(try await whole(["b", "c"], fixture))
        let third = try await whole(["c", "a"], fixture)

        #expect(try await ids(in: second.key, fixture).map(\.id) == ["c"] && second.count == 1)
        #expect(third == nil)
    }

    @Test func `lists that never got whole are forgotten after a while`() async throws {
        let fixture = try await CatalogFixture()
        let old = try await begin(fixture, at: .sample(1_000))
        let young = try await begin(fixture, at: .sample(5_000))

        _ = try await begin(fixture, forgettingBefore: .sample(3_000))

        await #expect(throws: StorageError.self) {
            try await fixture.catalog.write { try await $0.add(["a"], to: old) }
        }
        #expect(try await fixture.catalog.write { try await $0.add(["a"], to: young) } == 1)
    }

    @Test func `a list is forgotten piece by piece`() async throws {
        let fixture = try await CatalogFixture()
        let list = try #require(try await whole(["a", "b", "c"], fixture))

        let counts = try await fixture.catalog.write { writer in
            [
                try await writer.forgetIDs(of: list.key, limit: 2),
                try await writer.forgetIDs(of: list.key, limit: 2),
                try await writer.forgetIDs(of: list.key, limit: 2),
            ]
        }
        try await fixture.catalog.write { try await $0.forgetImport(list.key) }

        #expect(counts == [2, 1, 0])
        #expect(try await next(fixture) == nil)
    }

    @Test func `a run through a list says so, and what a listing had is still expected of listings`()
        async throws
    {
        let fixture = try await CatalogFixture()
        let list = try #require(try await whole(["a"], fixture))
        let (photos, now) = (fixture.photos, Timestamp.sample())
        let run = try await fixture.catalog.write { writer in
            var listing = try await writer.beginSync(of: photos, on: "disk", at: now)
            listing.counts.discovered = 70
            listing.finished = now
            try await writer.keep(listing)
            var run = try await writer.beginSync(of: list, on: "disk", at: now)
            run.counts.discovered = 1
            run.finished = now
            try await writer.keep(run)
            return run
        }

        let kept = try await fixture.catalog.read { try await $0.syncRun(of: photos) }

        #expect(kept == run && run.list == list.key && run.expectation == 70)
    }

    @Test func `a removed library keeps no identifiers`() async throws {
        let fixture = try await CatalogFixture()
        let list = try await begin(fixture)

        try await fixture.catalog.write { [photos = fixture.photos] in try await $0.remove(photos) }

        await #expect(throws: StorageError.self) { try await begin(fixture) }
        withExtendedLifetime(list) {}
    }
}
