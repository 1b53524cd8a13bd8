import Gateway
import Raster
import RasterCatalog
import Synchronization
import TestSupport

extension Measurement {
    static var writes: [Write] {
        [
            Write(name: "publish one and purge it") { catalog, libraries, random in
                try await publish(1, catalog, libraries[0], random)
            },
            Write(name: "publish 500 and purge them") { catalog, libraries, random in
                try await publish(500, catalog, libraries[0], random)
            },
            Write(name: "tag 100 assets with 20 tags, and untag") { catalog, libraries, random in
                let ids = try await some(100, catalog, libraries[0], random)
                let tags = (0..<20).map { "measured \($0)" }
                try await catalog.write { [key = libraries[0].key] writer in
                    _ = try await writer.tag(ids, with: tags, in: key, at: SystemClock().now())
                }
                try await catalog.write { [key = libraries[0].key] writer in
                    _ = try await writer.untag(ids, of: tags, in: key, at: SystemClock().now())
                }
            },
            Write(name: "trash 100 assets and restore them") { catalog, libraries, random in
                let ids = try await some(100, catalog, libraries[0], random)
                let now = SystemClock().now()
                try await catalog.write { [key = libraries[0].key] writer in
                    _ = try await writer.trash(ids, in: key, at: now, purgeAt: now + .days(30))
                }
                try await catalog.write { [key = libraries[0].key] writer in
                    _ = try await writer.restore(ids, in: key, at: now)
                }
            },
        ]
    }

    private static func some(
        _ count: Int, _ catalog: SQLiteCatalog, _ library: Library, _ random: SplitMix64
    ) async throws -> [AssetID] {
        var random = random
        let page = PageRequest(
            number: 1 + random.below(max(1, library.assetsCount / count)), size: count)
        return try await catalog.read { reader in
            try await reader.assets(in: library.key, carryingAnyOf: [], page: page).map(\.id)
        }
    }

    private static func publish(
        _ count: Int, _ catalog: SQLiteCatalog, _ library: Library, _ random: SplitMix64
    ) async throws {
        var random = random
        let source = AssetSource(
            organization: "local", library: "library", total: 1_000_000, seed: random.next())
        let assets = (0..<count).map { source.asset($0) }
        let now = SystemClock().now()
        try await catalog.write { [key = library.key] in
            _ = try await $0.publish(assets.map { NewAsset($0, in: key) })
        }
        try await catalog.write { [key = library.key] writer in
            let ids = assets.map(\.id)
            _ = try await writer.trash(ids, in: key, at: now, purgeAt: now)
            _ = try await writer.beginPurge(ids, in: key, at: now)
            try await writer.finishPurge(ids)
        }
    }
}

/// Page numbers that follow each other.
final class PageWalk: Sendable {
    private let turned = Atomic<Int>(0)

    /// The next page after those so far, `first` at the beginning.
    func next(from first: Int) -> Int {
        max(first, 1) + turned.wrappingAdd(1, ordering: .relaxed).oldValue
    }
}
