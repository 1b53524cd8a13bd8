import Foundation
import Raster
import RasterCatalog
import TestSupport
import Testing

@Suite struct LostFileTests {
    /// How the catalog's file gets lost under an open catalog.
    enum Loss: CaseIterable {
        case removed, replaced

        func happen(to file: String) throws {
            if self == .replaced { try FileManager.default.copyItem(atPath: file, toPath: file + ".copy") }
            try FileManager.default.removeItem(atPath: file)
            if self == .replaced { try FileManager.default.moveItem(atPath: file + ".copy", toPath: file) }
        }
    }

    @Test(arguments: Loss.allCases)
    func `nothing is acknowledged once the file is lost`(_ loss: Loss) async throws {
        let fixture = try await CatalogFixture()
        try loss.happen(to: fixture.folder.file)

        let error = await #expect(throws: StorageError.self) { try await fixture.publish(.sample("a")) }

        #expect(error?.kind == .unavailable)
        #expect(error?.message == "the catalog's file is gone or was replaced")
    }

    @Test(arguments: Loss.allCases)
    func `a file that gets lost during a write fails the write`(_ loss: Loss) async throws {
        let fixture = try await CatalogFixture()

        let error = await #expect(throws: StorageError.self) {
            try await fixture.catalog.write { [photos = fixture.photos, file = fixture.folder.file] in
                _ = try await $0.publish([NewAsset(.sample("a"), in: photos)])
                try loss.happen(to: file)
            }
        }

        #expect(error?.kind == .unavailable)
    }

    @Test(arguments: Loss.allCases)
    func `nothing is read once the file is lost`(_ loss: Loss) async throws {
        let fixture = try await CatalogFixture()
        #expect(try await fixture.list() == [])
        try loss.happen(to: fixture.folder.file)

        let error = await #expect(throws: StorageError.self) { try await fixture.list() }

        #expect(error?.kind == .unavailable)
    }
}
