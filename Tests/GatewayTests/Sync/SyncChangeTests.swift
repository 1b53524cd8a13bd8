import Raster
import RasterCatalog
import Synchronization
import TestSupport
import Testing

@testable import Gateway

/// What becomes of changes that people make in the vault itself.
@Suite struct SyncChangeTests {
    @Test func `the backend wins where nothing was changed here`() async throws {
        let stage = try await SyncStage()
        let id = try await stage.upload("one", tags: ["old", "both"])
        let before = try #require(try await stage.asset("one"))
        stage.vault.change(id) { asset in
            asset.tags = ["both", "new"]
            asset.description = "Told there"
            asset.name = "Uno"
        }

        let report = try await stage.sync()

        let asset = try #require(try await stage.asset("one"))
        #expect(asset.tags == ["both", "new"] && asset.description == "Told there" && asset.name == "Uno")
        #expect(asset.updated > before.updated && asset.created == before.created)
        #expect(report.counts.changed == 1 && report.counts.isConserved)
        #expect(report.changed.examples.map(\.detail) == ["name, description, tags"])
    }

    @Test func `what is taken over is counted, found and told, but not back to the backend`() async throws {
        let stage = try await SyncStage()
        let id = try await stage.upload("one", tags: ["old"])
        stage.vault.change(id) { $0.tags = ["new"] }
        let revision = try await stage.catalog.read { try await $0.library("photos", in: "acme")?.revision }

        try await stage.sync()

        let key = stage.photos.key
        let query = SearchQuery(text: "new", libraries: [key], page: .first)
        let catalog = stage.catalog
        #expect(try await catalog.read { try await $0.tags(in: key, limit: 9) } == [Tag(id: "new", count: 1)])
        #expect(try await catalog.read { try await $0.search(query).hits.map(\.asset.id) } == ["one"])
        let now = try await catalog.read { try await $0.library("photos", in: "acme")?.revision }
        #expect(now != revision)
        #expect(try await catalog.read { try await $0.outboxBacklogs() } == [])
        #expect(stage.vault.state.withLock { $0.updates } == [])
        #expect(try await stage.sync().counts.unchanged == 1)
    }

    @Test func `the catalog stays where the backend is still to be told`() async throws {
        let stage = try await SyncStage()
        let id = try await stage.upload("one", tags: ["old"])
        stage.vault.change(id) { $0.tags = ["theirs"] }
        _ = try await stage.catalog.write { [photos = stage.photos] writer in
            try await writer.tag(["one"], with: ["ours"], in: photos.key, at: .sample(9))
        }

        let report = try await stage.sync()

        #expect(try await stage.asset("one")?.tags == ["old", "ours"] && report.counts.unchanged == 1)
        #expect(try await stage.catalog.read { try await $0.outboxBacklogs() }.map(\.count) == [1])
    }

    @Test func `what was changed here stays where the backend is only read from, and it is told nothing`()
        async throws
    {
        let stage = try await SyncStage(isReadOnly: true)
        let id = stage.vault.put { $0.tags = ["old"] }
        try await stage.sync()
        let asset = try #require(try await stage.live()[id])
        _ = try await stage.catalog.write { [photos = stage.photos] writer in
            try await writer.tag([asset.id], with: ["ours"], in: photos.key, at: .sample(9))
        }
        stage.vault.change(id) { $0.tags = ["theirs"] }

        let report = try await stage.sync()

        #expect(report.counts.unchanged == 1 && report.counts.missing == 0)
        #expect(try await stage.live()[id]?.tags == ["old", "ours"])
        #expect(stage.vault.state.withLock { $0.updates.isEmpty })
    }

    @Test func `the catalog stays where the backend was told while its answer was on the way`() async throws {
        let stage = try await SyncStage()
        let id = try await stage.upload("one", tags: ["old"])
        stage.vault.change(id) { $0.tags = ["theirs"] }
        stage.vault.beforeStat { [stage] _ in await stage.tagAndMirror("one", "ours") }

        try await stage.sync()

        #expect(try await stage.asset("one")?.tags == ["old", "ours"])
    }

