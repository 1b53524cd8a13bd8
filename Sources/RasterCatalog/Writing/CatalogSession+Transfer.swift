import Raster
import SQLite

extension CatalogSession {
    func transfer(
        _ ids: [AssetID], from source: LibraryKey, to target: LibraryKey, at now: Timestamp
    ) throws(StorageError) -> Int {
        guard source != target else { return 0 }
        let rows = try liveRows(ids, in: source)
        let names = "\(try existing(source).library) to \(try existing(target).library)"
        guard !rows.isEmpty else { return 0 }
        let tags = try tags(of: rows.map(\.key))
        for row in rows {
            try transfer(row, tags[row.key] ?? [], to: target, at: now)
            try note(.transferred, of: row.key, names, at: now)
            try markPlaced(row, in: target, at: now)
        }
        let carried = Array(tags.values.joined())
        try count(carried.counted(-1), in: source)
        try dropUnused(carried.uniqueVerbatim(), in: source)
        try count(carried.counted(1), in: target)
        try count(try change(by: rows, -1), in: source)
        try count(try change(by: rows, 1), in: target)
        return rows.count
    }

    /// Moves one asset with its tags, which keep their order but are rows of the target now.
    private func transfer(
        _ row: AssetRow, _ tags: [String], to target: LibraryKey, at now: Timestamp
    ) throws(StorageError) {
        try setTags(of: row, live: false)
        try transaction.run("DELETE FROM asset_tags WHERE asset = ?", [.integer(row.key)])
        try transaction.run(
            "UPDATE assets SET library = ?, updated = ? WHERE key = ?",
            [.library(target), .time(now), .integer(row.key)])
        try transaction.run(
            "UPDATE relocations SET library = ? WHERE asset = ?", [.library(target), .integer(row.key)])
        try blocks.remove(AssetPosition(row.asset), from: .library(row.library))
        try blocks.add(AssetPosition(row.asset), to: .library(target))
        try append(tags, to: row, in: target)
        try reindex(row.key, library: target)
    }

    private func change(by rows: [AssetRow], _ times: Int) throws(StorageError) -> CounterChange {
        var change = CounterChange()
        for row in rows {
            change.addLive(row, times)
            change.addRow(size: try storedSize(of: row), times)
        }
        return change
    }
}
