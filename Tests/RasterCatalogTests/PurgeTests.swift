import Raster
import RasterCatalog
import TestSupport
import Testing

@Suite struct PurgeTests {
    private func begin(_ fixture: CatalogFixture, _ ids: AssetID...) async throws -> [AssetID] {
        try await fixture.catalog.write { [photos = fixture.photos] in
            try await $0.beginPurge(ids, in: photos, at: .sample(9)).map(\.id)
        }
    }

    private func due(_ fixture: CatalogFixture, at now: Timestamp = .sample(9)) async throws -> [AssetID] {
        try await fixture.catalog.read { try await $0.assetsToPurge(at: now, limit: 10).map(\.id) }
    }

    private func trashCount(_ fixture: CatalogFixture) async throws -> Int? {
        try await fixture.library()?.trashCount
    }

    @Test func `a purge takes only what is in the trash, and writes intents`() async throws {
        var options = SQLiteCatalog.Options()
        options.owner = "run-7"
        let fixture = try await CatalogFixture(options: options)
        try await fixture.publish(.sample("a"), .sample("b"), .sample("c"))
        try await fixture.trash("a", "b")

        #expect(try await begin(fixture, "b", "c", "a", "b") == ["b", "a"])

        let intents = try await fixture.catalog.read { try await $0.openIntents(limit: 10) }
        #expect(intents.map(\.key.asset) == ["b", "a"])
        #expect(intents.map(\.native) == ["native-b", "native-a"])
        #expect(intents.allSatisfy { $0.operation == .delete && $0.owner == "run-7" })
        #expect(try await trashCount(fixture) == 0)
    }

    @Test func `a finished purge leaves nothing`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a", tags: ["t"]))
        try await fixture.catalog.write { try await $0.insert(.sample("c1"), on: "a") }
        try await fixture.trash("a")
        _ = try await begin(fixture, "a")

        try await fixture.catalog.write { try await $0.finishPurge(["a", "unknown"]) }

        let totals = try await fixture.catalog.read { try await $0.totals() }
        #expect([totals.assets, totals.trashed, totals.bytes, totals.openIntents] == [0, 0, 0, 0])
        #expect(try await fixture.catalog.read { try await $0.storedBytes(of: "acme") } == 0)
        #expect(try await fixture.catalog.read { try await $0.homes(in: "disk", after: nil, limit: 9) } == [])
        try await fixture.publish(.sample("a"))
        #expect(try await fixture.catalog.read { try await $0.comments(on: "a", page: .first) } == [])
    }

    @Test func `an asset that is not being purged is not removed`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a"))

        try await fixture.catalog.write { try await $0.finishPurge(["a"]) }

        #expect(try await fixture.list() == ["a"])
    }

    @Test func `an abandoned purge puts assets back into the trash`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a"))
        try await fixture.trash("a")
        _ = try await begin(fixture, "a")
        #expect(try await fixture.restore("a") == [])

        try await fixture.catalog.write { try await $0.abandonPurge(["a"]) }

        #expect(try await trashCount(fixture) == 1)
        #expect(try await fixture.catalog.read { try await $0.openIntents(limit: 9) } == [])
        #expect(try await fixture.restore("a") == ["a"])
    }

    @Test func `the trash is due after its time`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a"), .sample("b"))
        try await fixture.trash("a", at: .sample(5))

        #expect(try await due(fixture, at: .sample(4) + .days(30)) == [])
        #expect(try await due(fixture, at: .sample(5) + .days(30)) == ["a"])
    }

    @Test func `what was restored meanwhile is not purged`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a"))
        try await fixture.trash("a", at: .sample(-1) - .days(30))
        let due = try await fixture.catalog.read { try await $0.assetsToPurge(at: .sample(), limit: 9) }
        try await fixture.restore("a")

        let begun = try await fixture.catalog.write { try await $0.beginPurge(due, at: .sample()) }

        #expect(due.count == 1)
        #expect(begun == [])
    }

    @Test func `assets of a removed library are due at once and seen nowhere`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a", tags: ["t"]), .sample("b"))
        try await fixture.trash("b")

        try await fixture.catalog.write { [photos = fixture.photos] in try await $0.remove(photos) }

        #expect(try await Set(due(fixture)) == ["a", "b"])
        #expect(try await fixture.list() == [])
        #expect(try await fixture.asset("a") == nil)
        #expect(try await fixture.catalog.read { try await $0.asset("a", in: "acme") } == nil)
        #expect(try await fixture.search("a").found == 0)
        #expect(try await fixture.tags() == [])
        #expect(try await fixture.catalog.read { try await $0.totals().assets } == 0)
        #expect(try await fixture.catalog.read { try await $0.storedBytes(of: "acme") } == 200)
    }

    @Test func `an abandoned purge of a removed library stays due, a finished one leaves no row`()
        async throws
    {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a", tags: ["t"]), .sample("b"))
        try await fixture.catalog.write { [photos = fixture.photos] in try await $0.remove(photos) }
        let due = try await fixture.catalog.read { try await $0.assetsToPurge(at: .sample(), limit: 9) }

        _ = try await fixture.catalog.write { try await $0.beginPurge(due, at: .sample()) }
        #expect(try await self.due(fixture) == [])
        try await fixture.catalog.write { try await $0.abandonPurge(["a"]) }
        #expect(try await self.due(fixture) == ["a"])
        _ = try await fixture.catalog.write { try await $0.beginPurge(due, at: .sample()) }
        try await fixture.catalog.write { try await $0.finishPurge(["a", "b"]) }

        #expect(try await self.due(fixture) == [])
        #expect(try await fixture.catalog.read { try await $0.storedBytes(of: "acme") } == 0)
    }

    @Test func `an organization made anew does not see what the old one left`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a"))
        try await fixture.catalog.write { writer in
            try await writer.insert(NewAPIKey.sample(1))
            try await writer.remove("acme")
            try await writer.insert(Organization.sample())
            _ = try await writer.insert(NewLibrary.sample("photos"))
        }

        let library = try await fixture.library()
        #expect(library?.assetsCount == 0)
        #expect(try await fixture.list(in: library?.key) == [])
        #expect(try await fixture.catalog.read { try await $0.storedBytes(of: "acme") } == 0)
        #expect(try await fixture.catalog.read { try await $0.key(secretDigest: .sample(1)) } == nil)
        #expect(try await due(fixture) == ["a"])
    }
}
