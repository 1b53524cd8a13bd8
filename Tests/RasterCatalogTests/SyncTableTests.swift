import Raster
import RasterCatalog
import TestSupport
import Testing

/// What comparisons with backends keep in the catalog, and what they may change there.
@Suite struct SyncTableTests {
    private func fixture() async throws -> CatalogFixture {
        var options = SQLiteCatalog.Options()
        options.mirrored = ["disk"]
        return try await CatalogFixture(options: options)
    }

    private func begin(_ fixture: CatalogFixture) async throws -> SyncRun {
        try await fixture.catalog.write { [photos = fixture.photos] writer in
            try await writer.beginSync(of: photos, on: "disk", at: .sample(1_000_000))
        }
    }

    private func known(_ id: AssetID, _ fixture: CatalogFixture) async throws -> KnownAsset {
        let native = NativeAsset(id: NativeID("native-\(id)"))
        let found = try await fixture.catalog.read { [photos = fixture.photos] reader in
            try await reader.knowledge(of: [native], in: "disk", for: photos)
        }
        return try #require(found.first?.known)
    }

    private func found(_ id: AssetID, tags: [String] = []) -> FoundAsset {
        FoundAsset(.sample(id, tags: tags), at: nil, showing: .sample(1))
    }

    @Test func `a run is kept with everything it has come to`() async throws {
        let fixture = try await fixture()
        var run = try await begin(fixture)
        run.token = PageToken("next")
        (run.pages, run.news, run.isListed, run.failure) = (3, 2, true, "away")
        run.counts.discovered = 9
        run.counts.missing = 4

        try await fixture.catalog.write { [run] in try await $0.keep(run) }

        let kept = try await fixture.catalog.read { [photos = fixture.photos] in
            try await $0.syncRun(of: photos)
        }
        #expect(kept == run)
    }

    @Test func `walks over a backend are numbered, though libraries come and go`() async throws {
        let fixture = try await fixture()
        _ = try await begin(fixture)
        try await fixture.catalog.write { [photos = fixture.photos] in try await $0.remove(photos) }

        let run = try await fixture.catalog.write { [drafts = fixture.drafts] writer in
            try await writer.beginSync(of: drafts, on: "disk", at: .sample())
        }

        #expect(run.number == 2 && run.walk == 1)
    }

