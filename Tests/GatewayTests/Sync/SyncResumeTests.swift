import Raster
import RasterCatalog
import Synchronization
import TestSupport
import Testing

@testable import Gateway

/// Runs that are interrupted, stopped, planned, or lied to.
@Suite struct SyncResumeTests {
    @Test func `a run that was interrupted goes on with the page that it was at`() async throws {
        let stage = try await SyncStage()
        for _ in 1...20 { stage.vault.put() }
        stage.vault.bend { (call, page) throws(StorageError) in
            guard call != 4 else { throw StorageError(.unavailable, "away", retry: .allowed) }
            return page
        }
        await #expect(throws: StorageError.self) { try await stage.sync() }
        #expect(try await stage.live().count == 12)
        let pages = Mutex<[NativeID?]>([])
        stage.vault.bend { _, page in
            pages.withLock { $0.append(page.assets.first?.id) }
            return page
        }

        let report = try await stage.sync()

        // Two pages are left of the first walk, and then comes a whole one.
        #expect(pages.withLock { $0.count } == 7)
        #expect(report.counts.added == 20 && report.counts.discovered == 20 && report.counts.isConserved)
        #expect(try await stage.run()?.failure == nil)
    }

    @Test func `why a run was interrupted is kept until it goes on`() async throws {
        let stage = try await SyncStage()
        stage.vault.bend { (_, _) throws(StorageError) in throw StorageError(.unavailable, "away") }
        await #expect(throws: StorageError.self) { try await stage.sync() }

        let run = try #require(try await stage.run())

        #expect(run.finished == nil && run.failure == "away")
    }

    @Test func `a run that is cancelled stops with what it has`() async throws {
        let stage = try await SyncStage()
        for _ in 1...20 { stage.vault.put() }
        let isCancelled = Mutex(false)
        stage.vault.bend { call, page in
            if call == 2 { isCancelled.withLock { $0 = true } }
            return page
        }

        await #expect(throws: CancellationError.self) {
            try await stage.gateway.compare(stage.photos, isCancelled: { isCancelled.withLock { $0 } })
        }

        #expect(try await stage.live().count == 4)
        #expect(try await stage.sync().counts.added == 20)
    }

    @Test func `a bookmark that is refused after an interruption begins the run again`() async throws {
        let stage = try await SyncStage()
        for _ in 1...8 { stage.vault.put() }
        stage.vault.bend { (call, page) throws(StorageError) in
            guard call == 1 else { throw StorageError(.unavailable, "away") }
            return NativePage(page.assets, next: PageToken("of an earlier version"))
        }
        await #expect(throws: StorageError.self) { try await stage.sync() }
        stage.vault.bend(nil)

        let report = try await stage.sync()

        #expect(report.counts.discovered == 8 && report.counts.isConserved)
        #expect(try await stage.live().count == 8)
    }

    @Test func `a store that refuses its own bookmarks contradicts itself`() async throws {
        let stage = try await SyncStage()
        for _ in 1...8 { stage.vault.put() }
        stage.vault.bend { _, page in NativePage(page.assets, next: PageToken("nonsense")) }

        let fault = await #expect(throws: ListingFault.self) { try await stage.sync() }

        #expect(fault?.reason == .refused)
    }

    @Test func `a run over which another library's has gone begins anew`() async throws {
        let stage = try await SyncStage()
        for _ in 1...12 { stage.vault.put() }
        stage.vault.bend { (call, page) throws(StorageError) in
            guard call == 1 else { throw StorageError(.unavailable, "away") }
            return page
        }
        await #expect(throws: StorageError.self) { try await stage.sync() }
        stage.vault.bend(nil)
        try await stage.sync(stage.drafts)

        let report = try await stage.sync()

        #expect(report.counts.discovered == 12 && report.counts.unchanged == 12)
    }

    @Test(arguments: [true, false])
    func `a plan says what a comparison then does, and changes nothing`(isNewestFirst: Bool) async throws {
        let stage = try await SyncStage(isNewestFirst: isNewestFirst)
        try await stage.prepareEverything()
        let before = (try await stage.live(), stage.vault.ids, try await stage.run())

        let plan = try await stage.plan()

        #expect(try await stage.live() == before.0 && stage.vault.ids == before.1)
        #expect(try await stage.run() == before.2)
        let report = try await stage.sync()
        #expect(plan.counts == report.counts && plan.skipped == report.skipped)
        #expect(plan.counts.isConserved && plan.counts.removed == 1 && plan.counts.missing == 1)
    }

    @Test func `a plan is printed with what would be deleted`() async throws {
        let stage = try await SyncStage()
        try await stage.prepareEverything()
        stage.clock.advance(by: .seconds(60))

        let plan = try await stage.gateway.planLibrarySync(of: stage.photos, JobContext())

        #expect(plan.count(of: .add) == 9 && plan.count(of: .remove) == 1 && plan.count(of: .change) == 1)
        #expect(plan.count(of: .missing) == 1 && plan.count(of: .skip) == 2)
    }

    @Test func `the job of a library compares it with its backend and counts`() async throws {
        let stage = try await SyncStage()
        for _ in 1...10 { stage.vault.put() }
        let job = try await stage.catalog.write { [stage] in
            try await stage.gateway.startSync(of: stage.photos, $0)
        }
        let context = JobContext()

        try await LibrarySync(stage.gateway, NoScanObserver()).run(job, context)

        #expect(context.progress == JobProgress(items: 10, itemsTotal: 10))
    }

    @Test func `a comparison waits for its turn, and gives it up when it is cancelled`() async throws {
        let turns = Turns<Int>()
        try await turns.holding(1) {
            let waiting = Task { try await turns.holding(1) { true } }
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
            let isOther = try await turns.holding(2) { true }
            #expect(isOther)
        }
        let isFree = try await turns.holding(1) { true }
        #expect(isFree)
    }
}

