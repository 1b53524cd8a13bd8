import Raster
import SQLite
import TestSupport
import Testing

@testable import RasterCatalog

@Suite struct OpeningTests {
    @Test func `what was acknowledged is there after opening again, without closing`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a"))

        let again = try await SQLiteCatalog(path: fixture.folder.file)

        #expect(try await again.read { try await $0.asset("a", in: "acme") }?.id == "a")
    }

    @Test func `two catalogs on one file see each other's writes`() async throws {
        let fixture = try await CatalogFixture()
        let other = try await SQLiteCatalog(path: fixture.folder.file)
        try await fixture.publish(.sample("a"))

        try await other.write { [photos = fixture.photos] in
            _ = try await $0.publish([NewAsset(.sample("b"), in: photos)])
        }

        #expect(try await fixture.list() == ["b", "a"])
    }

    @Test func `many may open a new file at once`() async throws {
        let folder = try Folder()

        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    let catalog = try await SQLiteCatalog(path: folder.file)
                    try await catalog.write { try await $0.insert(.sample(OrganizationID("o\(number)"))) }
                }
            }
            try await group.waitForAll()
        }

        let catalog = try await SQLiteCatalog(path: folder.file)
        #expect(try await catalog.read { try await $0.totals().organizations } == 8)
    }

    @Test func `a new file that another process is making is opened once that is done`() async throws {
        let folder = try Folder()
        let other = try Connection(path: folder.file)
        try other.run("BEGIN IMMEDIATE")

        let catalog = try await SQLiteCatalog(path: folder.file, options: .init()) {
            _ = try? other.run("ROLLBACK")
        }

        #expect(try await catalog.read { try await $0.totals().organizations } == 0)
    }

    @Test func `a file that stays busy is given up when the busy timeout is over`() async throws {
        let folder = try Folder()
        let other = try Connection(path: folder.file)
        try other.run("BEGIN IMMEDIATE")
        var brief = SQLiteCatalog.Options()
        brief.busyTimeout = .milliseconds(10)
        let options = brief

        let error = await #expect(throws: StorageError.self) {
            _ = try await SQLiteCatalog(path: folder.file, options: options)
        }

        #expect(error?.kind == .unavailable)
        try other.run("ROLLBACK")
    }

    @Test func `a newer schema is refused and left alone`() async throws {
        let fixture = try await CatalogFixture()
        await fixture.catalog.close()
        let connection = try Connection(path: fixture.folder.file)
        try connection.execute(script: "PRAGMA user_version = 9999")

        let error = await #expect(throws: StorageError.self) {
            try await SQLiteCatalog(path: fixture.folder.file)
        }

        #expect(error?.kind == .preconditionFailed)
        #expect(error?.message.contains("9999") == true)
    }

    @Test func `a database of another program is refused and left alone`() async throws {
        let folder = try Folder()
        let connection = try Connection(path: folder.file)
        try connection.run("CREATE TABLE theirs (x)")

        let error = await #expect(throws: StorageError.self) { try await SQLiteCatalog(path: folder.file) }

        #expect(error?.kind == .preconditionFailed)
        #expect(try connection.first("PRAGMA journal_mode") { $0.text(0) } == "delete")
    }

    @Test func `a failing migration leaves the file as it was`() throws {
        let connection = try Connection(path: ":memory:")
        let broken = Migration(number: 2, script: "CREATE TABLE t (x); CREATE TABLE t (x)")

        #expect(throws: StorageError.self) { try Schema.migrate(connection, by: [.first, broken]) }

        #expect(try connection.first("PRAGMA user_version") { $0.int(0) } == 0)
        #expect(try connection.first("SELECT count(*) FROM sqlite_schema") { $0.int(0) } == 0)
    }

    @Test func `migrations are numbered without gaps`() {
        #expect(Migration.all.map(\.number) == Array(1...Migration.all.count))
    }

    @Test func `a closed catalog is unavailable and has an empty log`() async throws {
        let fixture = try await CatalogFixture()
        await fixture.catalog.close()

        let writing = await #expect(throws: StorageError.self) { try await fixture.publish(.sample("a")) }
        let reading = await #expect(throws: StorageError.self) { try await fixture.list() }

        #expect([writing?.kind, reading?.kind] == [.unavailable, .unavailable])
        #expect(fixture.catalog.counters.walPages == 0)
        #expect(fixture.catalog.counters.readers == 0)
    }

    @Test func `more readers than the limit are refused`() async throws {
        var options = SQLiteCatalog.Options()
        options.readerLimit = 1
        let fixture = try await CatalogFixture(options: options)

        let error = await #expect(throws: StorageError.self) {
            try await fixture.catalog.read { _ in try await fixture.list() }
        }

        #expect(error?.kind == .unavailable)
        #expect(try await fixture.list() == [])
    }
}
