import Bytes
import Raster
import RasterCatalog
import Synchronization
import TestSupport
import Testing

@testable import Gateway

/// What becomes of assets that nobody has known.
@Suite struct SyncTakeoverTests {
    @Test func `an existing vault is fronted, whatever its places`() async throws {
        let stage = try await SyncStage()
        for number in 1...11 { stage.vault.put { $0.tags = ["n\(number)"] } }

        let report = try await stage.sync()

        #expect(report.counts.added == 11 && report.counts.discovered == 11 && report.counts.isConserved)
        let live = try await stage.live()
        #expect(live.keys.sorted() == stage.vault.ids)
        let library = try await stage.catalog.read { try await $0.library("photos", in: "acme") }
        #expect(library?.assetsCount == 11)
        #expect(stage.vault.state.withLock { $0.updates.isEmpty && $0.deletes.isEmpty })
    }

    @Test func `an asset is as the backend says, by Raster's rules`() async throws {
        let stage = try await SyncStage()
        let id = stage.vault.put(size: 77) { asset in
            asset.filename = "some/folder/Sunset.JPG"
            asset.description = "Low sun\0"
            asset.tags = ["a,b", "index", "sun", "sun"]
            asset.digest = .sample(5)
        }

        let report = try await stage.sync()

        let asset = try #require(try await stage.live()[id])
        #expect(asset.filename == "Sunset.JPG" && asset.name == "Sunset" && asset.size == 77)
        #expect(asset.tags == ["a_b", "index_", "sun"] && asset.description == "Low sun")
        #expect(asset.digest == nil && Rules.isAssetID(asset.id.rawValue))
        #expect(asset.created < .sample() && report.mappings.examples.map(\.tag) == ["a_b", "index_"])
    }

    @Test func `a second comparison changes nothing and asks about nothing`() async throws {
        let stage = try await SyncStage()
        for _ in 1...9 { stage.vault.put { $0.tags = ["a,b"] } }
        try await stage.sync()
        let before = try await stage.live()

        let report = try await stage.sync()

        #expect(report.counts.unchanged == 9 && report.counts.discovered == 9 && report.walks == 1)
        #expect(try await stage.live() == before)
        #expect(stage.vault.state.withLock { $0.stats.isEmpty })
    }

    @Test func `an asset of a catalog that was lost keeps the id that it says`() async throws {
        let stage = try await SyncStage()
        let key = NaturalKey.sample("a1b2c3d4e5f6g7")
        stage.vault.put(at: key) { $0.asset = key.asset }
        stage.vault.put(at: key) { $0.asset = "no id of ours" }
        stage.vault.put { $0.asset = "z1b2c3d4e5f6g7" }

        try await stage.sync()

        let ids = try await stage.live().values.map(\.id)
        #expect(ids.count == 3 && ids.contains(key.asset) && !ids.contains("no id of ours"))
        #expect(!ids.contains("z1b2c3d4e5f6g7"))
    }

    @Test func `what lies where another library's assets do is left to that library`() async throws {
        let stage = try await SyncStage()
        let key = NaturalKey.sample("a1b2c3d4e5f6g7", in: "drafts")
        let theirs = [
            stage.vault.put(at: key) { $0.asset = key.asset },
            stage.vault.put { $0.place = "acme/drafts/by-hand" },
        ]
        let ours = stage.vault.put { $0.place = "acme/drafts-2/x" }

        let report = try await stage.sync()

        #expect(try await stage.live().keys.sorted() == [ours])
        #expect(report.counts.skipped == 2 && report.skipped == [.otherLibrary: 2])
        try await stage.sync(stage.drafts)
        #expect(try await stage.live(stage.drafts).keys.sorted() == theirs)
    }

    @Test func `two libraries never both take an asset`() async throws {
        let stage = try await SyncStage()
        for _ in 1...20 { stage.vault.put() }

        async let first = stage.gateway.compare(stage.photos)
        async let second = stage.gateway.compare(stage.drafts)
        let counts = [try await first?.counts.added, try await second?.counts.added]

        #expect(counts.compactMap(\.self).reduce(0, +) == 20)
        let homes = try await stage.live().keys.map(\.self) + stage.live(stage.drafts).keys
        #expect(homes.sorted() == stage.vault.ids)
    }

    @Test func `an upload under way is left alone`() async throws {
        let stage = try await SyncStage()
        let key = NaturalKey.sample("a1b2c3d4e5f6g7")
        let intent = Intent(.create, in: "vault", key, owner: "run-1", created: .sample())
        try await stage.catalog.write { try await $0.record([intent]) }
        stage.vault.put(at: key) { $0.asset = key.asset }

        let report = try await stage.sync()

        #expect(report.skipped == [.busy: 1] && report.counts.isConserved)
        #expect(try await stage.live().isEmpty)
    }

    @Test func `an upload that is taken back while its page is read leaves nothing`() async throws {
        let stage = try await SyncStage()
        let key = NaturalKey.sample("a1b2c3d4e5f6g7")
        let id = stage.vault.put(at: key) { $0.asset = key.asset }
        stage.vault.bend { [vault = stage.vault] _, page in
            vault.lose(id)
            return page
        }

        let report = try await stage.sync()

        #expect(try await stage.live().isEmpty && report.counts.added == 0)
    }

    @Test func `an asset without a size waits for the next time`() async throws {
        let stage = try await SyncStage()
        let id = stage.vault.put { $0.size = nil }
        #expect(try await stage.sync().skipped == [.incomplete: 1])

        stage.vault.change(id) { $0.size = 5 }

        #expect(try await stage.sync().counts.added == 1)
    }

    @Test func `an asset that was purged after the page was asked for does not come back`() async throws {
        let stage = try await SyncStage()
        let id = stage.vault.put()
        try await stage.sync()
        let asset = try #require(try await stage.live()[id])
        stage.vault.bend { [stage] call, page in
            if call == 1 { try? await stage.purge(asset.id) }
            return page
        }

        let report = try await stage.sync()

        #expect(stage.vault.ids == [] && report.counts.added == 0 && report.skipped == [.purged: 1])
        #expect(try await stage.live().isEmpty)
        stage.vault.bend(nil)
        try await stage.sync()
        #expect(try await stage.sync().counts.discovered == 0)
    }

    @Test func `what a removed library leaves in the vault can be fronted again`() async throws {
        let stage = try await SyncStage()
        stage.vault.put()
        let uploaded = try await stage.upload("uploaded")
        try await stage.sync()
        try await stage.catalog.write { [photos = stage.photos] in try await $0.remove(photos.key) }
        while try await stage.gateway.purgeDue() > 0 {}

        #expect(stage.vault.ids.count == 1 && !stage.vault.ids.contains(uploaded))
        #expect(try await stage.sync(stage.drafts).counts.added == 1)
    }
}

extension SyncStage {
    /// Deletes an asset for good, as clients do.
    func purge(_ id: AssetID) async throws {
        let now = clock.now()
        _ = try await catalog.write { [photos] writer in
            try await writer.trash([id], in: photos.key, at: now, purgeAt: now)
        }
        while try await gateway.purgeDue() > 0 {}
    }
}