    @Test func `a run that another one has replaced is not kept`() async throws {
        let fixture = try await fixture()
        let old = try await begin(fixture)
        _ = try await begin(fixture)

        await #expect(throws: StorageError.self) {
            try await fixture.catalog.write { try await $0.keep(old) }
        }
    }

    @Test func `a found asset counts like any other, and is found by searches`() async throws {
        let fixture = try await fixture()
        let run = try await begin(fixture)

        let taken = try await fixture.catalog.write { [found = found("sunset", tags: ["sea"])] in
            try await $0.takeOver([found], in: run)
        }

        #expect(taken == ["native-sunset"])
        let library = try await fixture.library()
        #expect(library?.assetsCount == 1 && library?.photosCount == 1)
        #expect(try await fixture.tags() == [Tag(id: "sea", count: 1)])
        #expect(try await fixture.search("sunset").hits.map(\.asset.id) == ["sunset"])
        #expect(try await known("sunset", fixture).state == .sample(1))
    }

    @Test func `what is known, under way or purged by now is not taken over`() async throws {
        let fixture = try await fixture()
        let run = try await begin(fixture)
        try await fixture.publish(.sample("known"), .sample("purged"))
        try await fixture.trash("purged")
        try await fixture.catalog.write { [photos = fixture.photos] writer in
            _ = try await writer.beginPurge(["purged"], in: photos, at: .sample())
            try await writer.finishPurge(["purged"])
            try await writer.record([.sample("coming")])
        }
        let all = ["known", "purged", "coming", "new"].map { found($0) }

        let taken = try await fixture.catalog.write { try await $0.takeOver(all, in: run) }

        #expect(taken == ["native-new"])
    }

    @Test func `a purged home is forgotten when a later walk did not name it`() async throws {
        let fixture = try await fixture()
        _ = try await begin(fixture)
        try await fixture.publish(.sample("purged"))
        try await fixture.trash("purged")
        try await fixture.catalog.write { [photos = fixture.photos] writer in
            _ = try await writer.beginPurge(["purged"], in: photos, at: .sample())
            try await writer.finishPurge(["purged"])
        }
        let next = try await begin(fixture)

        try await fixture.catalog.write { try await $0.forgetPurgedHomes(before: next) }

        let taken = try await fixture.catalog.write { [found = found("purged")] in
            try await $0.takeOver([found], in: next)
        }
        #expect(taken == ["native-purged"])
    }

    @Test func `a change is taken over without the backend being told`() async throws {
        let fixture = try await fixture()
        try await fixture.publish(.sample("a", tags: ["x"]))
        var change = NativeChange(of: try await known("a", fixture), showing: .sample(2))
        change.tags = ["y", "x"]
        change.name = "Other"

        let taken = try await fixture.catalog.write { [change] in
            try await $0.takeOver([change], at: .sample(77))
        }

        #expect(taken.count == 1)
        let asset = try #require(try await fixture.asset("a"))
        #expect(asset.tags == ["y", "x"] && asset.name == "Other" && asset.updated == .sample(77))
        #expect(try await fixture.search("other").hits.count == 1)
        #expect(try await fixture.catalog.read { try await $0.outboxBacklogs() }.isEmpty)
    }

    @Test func `a change is not taken over once the asset was changed here`() async throws {
        let fixture = try await fixture()
        try await fixture.publish(.sample("a", tags: ["x"]))
        var change = NativeChange(of: try await known("a", fixture), showing: .sample(2))
        change.tags = ["y"]
        _ = try await fixture.tag(["a"], ["z"])

        let taken = try await fixture.catalog.write { [change] in
            try await $0.takeOver([change], at: .sample(77))
        }

        #expect(taken.isEmpty)
        #expect(try await fixture.asset("a")?.tags == ["x", "z"])
    }

    @Test func `what a walk must name is older than it, and not being purged`() async throws {
        let fixture = try await fixture()
        try await fixture.publish(.sample("a"), .sample("b"), .sample("gone"))
        try await fixture.trash("gone")
        let run = try await begin(fixture)
        let named = try await known("b", fixture).key
        try await fixture.catalog.write { [photos = fixture.photos] writer in
            try await writer.noteNamed([named], in: run)
            _ = try await writer.beginPurge(["gone"], in: photos, at: .sample())
        }
        try await fixture.publish(.sample("late"))

        let unnamed = try await fixture.catalog.read { reader in
            try await reader.unnamedAssets(in: run, since: run.number, after: nil, limit: 9)
        }

        #expect(unnamed.map(\.asset) == ["a"])
    }

    @Test func `a second copy is removed only beside the home, and while nothing else is afoot`() async throws
    {
        let fixture = try await fixture()
        try await fixture.publish(.sample("a"))
        let home = NativeReference("disk", "native-a")
        let key = NaturalKey(organization: "acme", library: "photos", asset: "a", filename: "a.jpg")
        let copy = Intent(.removeCopy, in: "disk", key, native: "copy", owner: "run-1", created: .sample())

        let (elsewhere, first, second) = try await fixture.catalog.write { writer in
            (
                try await writer.recordRemoval(of: copy, beside: NativeReference("disk", "other")),
                try await writer.recordRemoval(of: copy, beside: home),
                try await writer.recordRemoval(of: copy, beside: home)
            )
        }

        #expect(!elsewhere && first && !second)
    }

    @Test func `bytes that were there before the gateway stay when their library is removed`() async throws {
        let fixture = try await fixture()
        let run = try await begin(fixture)
        _ = try await fixture.catalog.write { [found = found("found")] in
            try await $0.takeOver([found], in: run)
        }
        try await fixture.publish(.sample("uploaded"))
        try await fixture.catalog.write { [photos = fixture.photos] in try await $0.remove(photos) }

        let (found, uploaded) = try await fixture.catalog.read { reader in
            (try await reader.leavesFile(of: "found"), try await reader.leavesFile(of: "uploaded"))
        }

        #expect(found && !uploaded)
    }

    @Test func `missing assets are told by library, until they return`() async throws {
        let fixture = try await fixture()
        try await fixture.publish(.sample("a"), .sample("b"))
        let asset = try await known("a", fixture)
        let gone = UnnamedAsset(
            key: asset.key, asset: "a", id: "native-a", isTrashed: false, isMissing: false)
        let moved = UnnamedAsset(
            key: asset.key, asset: "a", id: "elsewhere", isTrashed: false, isMissing: false)

        let counts = try await fixture.catalog.write { writer in
            [
                try await writer.noteVanished([moved], in: "disk", at: .sample(1)),
                try await writer.noteVanished([gone], in: "disk", at: .sample(2)),
                try await writer.noteVanished([gone], in: "disk", at: .sample(3)),
            ]
        }

        #expect(counts == [0, 1, 0])
        #expect(try await known("a", fixture).missing == .sample(2))
        try await fixture.catalog.write { try await $0.markReturned("a", at: .sample(4)) }
        #expect(try await known("a", fixture).missing == nil)
    }
}
