import Raster
import SQLite
import Synchronization
import TestSupport
import Testing

@testable import RasterCatalog

@Suite struct GroupCommitTests {
    private struct Refusal: Error, Equatable { let number: Int }

    @Test func `five hundred writers at once, every seventh failing, harm nobody else`() async throws {
        let fixture = try await CatalogFixture()

        let failed = await withTaskGroup(of: Int?.self) { group in
            for number in 0..<500 {
                group.addTask {
                    do {
                        try await fixture.catalog.write { [photos = fixture.photos] writer in
                            let asset = Asset.sample(AssetID("a\(number)"), tags: ["t"])
                            _ = try await writer.publish([NewAsset(asset, in: photos)])
                            if number % 7 == 0 { throw Refusal(number: number) }
                        }
                        return nil
                    } catch { return (error as? Refusal)?.number }
                }
            }
            return await group.reduce(into: Set<Int>()) { if let number = $1 { $0.insert(number) } }
        }

        #expect(failed == Set(stride(from: 0, to: 500, by: 7)))
        #expect(try await fixture.library()?.assetsCount == 500 - failed.count)
        #expect(try await fixture.tags() == [Tag(id: "t", count: 500 - failed.count)])
    }

    @Test func `writes that wait together are committed together`() async throws {
        let fixture = try await CatalogFixture()
        let before = fixture.catalog.counters.batches
        let (answers, answer) = AsyncStream<Bool>.makeStream()

        try await fixture.catalog.write { [writer = fixture.catalog.writer] _ in
            for _ in 0..<50 {
                writer.submit(
                    .write(run: { _ in { answer.yield(true) } }, fail: { _ in answer.yield(false) }))
            }
        }

        #expect(await answers.prefix(50).reduce(true) { $0 && $1 })
        #expect(fixture.catalog.counters.batches - before == 2)
    }

    @Test func `too many waiting writes are refused at once`() async throws {
        var options = SQLiteCatalog.Options()
        options.writeQueueLimit = 1
        let fixture = try await CatalogFixture(options: options)
        let refused = Mutex<StorageError?>(nil)

        try await fixture.catalog.write { [writer = fixture.catalog.writer] _ in
            writer.submit(.write(run: { _ in {} }, fail: { _ in }))
            writer.submit(
                .write(run: { _ in {} }) { error in refused.withLock { $0 = error as? StorageError } })
        }

        #expect(refused.withLock { $0?.kind } == .unavailable)
        #expect(refused.withLock { $0?.retry } == .after(.seconds(1)))
    }

    @Test func `a write sees the writes before it in the same batch`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a"))

        let trashed = try await withThrowingTaskGroup(of: [AssetID].self) { group in
            for _ in 0..<20 { group.addTask { try await fixture.trash("a") } }
            return try await group.reduce(into: []) { $0 += $1 }
        }

        #expect(trashed == ["a"])
    }

    @Test func `the catalog cannot be used after its closure returned`() async throws {
        let fixture = try await CatalogFixture()
        let reader = try await fixture.catalog.read { $0 }
        let writer = try await fixture.catalog.write { $0 }

        await #expect(throws: StorageError.self) { try await reader.totals() }
        await #expect(throws: StorageError.self) { try await writer.totals() }
    }

    @Test func `a reader cannot write`() async throws {
        let fixture = try await CatalogFixture()

        await #expect(throws: StorageError.self) {
            try await fixture.catalog.read { reader in
                try await (reader as? any CatalogWriter)?.insert(Organization.sample("other"))
            }
        }
    }

    @Test func `a snapshot stays the same while others write`() async throws {
        let fixture = try await CatalogFixture()

        let (before, after) = try await fixture.catalog.read { [photos = fixture.photos] reader in
            let before = try await reader.assets(in: photos, carryingAnyOf: [], page: .first)
            try await fixture.publish(.sample("a"))
            let after = try await reader.assets(in: photos, carryingAnyOf: [], page: .first)
            return (before, after)
        }

        #expect(before == after)
        #expect(try await fixture.list() == ["a"])
    }

    @Test func `a lock that another process holds makes writes unavailable`() async throws {
        var options = SQLiteCatalog.Options()
        options.busyTimeout = .milliseconds(10)
        let fixture = try await CatalogFixture(options: options)
        let other = try Connection(path: fixture.folder.file)
        try other.run("BEGIN IMMEDIATE")

        let error = await #expect(throws: StorageError.self) { try await fixture.publish(.sample("a")) }
        try other.run("ROLLBACK")

        #expect(error?.kind == .unavailable)
        #expect(error?.effect == StorageError.Effect.none)
        try await fixture.publish(.sample("b"))
        #expect(try await fixture.list() == ["b"])
    }

    @Test func `a full disk fails the write and keeps the catalog whole`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a"))
        let big = String(repeating: "x", count: 1_000_000)

        let error = await #expect(throws: StorageError.self) {
            try await fixture.catalog.write { [photos = fixture.photos] writer in
                try await writer.limitPages(to: 150)
                try await writer.describe("a", as: big, in: photos, at: .sample(9))
            }
        }

        #expect(error?.kind == .insufficientStorage)
        #expect(try await fixture.asset("a")?.description == nil)
        try await fixture.publish(.sample("b"))
    }
}

extension CatalogWriter {
    /// Lets the file grow no further than `pages`, as a full disk would.
    func limitPages(to pages: Int) async throws {
        let session = try #require(self as? CatalogSession)
        try session.transaction.run(SQL(composed: "PRAGMA max_page_count = \(pages)"))
    }
}