    @Test func `a page that is older than what the backend was told changes nothing`() async throws {
        let stage = try await SyncStage()
        try await stage.upload("one", tags: ["old"])
        stage.vault.bend { [stage] call, page in
            if call == 1 { await stage.tagAndMirror("one", "ours") }
            return page
        }

        let report = try await stage.sync()

        #expect(try await stage.asset("one")?.tags == ["old", "ours"] && report.counts.changed == 0)
    }

    @Test func `a field that the backend does not speak of stays`() async throws {
        let stage = try await SyncStage()
        let id = try await stage.upload("one", tags: ["kept"])
        stage.vault.change(id) { asset in
            asset.name = nil
            asset.tags = nil
            asset.description = "New"
        }

        try await stage.sync()

        let asset = try #require(try await stage.asset("one"))
        #expect(asset.tags == ["kept"] && asset.name == "one" && asset.description == "New")
    }

    @Test func `an asset in the trash is kept in step without being counted`() async throws {
        let stage = try await SyncStage()
        let id = try await stage.upload("one", tags: ["old"])
        _ = try await stage.catalog.write { [photos = stage.photos] writer in
            try await writer.trash(["one"], in: photos.key, at: .sample(5), purgeAt: .sample(900_000_000))
        }
        stage.vault.change(id) { $0.tags = ["new"] }

        try await stage.sync()

        let key = stage.photos.key
        #expect(try await stage.catalog.read { try await $0.tags(in: key, limit: 9) } == [])
        let trashed = try await stage.catalog.read { try await $0.trashedAssets(in: key, page: .first) }
        #expect(trashed.map(\.tags) == [["new"]])
    }

    @Test func `bytes of another length are a failure that people must look at`() async throws {
        let stage = try await SyncStage()
        let id = try await stage.upload("one", size: 10)
        stage.vault.change(id) { $0.size = 11 }

        let report = try await stage.sync()

        #expect(report.counts.failed == 1 && report.counts.isConserved)
        #expect(report.failed.examples.first?.detail?.contains("11 bytes") == true)
        #expect(try await stage.asset("one")?.size == 10)
    }

    @Test func `an asset about which the backend talks nonsense fails alone`() async throws {
        let stage = try await SyncStage()
        let ids = [try await stage.upload("one"), try await stage.upload("two")]
        for id in ids { stage.vault.change(id) { $0.tags = ["new"] } }
        stage.vault.state.withLock { $0.faults[ids[0]] = StorageError(.malformed, "not JSON") }

        let report = try await stage.sync()

        #expect(report.counts.failed == 1 && report.counts.changed == 1 && report.counts.isConserved)
    }

    @Test func `an asset that was moved to another library is compared all the same`() async throws {
        let stage = try await SyncStage()
        let id = try await stage.upload("one")
        _ = try await stage.catalog.write { [photos = stage.photos, drafts = stage.drafts] writer in
            try await writer.transfer(["one"], from: photos.key, to: drafts.key, at: .sample(5))
        }
        stage.vault.change(id) { $0.tags = ["new"] }

        try await stage.sync()

        #expect(try await stage.asset("one")?.tags == ["new"])
    }
}

extension SyncStage {
    /// Adds a tag here and has the backend told of it, as the mirror does.
    func tagAndMirror(_ id: AssetID, _ tag: String) async {
        let key = photos.key
        _ = try? await catalog.write { writer in
            _ = try await writer.tag([id], with: [tag], in: key, at: .sample(9))
        }
        guard
            let entry = try? await catalog.read({ reader in
                try await reader.oldestOutboxEntries(in: "vault", limit: 1).first
            }), let digest = try? MirrorDigest.of(entry.desired, in: vault)
        else { return }
        try? await vault.update(entry.home.id, entry.desired)
        try? await catalog.write { writer in
            try await writer.finishMirroring(id, version: entry.version, showing: digest, at: .sample(10))
        }
    }
}
