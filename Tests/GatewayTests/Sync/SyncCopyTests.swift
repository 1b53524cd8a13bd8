import Raster
import RasterCatalog
import Synchronization
import TestSupport
import Testing

@testable import Gateway

/// What becomes of two records of one asset.
@Suite struct SyncCopyTests {
    /// An uploaded asset, and a second record of it as an upload leaves it behind whose first answer was lost.
    private func doubled(
        isReadOnly: Bool = false, _ change: (inout NativeAsset) -> Void = { _ in }
    ) async throws -> (stage: SyncStage, home: NativeID, copy: NativeID) {
        let stage = try await SyncStage(isReadOnly: isReadOnly)
        let home = try await stage.upload("one")
        let key = NaturalKey.sample("one")
        let copy = stage.vault.put(at: key) { asset in
            asset.asset = "one"
            change(&asset)
        }
        return (stage, home, copy)
    }

    @Test func `the record that is mapped stays, and the other is deleted`() async throws {
        let (stage, home, _) = try await doubled()

        let report = try await stage.sync()

        #expect(stage.vault.ids == [home] && report.counts.removed == 1 && report.counts.isConserved)
        #expect(try await stage.live().keys.map(\.self) == [home])
        #expect(try await stage.intents() == [])
    }

    @Test func `both stay where the store is only read from`() async throws {
        let (stage, home, copy) = try await doubled(isReadOnly: true)

        let report = try await stage.sync()

        #expect(stage.vault.ids == [home, copy] && report.counts.removed == 0 && report.counts.isConserved)
        #expect(report.skipped == [.kept: 1])
        #expect(try await stage.live().keys.map(\.self) == [home])
    }

    @Test func `where the mapped one is gone the other is its home, and nothing is deleted`() async throws {
        let (stage, home, copy) = try await doubled()
        stage.vault.lose(home)

        let report = try await stage.sync()

        #expect(stage.vault.ids == [copy] && report.counts.moved == 1 && report.counts.isConserved)
        #expect(try await stage.asset("one")?.home.id == copy && report.counts.missing == 0)
    }

    @Test func `the last record is not deleted, even if the other goes at the last moment`() async throws {
        let (stage, home, copy) = try await doubled()
        let asked = Mutex(0)
        stage.vault.beforeStat { [vault = stage.vault] id in
            guard id == home else { return }
            let count = asked.withLock {
                $0 += 1; return $0
            }
            if count == 2 { vault.lose(home) }
        }

        try await stage.sync()

        #expect(stage.vault.ids == [copy])
        #expect(try await stage.intents() == [])
    }

    @Test func `a record with other bytes is somebody's own: it becomes an asset`() async throws {
        let (stage, home, copy) = try await doubled { $0.size = 11 }

        let report = try await stage.sync()

        #expect(stage.vault.ids == [home, copy].sorted() && report.counts.added == 1)
        #expect(try await stage.live()[copy]?.id != "one")
    }

    @Test func `a copy at another place is somebody's own: it becomes an asset`() async throws {
        let (stage, home, copy) = try await doubled { $0.place = "marketing/blog/hero" }

        try await stage.sync()

        #expect(stage.vault.ids == [home, copy].sorted())
        #expect(try await stage.live().count == 2)
    }

    @Test func `a record of an asset that lives in another backend is left alone`() async throws {
        let (stage, home, _) = try await doubled()
        try await stage.catalog.write { writer in
            try await writer.move(
                "one", from: NativeReference("vault", home), to: NativeReference("disk", "x"), place: nil)
        }

        let report = try await stage.sync()

        #expect(report.skipped == [.elsewhere: 2] && stage.vault.ids.count == 2)
    }

    @Test func `a removal that died before its end is forgotten, not carried out`() async throws {
        let (stage, home, copy) = try await doubled()
        let key = NaturalKey.sample("one")
        let intent = Intent(
            .removeCopy, in: "vault", key, native: copy, owner: "run-0", created: .sample())
        try await stage.catalog.write { try await $0.record([intent]) }
        stage.vault.lose(home)

        let recovery = try await stage.gateway.recover()

        #expect(recovery.resolved == 1 && stage.vault.ids == [copy])
        #expect(try await stage.intents() == [])
    }

    @Test func `a removal without an answer stays in the journal until somebody looks`() async throws {
        let (stage, _, copy) = try await doubled()
        stage.vault.state.withLock {
            $0.deletion = StorageError(.timedOut, "no answer", effect: .unknown)
        }

        await #expect(throws: StorageError.self) { try await stage.sync() }

        let intents = try await stage.intents()
        #expect(intents.map(\.state) == [.unknown] && intents.map(\.native) == [copy])
    }
}
