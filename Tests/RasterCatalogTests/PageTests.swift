import Raster
import SQLite
import TestSupport
import Testing

@testable import RasterCatalog

@Suite struct PageTests {
    @Test(arguments: 0..<24)
    func `any page agrees with a plain model, and blocks with the truth, after every step`(
        seed: Int
    ) async throws {
        var script = try await CatalogScript(seed: UInt64(1000 + seed), rankedHits: 3)
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

    @Test(arguments: [1, 2, 3, 8])
    func `blocks shrink and grow with a library that empties and fills`(size: Int) async throws {
        var options = SQLiteCatalog.Options()
        options.blockSize = size
        let fixture = try await CatalogFixture(options: options)
        let inspection = try BlockInspection(fixture.folder.file, size: size)
        var random = SplitMix64(seed: UInt64(size))
        let assets = (0..<40).map { Asset.sample(AssetID("a\($0)"), tags: ["sun", "sea"]) }
        for asset in assets { try await fixture.publish(asset) }
        for id in assets.map(\.id).shuffled(using: &random) {
            try await fixture.trash(id)
            try #require(try inspection.faults() == [], "\(id) trashed")
        }
        for id in assets.map(\.id).shuffled(using: &random) {
            try await fixture.restore(id)
            try #require(try inspection.faults() == [], "\(id) restored")
        }
    }

    @Test(arguments: 0..<8)
    func `any page of a search that is not ranked agrees with a plain model`(seed: Int) async throws {
        var script = try await CatalogScript(seed: UInt64(2000 + seed), rankedHits: 0)
        for step in 0..<60 {
            _ = try await script.step()
            for libraries in [[script.fixture.photos], [script.fixture.drafts], script.libraries] {
                try await compareSearch(script, CatalogScript.words[step % 5], libraries, step)
            }
        }
        await script.fixture.catalog.close()
    }

    private func compareSearch(
        _ script: CatalogScript, _ word: String, _ libraries: [LibraryKey], _ step: Int
    ) async throws {
        let expected = script.model.found(word, in: libraries)
        for offset in 0..<3 {
            let page = PageRequest(number: 1 + offset * 2, size: 1 + step % 3)
            let result = try await script.fixture.search(word, page: page, in: libraries)
            try #require(result.found == expected.count, "step \(step)")
            let listed = Array(expected.dropFirst(page.offset).prefix(page.size))
            try #require(result.hits.map(\.asset.id) == listed, "step \(step), \(word), \(page)")
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
        try makeBlocksAnew(fixture.folder.file)

        let catalog = try await SQLiteCatalog(path: fixture.folder.file)

        #expect(try BlockInspection(fixture.folder.file, size: 1_000).faults() == [])
        let page = PageRequest(number: 22, size: 100)
        let listed = try await catalog.read {
            try await $0.assets(in: fixture.photos, carryingAnyOf: ["common"], page: page).count
        }
        #expect(listed == 100)
        #expect(try blockCount(fixture.folder.file) == 6)
    }

    /// Takes the blocks out of a file, and brings it up to date as if it had never had any.
    private func makeBlocksAnew(_ path: String) throws {
        let connection = try Connection(path: path)
        try connection.execute(script: "DROP TABLE page_blocks")
        try connection.execute(script: Migration.pageBlocks.script)
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
