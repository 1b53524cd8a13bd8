import Raster
import SQLite
import TestSupport
import Testing

@testable import RasterCatalog

extension CatalogFixture {
    fileprivate func insert(
        _ id: JobID, _ kind: JobKind = .sync, at created: Int64 = 0, in library: LibraryID = "photos"
    ) async throws -> Job {
        let library = try #require(try await self.library(library))
        let job = Job(id: id, kind, on: library, created: .sample(created))
        try await catalog.write { try await $0.insert(job) }
        return job
    }

    fileprivate func start(_ job: Job) async throws -> Job {
        var job = job
        _ = job.start(by: "run-1", at: .sample(1))
        return try await keep(job)
    }

    fileprivate func keep(_ job: Job) async throws -> Job {
        try await catalog.write { try await $0.update(job) }
        return job
    }

    fileprivate func job(_ id: JobID) async throws -> Job? { try await catalog.read { try await $0.job(id) } }
}

@Suite struct JobTableTests {
    @Test func `a job comes back as it was kept`() async throws {
        let fixture = try await CatalogFixture()
        var job = try await fixture.start(try await fixture.insert("a"))
        #expect(try await fixture.job("a") == job)

        _ = job.cancel(at: .sample(2))
        #expect(try await fixture.job("a") != job)
        job = try await fixture.keep(job)
        #expect(try await fixture.job("a") == job)
        let progress = JobProgress(items: 1, itemsTotal: 2, bytes: 3, bytesTotal: 4, failed: 5)
        _ = job.settle(.failed(RasterError(.notSupported, "No.")), progress, at: .sample(3))
        job = try await fixture.keep(job)

        #expect(try await fixture.job("a") == job && job.error?.code == .notSupported)
    }

    @Test func `jobs are listed newest first, in pages, each library its own`() async throws {
        let fixture = try await CatalogFixture()
        for (id, created) in [("b", 2), ("a", 1), ("c", 2)] as [(JobID, Int64)] {
            _ = try await fixture.insert(id, at: created)
        }
        _ = try await fixture.insert("d", at: 9, in: "drafts")

        let pages = try await fixture.catalog.read { [photos = fixture.photos] reader in
            [
                try await reader.jobs(in: photos, page: .first).map(\.id),
                try await reader.jobs(in: photos, page: PageRequest(number: 2, size: 2)).map(\.id),
            ]
        }

        #expect(pages == [["c", "b", "a"], ["a"]])
    }

    @Test func `what waits is in the order of age, without what runs already`() async throws {
        let fixture = try await CatalogFixture()
        let old = try await fixture.insert("old", at: 1)
        _ = try await fixture.insert("same", at: 2)
        _ = try await fixture.insert("hash", .hash, at: 3)
        _ = try await fixture.insert("other", at: 0, in: "drafts")
        _ = try await fixture.start(old)

        let (waiting, first, count, running) = try await fixture.catalog.read { reader in
            (
                try await reader.waitingJobs(limit: 9).map(\.id),
                try await reader.waitingJobs(limit: 1).map(\.id),
                try await reader.waitingJobCount(), try await reader.runningJobs().map(\.id)
            )
        }

        #expect(waiting == ["other", "hash"] && first == ["other"])
        #expect(count == 3 && running == ["old"])
    }

    @Test func `of one library and kind only one runs, whoever tries`() async throws {
        let fixture = try await CatalogFixture()
        _ = try await fixture.start(try await fixture.insert("a"))
        var second = try await fixture.insert("b")
        _ = second.start(by: "run-2", at: .sample())

        let error = await #expect(throws: StorageError.self) {
            try await fixture.catalog.write { [second] in try await $0.update(second) }
        }

        #expect(error?.kind == .alreadyExists)
        #expect(try await fixture.job("b")?.state == .queued)
    }

    @Test func `the open job is the oldest that is neither ended nor cancelled`() async throws {
        let fixture = try await CatalogFixture()
        let open = { try await fixture.catalog.read { try await $0.openJob(.sync, in: fixture.photos)?.id } }
        #expect(try await open() == nil)
        var first = try await fixture.start(try await fixture.insert("a", at: 1))
        _ = try await fixture.insert("b", at: 2)
        #expect(try await open() == "a")

        _ = first.cancel(at: .sample())
        _ = try await fixture.keep(first)

        #expect(try await open() == "b")
    }

    @Test func `jobs go with their library and their organization`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("keeps-the-row"))
        let running = try await fixture.start(try await fixture.insert("a"))
        _ = try await fixture.insert("b", in: "drafts")

        try await fixture.catalog.write { [photos = fixture.photos] in try await $0.remove(photos) }
        #expect(try await fixture.job("a") == nil)
        #expect(try await fixture.job("b") != nil)
        let error = await #expect(throws: StorageError.self) { try await fixture.keep(running) }
        try await fixture.catalog.write { try await $0.remove("acme" as OrganizationID) }

        #expect(error?.kind == .notFound)
        #expect(try await fixture.job("b") == nil)
    }

    @Test func `a job for a library that is gone is not made`() async throws {
        let fixture = try await CatalogFixture()
        let library = try #require(try await fixture.library())
        try await fixture.catalog.write { try await $0.remove(library.key) }

        let error = await #expect(throws: StorageError.self) {
            try await fixture.catalog.write {
                try await $0.insert(Job(id: "a", .sync, on: library, created: .sample()))
            }
        }

        #expect(error?.kind == .notFound)
    }

    @Test func `only what ended long ago is forgotten`() async throws {
        let fixture = try await CatalogFixture()
        for (id, end) in [("old", 10), ("new", 20)] as [(JobID, Int64)] {
            var job = try await fixture.insert(id)
            _ = job.cancel(at: .sample(end))
            _ = try await fixture.keep(job)
        }
        _ = try await fixture.insert("open")

        let dropped = try await fixture.catalog.write {
            try await $0.forgetJobs(endedBefore: .sample(20))
        }

        #expect(dropped == 1)
        let left = try await fixture.catalog.read { [photos = fixture.photos] in
            try await $0.jobs(in: photos, page: .first).map(\.id)
        }
        #expect(Set(left) == ["new", "open"])
    }

    @Test func `a catalog of the first schema takes jobs`() async throws {
        let folder = try Folder()
        let connection = try Connection(path: folder.file)
        try Schema.migrate(connection, by: [.first])
        try connection.execute(
            script: """
                INSERT INTO organizations (id, created) VALUES ('acme', 0);
                INSERT INTO libraries (organization, id, name, adapter, created) VALUES (1, 'l', 'L', 'disk', 0);
                """)

        let catalog = try await SQLiteCatalog(path: folder.file)
        try await catalog.write { writer in
            let library = try #require(try await writer.library("l", in: "acme"))
            try await writer.insert(Job(id: "a", .hash, on: library, created: .sample()))
        }

        #expect(try await catalog.read { try await $0.job("a")?.kind } == .hash)
    }

    @Test func `a job of a kind that only newer programs know is left to them`() async throws {
        let fixture = try await CatalogFixture()
        _ = try await fixture.insert("a")
        let connection = try Connection(path: fixture.folder.file)
        try connection.run("UPDATE jobs SET kind = 'derive'")

        let seen = try await fixture.catalog.read { [photos = fixture.photos] reader in
            try await reader.jobs(in: photos, page: .first) + reader.waitingJobs(limit: 9)
        }

        #expect(seen == [])
    }
}
