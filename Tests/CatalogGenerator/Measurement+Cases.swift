import Raster
import RasterCatalog
import TestSupport

extension Measurement {
    /// A question and its name; `libraries` are the large and the small one.
    struct Read: Sendable {
        let name: String
        let run: @Sendable (any CatalogReader, [Library], SplitMix64) async throws -> Void
    }

    /// A change that leaves the catalog as it was.
    struct Write: Sendable {
        let name: String
        let run: @Sendable (SQLiteCatalog, [Library], SplitMix64) async throws -> Void
    }

    static var reads: [Read] { listings + searches + others }

    private static var listings: [Read] {
        [
            list("first page", [], 0), list("random page", [], 1), list("last page", [], 2),
            list("one tag of 30 %, first page", ["archive"], 0),
            list("one tag of 30 %, random page", ["archive"], 1),
            list("one tag of 1 %, random page", ["award"], 1),
            list("one tag of 0.1 %, random page", ["cover"], 1),
            list("two tags, first page", ["archive", "press"], 0),
            list("two tags, random page", ["archive", "press"], 1),
            list("two rare tags, random page", ["award", "cover"], 1),
            list("five tags, first page", fiveTags, 0), list("five tags, random page", fiveTags, 1),
            sequence("two tags, the page after a deep one", ["archive", "press"]),
            sequence("five tags, the page after a deep one", fiveTags),
        ]
    }

    private static let fiveTags: [String] = {
        let common = Vocabulary().tags
        return ["archive", "press", "award", common[0], common[1]]
    }()

    private static var searches: [Read] {
        [
            search("search a word in 0.1 %", "zeppelin"), search("search a word in 1 %", "lighthouse"),
            search("search a word in 10 %", "harbour"), search("search a word in 60 %", "photo"),
            search("search a word in 60 %, random page", "photo", deep: true),
            search("search two common words", "photo harbour"),
            search("search two common words, random page", "photo harbour", deep: true),
            search("search prefix a", "a"), search("search prefix l", "l"), search("search prefix ba", "ba"),
            search("search prefix ba, random page", "ba", deep: true),
            search("search three words and a prefix", "photo harbour lighthouse b"),
            search("search two Chinese characters", "故宫"), search("search one Chinese character", "山"),
            search("search nothing", ""), search("search nothing, random page", "", deep: true),
            search("search a word in 60 % of the small library", "photo", in: 1...1),
            search("search prefix a in the small library", "a", in: 1...1),
            search("search a word in 60 % of both libraries", "photo", in: 0...1),
            search("search nothing in both libraries, random page", "", in: 0...1, deep: true),
        ]
    }

    private static var others: [Read] {
        [
            Read(name: "100 tags") { reader, libraries, _ in
                _ = try await reader.tags(in: libraries[0].key, limit: 100)
            },
            Read(name: "1000 tags") { reader, libraries, _ in
                _ = try await reader.tags(in: libraries[0].key, limit: 1000)
            },
            Read(name: "trash, first page") { reader, libraries, _ in
                _ = try await reader.trashedAssets(in: libraries[0].key, page: .first)
            },
            Read(name: "trash, random page") { reader, libraries, random in
                let page = page(of: libraries[0].trashCount, 1, random)
                _ = try await reader.trashedAssets(in: libraries[0].key, page: page)
            },
            Read(name: "count of libraries") { reader, _, _ in
                _ = try await reader.libraryCount(of: "local")
            },
        ]
    }

    /// Page 1, a random one, or the last one of `count` items.
    private static func page(of count: Int, _ kind: Int, _ random: SplitMix64) -> PageRequest {
        var random = random
        let last = max(1, (count + 49) / 50)
        return PageRequest(number: [1, 1 + random.below(last), last][kind], size: 50)
    }

    private static func list(_ name: String, _ tags: [String], _ kind: Int) -> Read {
        Read(name: name) { reader, libraries, random in
            let page = page(of: try await count(tags, reader, libraries[0]), kind, random)
            _ = try await reader.assets(in: libraries[0].key, carryingAnyOf: tags, page: page)
        }
    }

    private static func count(
        _ tags: [String], _ reader: any CatalogReader, _ library: Library
    ) async throws -> Int {
        guard !tags.isEmpty else { return library.assetsCount }
        return tags.map { wide[$0] ?? 1_000 }.map { library.assetsCount / $0 }.max() ?? 0
    }

    private static let wide = ["archive": 3, "press": 10, "award": 100]

    /// Pages one after the other, from the middle on.
    private static func sequence(_ name: String, _ tags: [String]) -> Read {
        let walk = PageWalk()
        return Read(name: name) { reader, libraries, _ in
            let page = PageRequest(number: walk.next(from: libraries[0].assetsCount / 300), size: 50)
            _ = try await reader.assets(in: libraries[0].key, carryingAnyOf: tags, page: page)
        }
    }

    private static func search(
        _ name: String, _ text: String, in part: ClosedRange<Int> = 0...0, deep: Bool = false
    ) -> Read {
        Read(name: name) { reader, libraries, random in
            let chosen = libraries[part]
            let share = text == "photo" ? 6 : text == "photo harbour" ? 1 : text == "ba" ? 2 : 10
            let hits = chosen.map(\.assetsCount).reduce(0, +) * share / 10
            let page = page(of: hits, deep ? 1 : 0, random)
            _ = try await reader.search(
                SearchQuery(text: text, libraries: chosen.map(\.key), page: page))
        }
    }
}
