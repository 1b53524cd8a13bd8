import Raster
import RasterCatalog
import Synchronization
import TestSupport
import Testing

@testable import Gateway

/// Identifiers in memory.
private final class Names: NamedIDs {
    private let rest: Mutex<[NativeID]>

    init(_ ids: [NativeID]) { rest = Mutex(ids) }

    func next(_ limit: Int) async throws -> [NativeID] {
        rest.withLock { rest in
            defer { rest.removeFirst(min(limit, rest.count)) }
            return Array(rest.prefix(limit))
        }
    }
}

/// Fails after the first identifiers.
private struct BrokenNames: NamedIDs {
    let names: Names

    func next(_ limit: Int) async throws -> [NativeID] {
        let ids = try await names.next(1)
        guard !ids.isEmpty else { throw StorageError(.invalid, "line 2 is wrong") }
        return ids
    }
}

extension SyncStage {
    /// Keeps `ids` and makes the job for them.
    fileprivate func name(_ ids: [NativeID], for library: Library? = nil) async throws -> Job {
        let library = library ?? photos
        let list = try await gateway.keep(Names(ids), for: library)
        return try await catalog.write { [gateway] writer in
            try await gateway.startSync(of: library, through: list, writer)
        }
    }

    /// Takes over what was named.
    @discardableResult
    fileprivate func work(
        _ library: Library? = nil, report: @escaping @Sendable (JobProgress) -> Void = { _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) async throws -> SyncReport {
        clock.advance(by: .seconds(60))
        guard let list = try await gateway.nextImport(of: library ?? photos) else { throw Missing() }
        return try await gateway.takeOver(
            list, into: library ?? photos, report: report, isCancelled: isCancelled)
    }

    fileprivate func takeOver(_ ids: [NativeID], into library: Library? = nil) async throws -> SyncReport {
        _ = try await name(ids, for: library)
        return try await work(library)
    }
}

/// What becomes of assets that an operator names.
@Suite struct SyncImportTests {
    @Test func `what is named becomes an asset of the library, and nothing else does`() async throws {
        let stage = try await SyncStage()
        let ids = (1...9).map { _ in stage.vault.put { $0.tags = ["sun"] } }

        let report = try await stage.takeOver(Array(ids[2...7]))

        #expect(report.counts.added == 6 && report.counts.discovered == 6 && report.counts.isConserved)
        let live = try await stage.live()
        #expect(live.keys.sorted() == ids[2...7].sorted() && live.values.allSatisfy { $0.tags == ["sun"] })
        #expect(stage.vault.state.withLock { $0.lists == 0 && $0.updates.isEmpty && $0.deletes.isEmpty })
    }

    @Test func `assets of a store that is only read from can be named, again and again`() async throws {
        let stage = try await SyncStage(isReadOnly: true)
        let ids = (1...3).map { _ in stage.vault.put { $0.tags = ["old"] } }

        let first = try await stage.takeOver(ids)
        let second = try await stage.takeOver(ids)
        stage.vault.change(ids[0]) { $0.tags = ["new"] }
        let third = try await stage.takeOver(ids)

        #expect(first.counts.added == 3 && second.counts.unchanged == 3 && !second.hasChanges)
        #expect(third.counts.changed == 1)
        #expect(try await stage.live()[ids[0]]?.tags == ["new"])
        #expect(stage.vault.state.withLock { $0.updates.isEmpty && $0.deletes.isEmpty })
    }

    @Test func `a second run changes nothing`() async throws {
        let stage = try await SyncStage()
        let ids = (1...4).map { _ in stage.vault.put { $0.tags = ["a,b"] } }
        _ = try await stage.takeOver(ids)
        let before = try await stage.live()

        let report = try await stage.takeOver(ids)

        #expect(report.counts.unchanged == 4 && !report.hasChanges)
        #expect(try await stage.live() == before)
    }

    @Test func `what people changed there is taken over`() async throws {
        let stage = try await SyncStage()
        let id = stage.vault.put()
        _ = try await stage.takeOver([id])
        stage.vault.change(id) { $0.tags = ["new"] }

        let report = try await stage.takeOver([id])

        #expect(report.counts.changed == 1)
        #expect(try await stage.live()[id]?.tags == ["new"])
    }

