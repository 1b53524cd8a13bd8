import Raster
import SQLite
import TestSupport
import Testing

@testable import RasterCatalog

@Suite struct InspectionTests {
    @Test func `a catalog that is in use is whole and of this schema`() async throws {
        let fixture = try await CatalogFixture()

        let inspection = try CatalogInspection(path: fixture.folder.file)

        #expect(inspection.schema == CatalogInspection.newestSchema)
        #expect(try inspection.damage() == [])
    }

    @Test func `the newest upload counts, else the newest organization`() async throws {
        let fixture = try await CatalogFixture()
        let inspection = try CatalogInspection(path: fixture.folder.file)
        #expect(try inspection.newest() == .sample())

        try await fixture.publish(.sample("a", created: .sample(5000)))

        #expect(try inspection.newest() == .sample(5000))
    }

    @Test func `looking brings no schema up to date`() async throws {
        let fixture = try await CatalogFixture()
        await fixture.catalog.close()
        try Connection(path: fixture.folder.file).execute(script: "PRAGMA user_version = 0")

        #expect(try CatalogInspection(path: fixture.folder.file).schema == 0)
        #expect(try CatalogInspection(path: fixture.folder.file).schema == 0)
    }

    @Test func `a newer schema, another program's file and a missing one are refused`() async throws {
        let fixture = try await CatalogFixture()
        let connection = try Connection(path: fixture.folder.file)
        for script in ["PRAGMA user_version = 99", "PRAGMA application_id = 1"] {
            try connection.execute(script: script)
            #expect(throws: StorageError.self) { try CatalogInspection(path: fixture.folder.file) }
        }
        #expect(throws: StorageError.self) { try CatalogInspection(path: fixture.folder.path + "/none") }
    }

    @Test func `an index that misses a row is damage`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a"))
        await fixture.catalog.close()
        let connection = try Connection(path: fixture.folder.file)
        try connection.execute(
            script: """
                PRAGMA writable_schema = ON;
                UPDATE sqlite_schema SET sql = replace(sql, 'name TEXT NOT NULL', 'name INTEGER NOT NULL')
                    WHERE name = 'assets';
                """)

        #expect(try CatalogInspection(path: fixture.folder.file).damage().isEmpty == false)
    }

    @Test func `the engine can search text`() {
        #expect(CatalogInspection.hasFullTextSearch && CatalogInspection.engine.hasPrefix("3."))
    }
}
