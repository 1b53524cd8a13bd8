import Raster
import RasterCatalog
import SQLite
import TestSupport
import Testing

@Suite struct PageTests {
    @Test(arguments: 0..<60)
    func `any page agrees with a plain model, and blocks with the truth, after every step`(
        seed: Int
    ) async throws {
        var script = try await CatalogScript(seed: UInt64(1000 + seed))
        let inspection = try BlockInspection(script.fixture.folder.file, size: 2)
        for step in 0..<60 {
            _ = try await script.step()
            try #require(try inspection.faults() == [], "step \(step)")
            try await comparePages(script, step)
        }
        await script.fixture.catalog.close()
    }

    private func comparePages(_ script: CatalogScript, _ step: Int) async throws {
        let word = CatalogScript.words[step % CatalogScript.words.count]
        let size = 1 + step % 3
        for library in script.libraries {
            let pages = script.model.live(library).count / size + 2
            for tags in [[], [word], [word, "sea"], CatalogScript.words] {
                for number in [1, 2, 3, pages / 2, pages].map({ max($0, 1) }) {
                    let page = PageRequest(number: number, size: size)
                    let listed = try await script.fixture.list(tags: tags, page: page, in: library)
                    let expected = script.model.page(page, tags, library)
                    try #require(listed == expected, "step \(step), \(tags), page \(number)")
                }
            }
        }
    }

    @Test func `an older catalog gets its blocks when it is opened`() async throws {
        let fixture = try await CatalogFixture()
        for start in stride(from: 0, to: 2_500, by: 500) {
            let assets = (start..<start + 500).map {
                Asset.sample(AssetID("a\($0)"), tags: $0 % 10 == 0 ? ["rare"] : ["common"])
            }
            try await fixture.publish(together: assets)
        }
        await fixture.catalog.close()
        try forgetBlocks(fixture.folder.file)

        let catalog = try await SQLiteCatalog(path: fixture.folder.file)

        #expect(try BlockInspection(fixture.folder.file, size: 1_000).faults() == [])
        let page = PageRequest(number: 22, size: 100)
        let listed = try await catalog.read {
            try await $0.assets(in: fixture.photos, carryingAnyOf: ["common"], page: page).count
        }
        #expect(listed == 100)
        #expect(try blockCount(fixture.folder.file) == 6)
    }

    /// Takes a file back to the schema that was released first.
    private func forgetBlocks(_ path: String) throws {
        let connection = try Connection(path: path)
        try connection.execute(script: "DROP TABLE page_blocks; PRAGMA user_version = 1")
    }

    private func blockCount(_ path: String) throws -> Int? {
        try Connection(path: path).first("SELECT count(*) FROM page_blocks") { $0.int(0) }
    }

    @Test func `a removed library has no blocks, nor have its tags`() async throws {
        var options = SQLiteCatalog.Options()
        options.blockSize = 2
        let fixture = try await CatalogFixture(options: options)
        try await fixture.publish(together: (0..<20).map { .sample(AssetID("a\($0)"), tags: ["sun"]) })
        #expect(try blockCount(fixture.folder.file) ?? 0 > 10)

        try await fixture.catalog.write { [photos = fixture.photos] in try await $0.remove(photos) }

        #expect(try blockCount(fixture.folder.file) == 0)
    }

    @Test func `a removed library is purged without blocks`() async throws {
        var options = SQLiteCatalog.Options()
        options.blockSize = 2
        let fixture = try await CatalogFixture(options: options)
        try await fixture.publish(together: (0..<20).map { .sample(AssetID("a\($0)"), tags: ["sun"]) })

        try await fixture.catalog.write { [photos = fixture.photos] writer in
            try await writer.remove(photos)
            let due = try await writer.assetsToPurge(at: .sample(), limit: 5)
            try await writer.finishPurge(try await writer.beginPurge(due, at: .sample()).map(\.id))
        }

        #expect(try blockCount(fixture.folder.file) == 0)
    }
}
