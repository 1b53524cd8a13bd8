import Raster
import RasterCatalog
import TestSupport

/// Random operations, done to a catalog and to the model alike.
struct CatalogScript {
    static let words = ["sun", "sunset", "sea", "snow", "seal"]
    let fixture: CatalogFixture
    var model = CatalogModel()
    private var random: SplitMix64
    private var serial = 0
    private var now: Timestamp = .sample(10_000)

    init(seed: UInt64, rankedHits: Int = 50_000) async throws {
        var options = SQLiteCatalog.Options()
        options.blockSize = 2
        options.rankedHits = rankedHits
        options.mirrored = ["disk"]
        fixture = try await CatalogFixture(options: options)
        random = SplitMix64(seed: seed)
    }

    var libraries: [LibraryKey] { [fixture.photos, fixture.drafts] }

    private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    private mutating func word() -> String { Self.words[number(0...Self.words.count - 1)] }

    private mutating func someWords(_ most: Int) -> [String] { (0..<number(0...most)).map { _ in word() } }

    private mutating func someIDs() -> [AssetID] {
        let known = model.entries.keys.sorted() + ["unknown"]
        return (0..<number(1...3)).map { _ in known[number(0...known.count - 1)] }
    }

    private mutating func newAsset() -> Asset {
        serial += 1
        let tags = someWords(3)
        return .sample(
            AssetID("a\(number(10...99))-\(serial)"), name: word(),
            contentType: number(0...1) == 0 ? "image/png" : "text/plain", size: number(0...9),
            description: number(0...1) == 0 ? nil : word(),
            tags: tags.enumerated().filter { tags.firstIndex(of: $0.element) == $0.offset }.map(\.element),
            created: .sample(Int64(number(0...40))))
    }

    /// Does one random thing; what the catalog and the model answered.
    mutating func step() async throws -> (catalog: String, model: String) {
        now = now + .milliseconds(number(0...1))
        let library = libraries[number(0...1)]
        switch number(0...11) {
        case 0...3: return try await publish(in: library)
        case 4: return try await trash(someIDs(), in: library)
        case 5: return try await restore(someIDs(), in: library)
        case 6, 7: return try await tag(someIDs(), someWords(3), in: library)
        case 8: return try await untag(someIDs(), someWords(3), in: library)
        case 9: return try await transfer(someIDs(), from: library)
        case 10: return try await describe(someIDs()[0], word(), in: library)
        default: return try await purge(someIDs(), in: library, refused: number(0...1) == 0)
        }
    }

    private mutating func publish(in library: LibraryKey) async throws -> (String, String) {
        var assets: [Asset] = []
        for _ in 0..<number(1...3) { assets.append(newAsset()) }
        model.publish(assets, in: library)
        let published = try await fixture.publish(together: assets, in: library)
        return ("\(published.map(\.created))", "\(assets.map { model.entries[$0.id]?.asset.created ?? now })")
    }

    private mutating func trash(_ ids: [AssetID], in library: LibraryKey) async throws -> (String, String) {
        let moved = model.each(ids, in: library, .live) { [now] entry in
            entry.state = .trashed
            entry.asset.trashed = now
            entry.asset.updated = now
        }
        let answer = try await fixture.catalog.write { [now] in
            try await $0.trash(ids, in: library, at: now, purgeAt: now + .days(30))
        }
        return ("\(answer)", "\(moved)")
    }

    private mutating func restore(_ ids: [AssetID], in library: LibraryKey) async throws -> (String, String) {
        let moved = model.each(ids, in: library, .trashed) { [now] entry in
            entry.state = .live
            entry.asset.trashed = nil
            entry.asset.updated = now
        }
        let answer = try await fixture.catalog.write { [now] in
            try await $0.restore(ids, in: library, at: now)
        }
        return ("\(answer)", "\(moved)")
    }

    private mutating func tag(
        _ ids: [AssetID], _ tags: [String], in library: LibraryKey
    ) async throws -> (String, String) {
        var pairs = 0
        let allowed = model.areLive(ids, in: library)
        _ = model.each(allowed ? ids : [], in: library, .live) { [now] entry in
            let before = entry.asset.tags.count
            for tag in tags where !entry.asset.tags.contains(tag) { entry.asset.tags.append(tag) }
            pairs += entry.asset.tags.count - before
            if entry.asset.tags.count > before { entry.asset.updated = now }
        }
        let answer = await result { [now] in try await $0.tag(ids, with: tags, in: library, at: now) }
        return (answer, allowed ? "\(pairs)" : "notFound")
    }

    private mutating func untag(
        _ ids: [AssetID], _ tags: [String], in library: LibraryKey
    ) async throws -> (String, String) {
        var pairs = 0
        let allowed = model.areLive(ids, in: library)
        _ = model.each(allowed ? ids : [], in: library, .live) { [now] entry in
            let before = entry.asset.tags.count
            entry.asset.tags.removeAll { tags.contains($0) }
            pairs += before - entry.asset.tags.count
            if entry.asset.tags.count < before { entry.asset.updated = now }
        }
        let answer = await result { [now] in try await $0.untag(ids, of: tags, in: library, at: now) }
        return (answer, allowed ? "\(pairs)" : "notFound")
    }

    private mutating func transfer(
        _ ids: [AssetID], from source: LibraryKey
    ) async throws -> (String, String) {
        let target = libraries[number(0...1)]
        let allowed = source == target || model.areLive(ids, in: source)
        let moved = model.each(allowed && source != target ? ids : [], in: source, .live) { [now] entry in
            entry.library = target
            entry.asset.updated = now
        }
        let answer = await result { [now] in
            try await $0.transfer(ids, from: source, to: target, at: now)
        }
        return (answer, allowed ? "\(moved.count)" : "notFound")
    }

    private mutating func describe(
        _ id: AssetID, _ text: String, in library: LibraryKey
    ) async throws -> (String, String) {
        let allowed = model.areLive([id], in: library)
        _ = model.each([id], in: library, .live) { [now] entry in
            if entry.asset.description != text { entry.asset.updated = now }
            entry.asset.description = text
        }
        let answer = await result { [now] in
            try await $0.describe(id, as: text, in: library, at: now)
            return 0
        }
        return (answer, allowed ? "0" : "notFound")
    }

    private mutating func purge(
        _ ids: [AssetID], in library: LibraryKey, refused: Bool
    ) async throws -> (String, String) {
        let begun = model.each(ids, in: library, .trashed) { entry in
            if !refused { entry.state = .purging }
        }
        if !refused { for id in begun { model.entries[id] = nil } }
        let answer = try await fixture.catalog.write { [now] writer in
            let begun = try await writer.beginPurge(ids, in: library, at: now).map(\.id)
            refused ? try await writer.abandonPurge(begun) : try await writer.finishPurge(begun)
            return begun
        }
        return ("\(answer)", "\(begun)")
    }

    /// The number that `body` answers, or the kind of its error.
    private func result(_ body: @escaping @Sendable (any CatalogWriter) async throws -> Int) async -> String {
        do { return "\(try await fixture.catalog.write(body))" } catch {
            return (error as? StorageError)?.kind.rawValue ?? "\(error)"
        }
    }
}
