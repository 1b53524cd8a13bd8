import Raster
import RasterCatalog
import TestSupport
import Testing

@Suite struct CatalogScriptTests {
    @Test(arguments: 0..<200)
    func `the catalog agrees with a plain model after every step`(seed: Int) async throws {
        var script = try await CatalogScript(seed: UInt64(seed))
        for step in 0..<25 {
            let (catalog, model) = try await script.step()
            try #require(catalog == model, "step \(step)")
            try await compare(script, word: step, "step \(step)")
        }
        #expect(try await script.fixture.catalog.read { try await $0.openIntents(limit: 9) } == [])
        await script.fixture.catalog.close()
    }

    private func compare(_ script: CatalogScript, word: Int, _ comment: Testing.Comment) async throws {
        let (fixture, model) = (script.fixture, script.model)
        for (library, id) in zip(script.libraries, ["photos", "drafts"] as [LibraryID]) {
            try await fixture.catalog.read { reader in
                let live = model.live(library)
                let row = try #require(try await reader.library(id, in: "acme"))
                let listed = try await reader.assets(in: library, carryingAnyOf: [], page: .first)
                try #require(listed.map(described) == live.map(described), comment)
                try #require(try await reader.tags(in: library, limit: 99) == model.tags(library), comment)
                let trash = try await reader.trashedAssets(in: library, page: .first)
                try #require(trash.map(\.id) == model.trash(library), comment)
                let counters = [row.assetsCount, row.photosCount, row.trashCount]
                try #require(
                    counters == [live.count, live.count(where: \.isPhoto), trash.count], comment)
                let word = CatalogScript.words[word % CatalogScript.words.count]
                try await compare(word, reader, model, library, comment)
            }
        }
        let stored = try await fixture.catalog.read { try await $0.storedBytes(of: "acme") }
        try #require(stored == model.storedBytes, comment)
    }

    private func compare(
        _ word: String, _ reader: any CatalogReader, _ model: CatalogModel, _ library: LibraryKey,
        _ comment: Testing.Comment
    ) async throws {
        let query = SearchQuery(text: word, libraries: [library], page: .first)
        let result = try await reader.search(query)
        try #require(Set(result.hits.map(\.asset.id)) == model.found(word, library), comment)
        let tagged = try await reader.assets(in: library, carryingAnyOf: [word, "sea"], page: .first)
        let expected = model.live(library).filter { $0.tags.contains(word) || $0.tags.contains("sea") }
        try #require(tagged.map(\.id) == expected.map(\.id), comment)
    }

    private func described(_ asset: Asset) -> String {
        "\(asset.id) \(asset.tags) \(asset.created) \(asset.updated) \(asset.description ?? "-")"
    }
}