    @Test func `what is not there fails with its id, and the rest is taken over`() async throws {
        let stage = try await SyncStage()
        let id = stage.vault.put()
        let broken = stage.vault.put()
        stage.vault.state.withLock { $0.faults[broken] = StorageError(.malformed, "no JSON") }

        let report = try await stage.takeOver(["-not-there", id, broken])

        #expect(report.counts.failed == 2 && report.counts.added == 1 && report.counts.isConserved)
        #expect(report.failed.examples.map(\.id) == ["-not-there", broken])
        #expect(report.failed.examples.first?.detail == "the store has no asset of this id")
    }

    @Test func `what is in the trash is left alone, the catalog's and the store's`() async throws {
        let stage = try await SyncStage()
        let known = try await stage.upload("a1b2c3d4e5f6g7")
        let now = stage.clock.now()
        _ = try await stage.catalog.write { [photos = stage.photos] writer in
            try await writer.trash(["a1b2c3d4e5f6g7"], in: photos.key, at: now, purgeAt: now + .days(30))
        }
        let discarded = stage.vault.put { $0.isDiscarded = true }

        let report = try await stage.takeOver([known, discarded])

        #expect(report.skipped == [.trashed: 2] && report.counts.isConserved)
        #expect(try await stage.live().isEmpty)
    }

    @Test func `another library's asset stays that library's`() async throws {
        let stage = try await SyncStage()
        let id = try await stage.upload("a1b2c3d4e5f6g7", in: stage.drafts)
        stage.vault.change(id) { $0.tags = ["theirs"] }

        let report = try await stage.takeOver([id])

        #expect(report.skipped == [.otherLibrary: 1])
        #expect(try await stage.live().isEmpty)
        #expect(try await stage.live(stage.drafts)[id]?.tags == [])
    }

    @Test func `an asset without a file is left alone, and so is one of unknown size`() async throws {
        let stage = try await SyncStage()
        let announced = stage.vault.put { $0.size = nil }
        let unknown = stage.vault.put { $0.size = nil }
        stage.vault.unopened.withLock { _ = $0.insert(announced) }

        let report = try await stage.takeOver([announced, unknown])

        #expect(report.skipped == [.noFile: 1, .incomplete: 1] && report.counts.isConserved)
    }

    @Test func `nothing is missing because it is not named`() async throws {
        let stage = try await SyncStage()
        let gone = try await stage.upload("a1b2c3d4e5f6g7")
        let other = try await stage.upload("b1b2c3d4e5f6g7")
        let id = stage.vault.put()
        stage.vault.lose(gone)

        let report = try await stage.takeOver([id])

        #expect(report.counts.missing == 0)
        #expect(try await stage.known(gone)?.missing == nil)
        #expect(try await stage.known(other)?.missing == nil)
    }

    @Test func `a listing that follows finds all as it is`() async throws {
        let stage = try await SyncStage()
        let ids = (1...6).map { _ in stage.vault.put() }
        _ = try await stage.takeOver(Array(ids.prefix(3)))

        let report = try await stage.sync()

        #expect(report.counts.added == 3 && report.counts.unchanged == 3 && report.counts.missing == 0)
    }
}

/// Imports that are interrupted, joined, planned, or refused.
@Suite struct SyncImportRunTests {
    @Test func `a run that was interrupted goes on where it was`() async throws {
        let stage = try await SyncStage()
        let ids = (1...130).map { _ in stage.vault.put() }
        _ = try await stage.name(ids)
        stage.vault.state.withLock { state in
            state.faults[ids[70]] = StorageError(.unavailable, "away", retry: .allowed)
        }
        await #expect(throws: StorageError.self) { try await stage.work() }
        #expect(try await stage.live().count == 50)
        let asked = Mutex<Set<NativeID>>([])
        stage.vault.state.withLock { $0.faults = [:] }
        stage.vault.beforeStat { id in asked.withLock { _ = $0.insert(id) } }

        let report = try await stage.work()

        #expect(report.counts.added == 130 && report.counts.discovered == 130)
        #expect(asked.withLock { $0 } == Set(ids[50...]))
        #expect(try await stage.gateway.nextImport(of: stage.photos) == nil)
    }