extension SyncStage {
    /// A vault with something of everything.
    func prepareEverything() async throws {
        for _ in 1...3 { vault.put() }
        let ids = [try await upload("one"), try await upload("two"), try await upload("three")]
        for _ in 1...6 { vault.put() }
        vault.change(ids[0]) { $0.tags = ["new"] }
        vault.lose(ids[1])
        vault.put { $0.size = nil }
        vault.put { $0.place = "acme/drafts/x" }
        let key = NaturalKey.sample("three")
        vault.put(at: key) { $0.asset = "three" }
    }
}

/// A vault that people and the gateway use while it is walked through, by seeds.
@Suite struct SyncUnderChangeTests {
    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `an honest vault is never suspected, and ends in step`(seed: UInt64) async throws {
        var random = SplitMix64(seed: seed)
        let stage = try await SyncStage(
            pageSize: Int.random(in: 1...6, using: &random), isNewestFirst: seed.isMultiple(of: 2))
        for _ in 0..<Int.random(in: 0...25, using: &random) { stage.vault.put() }
        let next = Mutex(random)
        stage.vault.bend { [vault = stage.vault] _, page in
            next.withLock { random in
                // Where more comes than a page names, no walk ever ends.
                for _ in 0..<Int.random(in: 0...2, using: &random) where vault.ids.count < 40 { vault.put() }
                guard let id = vault.ids.randomElement(using: &random) else { return }
                if Bool.random(using: &random) {
                    vault.lose(id)
                } else {
                    vault.change(id) { $0.tags = ["\(seed)"] }
                }
            }
            return page
        }

        for _ in 1...3 {
            let report = try await stage.sync()
            #expect(report.counts.isConserved)
        }
        stage.vault.bend(nil)
        try await stage.sync()

        let live = try await stage.live()
        for id in stage.vault.ids {
            let native = try await stage.vault.stat(id)
            #expect(live[id]?.tags == native.tags)
        }
        let missing = try await stage.catalog.read { [photos = stage.photos] in
            try await $0.missingAssets(of: photos.key, limit: 1).count
        }
        #expect(live.count == stage.vault.ids.count + missing)
    }
}
