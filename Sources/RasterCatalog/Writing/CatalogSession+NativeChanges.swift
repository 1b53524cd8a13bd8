import Bytes
import Raster
import SQLite

// What people have changed in a backend.
extension CatalogSession {
    func takeOver(
        _ changes: [NativeChange], at now: Timestamp
    ) throws(StorageError) -> Set<AssetKey> {
        try atomically { () throws(StorageError) in
            var taken: Set<AssetKey> = []
            for change in changes where try take(change, at: now) { taken.insert(change.known.key) }
            return taken
        }
    }

    /// Whether the asset was still as it was known, so that the backend's words hold.
    private func take(_ change: NativeChange, at now: Timestamp) throws(StorageError) -> Bool {
        let known = change.known
        guard let row = try row(known.key.rawValue), row.asset.id == known.asset.id,
            row.asset.home == known.asset.home, row.state != .purging, try isUntouched(known)
        else { return false }
        try transaction.run(
            "UPDATE mirrors SET state = ? WHERE asset = ?", [.digest(change.state), .integer(row.key)])
        guard change.changesAsset else { return true }
        try transaction.run(
            """
            UPDATE assets SET name = coalesce(?, name), description = coalesce(?, description), updated = ?
            WHERE key = ?
            """,
            [
                .text(orNull: change.name), .text(orNull: change.description), .time(now), .integer(row.key),
            ])
        if let name = change.name { try note(.renamed, of: row.key, name, at: now) }
        if let tags = change.tags { try replaceTags(of: row, by: tags) }
        if row.state == .live { try reindex(row, change) }
        try bumpRevision(of: row.library)
        return true
    }

    /// Whether nothing was changed here, nor told to the backend, since it was asked.
    private func isUntouched(_ known: KnownAsset) throws(StorageError) -> Bool {
        try transaction.exists(
            """
            SELECT 1 FROM mirrors WHERE asset = ?1 AND version = ?2 AND mirrored = ?3 AND state IS ?4
            AND NOT EXISTS (SELECT 1 FROM outbox WHERE asset = ?1)
            """,
            [
                .integer(known.key.rawValue), .integer(known.version), .integer(known.mirrored),
                .blob(orNull: known.state?.bytes),
            ])
    }

    private func reindex(_ row: AssetRow, _ change: NativeChange) throws(StorageError) {
        if let name = change.name { try reindex(row.key, name: name) }
        if let description = change.description { try reindex(row.key, description: description) }
        if let tags = change.tags { try reindex(row.key, tags: tags) }
    }

    /// Gives an asset `tags` for those it has, in their order, whether it is live or in the trash.
    private func replaceTags(of row: AssetRow, by tags: [String]) throws(StorageError) {
        let present = try self.tags(of: [row.key])[row.key] ?? []
        // What pages count are the tags of live assets, which this one is for the moment.
        if row.state != .live { try setTags(of: row, live: true) }
        try detach(present, from: row)
        try append(tags, to: row, in: row.library)
        if row.state == .live {
            try count(
                present.counted(-1).merging(tags.counted(1), uniquingKeysWith: +), in: row.library)
        } else {
            try setTags(of: row, live: false)
        }
        try dropUnused(present, in: row.library)
    }
}
