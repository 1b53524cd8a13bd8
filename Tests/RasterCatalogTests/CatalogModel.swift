import Raster
import TestSupport

/// What a catalog with a few libraries should hold, kept in the plainest way.
struct CatalogModel {
    enum State { case live, trashed, purging }

    struct Entry {
        var asset: Asset
        var library: LibraryKey
        var state = State.live
    }

    var entries: [AssetID: Entry] = [:]
    var lastCreated: [LibraryKey: Timestamp] = [:]

    private func sorted(_ library: LibraryKey, _ state: State) -> [Asset] {
        entries.values.filter { $0.library == library && $0.state == state }.map(\.asset)
            .sorted { $0.created == $1.created ? $0.id < $1.id : $0.created > $1.created }
    }

    func live(_ library: LibraryKey) -> [Asset] { sorted(library, .live) }

    /// The ids on one page of the assets that carry any of `tags`, unless it is empty.
    func page(_ page: PageRequest, _ tags: [String], _ library: LibraryKey) -> [AssetID] {
        let listed = live(library).filter { tags.isEmpty || !Set(tags).isDisjoint(with: $0.tags) }
        return listed.dropFirst(page.offset).prefix(page.size).map(\.id)
    }

    func trash(_ library: LibraryKey) -> [AssetID] {
        let assets = sorted(library, .trashed)
        return assets.sorted {
            let (left, right) = ($0.trashed ?? .sample(), $1.trashed ?? .sample())
            return left == right ? $0.id < $1.id : left > right
        }.map(\.id)
    }

    func tags(_ library: LibraryKey) -> [Tag] {
        let counts = live(library).flatMap(\.tags).reduce(into: [:]) { $0[$1, default: 0] += 1 }
        return counts.map { Tag(id: $0.key, count: $0.value) }
            .sorted { $0.count == $1.count ? $0.id < $1.id : $0.count > $1.count }
    }

    /// Assets with a word that begins with `word`.
    func found(_ word: String, _ library: LibraryKey) -> Set<AssetID> {
        let assets = live(library).filter { asset in
            let words = ([asset.name, asset.description ?? ""] + asset.tags).joined(separator: " ")
            return words.split(separator: " ").contains { $0.hasPrefix(word) }
        }
        return Set(assets.map(\.id))
    }

    var storedBytes: Int { entries.values.map(\.asset.size).reduce(0, +) }

    mutating func publish(_ assets: [Asset], in library: LibraryKey) {
        let earliest = lastCreated[library].map { $0 + .milliseconds(1) } ?? .sample(-1_000_000)
        for var asset in assets {
            asset.created = max(asset.created, earliest)
            asset.updated = asset.created
            lastCreated[library] = max(lastCreated[library] ?? asset.created, asset.created)
            entries[asset.id] = Entry(asset: asset, library: library)
        }
    }

    /// Calls `body` with each of `ids` that is in `state`; those for which it was.
    mutating func each(
        _ ids: [AssetID], in library: LibraryKey, _ state: State, _ body: (inout Entry) -> Void
    ) -> [AssetID] {
        var done: [AssetID] = []
        for id in ids where !done.contains(id) {
            guard var entry = entries[id], entry.library == library, entry.state == state else { continue }
            body(&entry)
            entries[id] = entry
            done.append(id)
        }
        return done
    }

    func areLive(_ ids: [AssetID], in library: LibraryKey) -> Bool {
        ids.allSatisfy { entries[$0]?.library == library && entries[$0]?.state == .live }
    }
}
