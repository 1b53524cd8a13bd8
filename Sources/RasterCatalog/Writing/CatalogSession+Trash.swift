import Raster
import SQLite

extension CatalogSession {
    func trash(
        _ ids: [AssetID], in library: LibraryKey, at now: Timestamp, purgeAt: Timestamp
    ) throws(StorageError) -> [AssetID] {
        var change = CounterChange()
        let moved = try eachRow(ids, in: library, .live) { row, _ throws(StorageError) in
            try transaction.run(
                "UPDATE assets SET state = 1, trashed = ?, purge_at = ?, updated = ? WHERE key = ?",
                [.time(now), .time(purgeAt), .time(now), .integer(row.key)])
            try blocks.remove(AssetPosition(row.asset), from: .library(library))
            try setTags(of: row, live: false)
            try unindex(row.key)
            try note(.trashed, of: row.key, at: now)
            try markBinned(row, at: now)
            change.addLive(row, -1)
            change.addTrashed(size: row.asset.size)
            return -1
        }
        if !moved.isEmpty { try count(change, in: library) }
        return moved
    }

    func restore(
        _ ids: [AssetID], in library: LibraryKey, at now: Timestamp
    ) throws(StorageError) -> [AssetID] {
        var change = CounterChange()
        let moved = try eachRow(ids, in: library, .trashed) { row, tags throws(StorageError) in
            try transaction.run(
                "UPDATE assets SET state = 0, trashed = NULL, purge_at = NULL, updated = ? WHERE key = ?",
                [.time(now), .integer(row.key)])
            try blocks.add(AssetPosition(row.asset), to: .library(library))
            try setTags(of: row, live: true)
            try index(row, tags: tags)
            try note(.restored, of: row.key, at: now)
            try markBinned(row, at: now)
            change.addTrashed(size: row.asset.size, -1)
            change.addLive(row)
            return 1
        }
        if !moved.isEmpty { try count(change, in: library) }
        return moved
    }

    /// Calls `body` for each asset of `library` that is in `state`, with its tags; the ids that were, in order.
    ///
    /// `body` returns by how much the asset changes the count of each of its tags.
    private func eachRow(
        _ ids: [AssetID], in library: LibraryKey, _ state: AssetState,
        _ body: (AssetRow, [String]) throws(StorageError) -> Int
    ) throws(StorageError) -> [AssetID] {
        var moved: [AssetID] = []
        var counts: [Verbatim: Int] = [:]
        for id in ids.unique() {
            guard let row = try row(id, in: library, state) else { continue }
            let tags = try tags(of: [row.key])[row.key] ?? []
            counts.merge(tags.counted(try body(row, tags)), uniquingKeysWith: +)
            moved.append(id)
        }
        try count(counts, in: library)
        return moved
    }
}
