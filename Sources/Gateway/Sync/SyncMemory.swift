import Raster

/// What a plan remembers of the assets that were named, since it writes nothing into the catalog.
///
/// About 40 bytes for each asset; a real run keeps this in the catalog and nothing in memory.
struct SyncMemory {
    private struct Entry {
        var walk: Int64
        var skip: SyncSkip?
    }

    private var entries: [Int: Entry] = [:]

    /// What is known of an asset, in a plan that is in the walk number `walk`.
    func recall(_ id: NativeID, in walk: Int64) -> (earlier: SyncItem.Earlier, isNamed: Bool) {
        guard let entry = entries[id.hashValue] else { return (.nothing, false) }
        let earlier = entry.skip.map { SyncItem.Earlier.skipped($0) } ?? .counted
        return (earlier, entry.walk == walk)
    }

    /// Whether the walk has named an asset.
    func isNamed(_ id: NativeID, in walk: Int64) -> Bool { entries[id.hashValue]?.walk == walk }

    /// Notes what a page has named.
    mutating func note(_ page: SyncPage, _ outcome: SyncPage.Outcome, in walk: Int64) {
        for (item, _) in page.items { entries[item.native.id.hashValue] = Entry(walk: walk) }
        for skip in page.skips(outcome) { entries[skip.id.hashValue]?.skip = skip.reason }
    }
}