    @Test func `a walk through the listing in between does not count for the run`() async throws {
        let stage = try await SyncStage(pageSize: 100)
        let ids = (1...60).map { _ in stage.vault.put() }
        _ = try await stage.name(ids)
        stage.vault.state.withLock { $0.faults[ids[55]] = StorageError(.unavailable, "away") }
        await #expect(throws: StorageError.self) { try await stage.work() }
        stage.vault.state.withLock { $0.faults = [:] }
        try await stage.sync(stage.drafts)

        let report = try await stage.work()

        #expect(report.counts.added == 50 && report.counts.skipped == 10 && report.counts.isConserved)
        #expect(report.skipped == [.otherLibrary: 10])
    }

    @Test func `it is cancelled between two pages`() async throws {
        let stage = try await SyncStage()
        _ = try await stage.name((1...60).map { _ in stage.vault.put() })
        let vault = stage.vault

        await #expect(throws: CancellationError.self) {
            try await stage.work(isCancelled: { vault.state.withLock { $0.stats.count >= 60 } })
        }

        #expect(try await stage.live().count == 50)
    }

    @Test func `the bar knows how many there are`() async throws {
        let stage = try await SyncStage()
        _ = try await stage.name((1...60).map { _ in stage.vault.put() })
        let told = Mutex<[JobProgress]>([])

        try await stage.work { progress in told.withLock { $0.append(progress) } }

        #expect(told.withLock { $0.map(\.items) } == [0, 50, 60])
        #expect(told.withLock { $0.allSatisfy { $0.itemsTotal == 60 } })
    }

    @Test func `the same file again while it is worked on is one job and no second list`() async throws {
        let stage = try await SyncStage()
        let ids = (1...3).map { _ in stage.vault.put() }

        let first = try await stage.name(ids)
        let second = try await stage.name(ids)
        try await stage.work()

        #expect(first.id == second.id)
        #expect(try await stage.gateway.nextImport(of: stage.photos) == nil)
    }

    @Test func `the job of a sync does what was named, and no more`() async throws {
        let stage = try await SyncStage()
        let ids = (1...5).map { _ in stage.vault.put() }
        let job = try await stage.name(Array(ids.prefix(2)))
        let context = JobContext()

        try await LibrarySync(stage.gateway, NoScanObserver()).run(job, context)

        #expect(try await stage.live().count == 2 && context.progress.items == 2)
        #expect(stage.vault.state.withLock { $0.lists } == 0)
        try await LibrarySync(stage.gateway, NoScanObserver()).run(job, JobContext())
        #expect(try await stage.live().count == 5)
    }

    @Test func `where reading the ids fails nothing is kept`() async throws {
        let stage = try await SyncStage()
        let names = BrokenNames(names: Names([stage.vault.put()]))

        await #expect(throws: StorageError.self) { try await stage.gateway.keep(names, for: stage.photos) }

        #expect(try await stage.gateway.nextImport(of: stage.photos) == nil)
    }

    @Test func `a plan counts what would come of it, each id once, and changes nothing`() async throws {
        let stage = try await SyncStage()
        let known = try await stage.upload("a1b2c3d4e5f6g7")
        let ids = (1...60).map { _ in stage.vault.put() }
        let named = ids + [known, "gone"] + ids.reversed()

        let plan = try await stage.gateway.planTakeOver(of: Names(named), into: stage.photos)

        #expect(plan.count(of: .add) == 60 && plan.count(of: .fail) == 1 && plan.count(of: .missing) == 0)
        #expect(try await stage.live().count == 1)
        #expect(try await stage.run() == nil)
    }

    @Test func `no more are asked about at once than the store bears`() async throws {
        let stage = try await SyncStage()
        let ids = (1...40).map { _ in stage.vault.put() }
        let counts = Mutex((now: 0, most: 0))
        stage.vault.beforeStat { _ in
            counts.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
            for _ in 1...5 { await Task.yield() }
            counts.withLock { $0.now -= 1 }
        }

        _ = try await stage.takeOver(ids)

        #expect(counts.withLock { (2...8).contains($0.most) })
    }
}
