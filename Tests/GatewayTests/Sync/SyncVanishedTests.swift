import Raster
import RasterCatalog
import Synchronization
import TestSupport
import Testing

@testable import Gateway

/// What becomes of assets that the listing does not name.
@Suite struct SyncVanishedTests {
    /// Twelve assets that are known, one walk's worth of pages.
    private func fronted() async throws -> (stage: SyncStage, ids: [NativeID]) {
        let stage = try await SyncStage()
        for _ in 1...12 { stage.vault.put() }
        try await stage.sync()
        return (stage, stage.vault.ids)
    }

    @Test func `what is gone is missing, and neither trashed nor deleted`() async throws {
        let (stage, ids) = try await fronted()
        stage.vault.lose(ids[3])

        let report = try await stage.sync()

        #expect(report.counts.missing == 1 && report.counts.discovered == 11)
        #expect(report.missing.examples.map(\.id) == [ids[3]])
        #expect(try await stage.live().count == 12)
        #expect(try await stage.known(ids[3])?.missing != nil)
    }

    @Test func `what stays away is told once`() async throws {
        let (stage, ids) = try await fronted()
        stage.vault.lose(ids[3])
        try await stage.sync()

        #expect(try await stage.sync().counts.missing == 0)
        let (count, examples) = try await stage.catalog.read { [photos = stage.photos] in
            try await $0.missingAssets(of: photos.key, limit: 5)
        }
        #expect(count == 1 && examples.map(\.id) == [ids[3]])
    }

    @Test func `what is seen again has returned`() async throws {
        let (stage, ids) = try await fronted()
        let asset = try #require(stage.vault.state.withLock { $0.assets[ids[3]] })
        stage.vault.lose(ids[3])
        try await stage.sync()
        stage.vault.state.withLock { $0.assets[ids[3]] = asset }

        let report = try await stage.sync()

        #expect(report.counts.returned == 1 && report.counts.unchanged == 12 && report.counts.isConserved)
        #expect(try await stage.known(ids[3])?.missing == nil)
    }

    @Test func `a listing that skips what is there stops the run, which changes nothing more`() async throws {
        let (stage, ids) = try await fronted()
        stage.vault.lose(ids[0])
        stage.vault.bend { call, page in
            call == 2 ? NativePage([], next: page.next) : page
        }

        let fault = await #expect(throws: ListingFault.self) { try await stage.sync() }

        #expect(fault?.page == 3)
        guard case .omitted = fault?.reason else { return #expect(Bool(false)) }
        #expect(try await stage.known(ids[0])?.missing == nil)
        let run = try #require(try await stage.run())
        #expect(run.finished != nil && run.failure?.contains("page 3") == true)
    }

    @Test func `the run after one that was lied to begins anew and is well`() async throws {
        let (stage, _) = try await fronted()
        stage.vault.bend { call, page in call == 2 ? NativePage([], next: page.next) : page }
        await #expect(throws: ListingFault.self) { try await stage.sync() }
        stage.vault.bend(nil)

        let report = try await stage.sync()

        #expect(report.counts.unchanged == 12 && report.counts.missing == 0)
    }

    @Test func `a page that a first walk is not shown is met by the next one`() async throws {
        let stage = try await SyncStage()
        for _ in 1...12 { stage.vault.put() }
        stage.vault.bend { call, page in call == 2 ? NativePage([], next: page.next) : page }

        let report = try await stage.sync()

        #expect(report.counts.added == 12 && report.counts.discovered == 12 && report.counts.isConserved)
        #expect(report.walks == 3)
    }

    @Test func `an empty first listing is not believed at once`() async throws {
        let stage = try await SyncStage()
        for _ in 1...3 { stage.vault.put() }
        stage.vault.bend { call, page in call == 1 ? NativePage([]) : page }

        #expect(try await stage.sync().counts.added == 3)
    }

    @Test func `what comes and goes while the listing is read is no contradiction`() async throws {
        let (stage, ids) = try await fronted()
        stage.vault.bend { [stage] call, page in
            guard call == 2 else { return page }
            stage.vault.lose(ids[0])
            _ = try? await stage.upload("late")
            return page
        }

        let report = try await stage.sync()

        #expect(report.counts.isConserved && report.counts.failed == 0)
        #expect(try await stage.asset("late") != nil)
    }

    @Test func `an asset that comes to the backend while the listing is read need not be named`() async throws
    {
        let (stage, _) = try await fronted()
        let there = stage.vault.put { $0.asset = "moved" }
        var asset = Asset.sample("moved", size: 10, created: .sample(-1_000_000))
        asset.home = NativeReference("disk", "x")
        let new = NewAsset(asset, in: stage.photos.key)
        _ = try await stage.catalog.write { try await $0.publish([new]) }
        stage.vault.bend { [stage] call, page in
            guard call == 3 else { return NativePage(page.assets.filter { $0.id != there }, next: page.next) }
            try? await stage.catalog.write { writer in
                try await writer.move(
                    "moved", from: NativeReference("disk", "x"), to: NativeReference("vault", there),
                    place: nil)
            }
            return page
        }

        #expect(try await stage.sync().counts.missing == 0)
    }
}
