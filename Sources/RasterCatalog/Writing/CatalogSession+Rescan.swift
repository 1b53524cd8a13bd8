import Bytes
import Raster
import SQLite

extension CatalogSession {
    func revise(_ files: [AdoptedRevision], at now: Timestamp) throws(StorageError) {
        try atomically { () throws(StorageError) in
            for file in files { try revise(file, at: now) }
        }
    }

    private func revise(_ file: AdoptedRevision, at now: Timestamp) throws(StorageError) {
        guard let row = try row(file.key.rawValue), try adoption(of: row) != nil else { return }
        try transaction.run(
            """
            UPDATE assets SET size = ?, content_type = ?, digest = NULL, updated = ?, width = NULL,
                height = NULL, blurhash = NULL, thumb_url = NULL, thumb_high_url = NULL,
                thumb_url_blurred = NULL
            WHERE key = ?
            """,
            [.integer(file.figures.size), .text(file.contentType), .time(now), .integer(row.key)])
        try take(file.figures, of: row, forgetsDigest: true)
        try recount(row)
    }

    func relocate(_ moves: [AdoptedMove], at now: Timestamp) throws(StorageError) {
        try atomically { () throws(StorageError) in
            for move in moves { try relocate(move, at: now) }
        }
    }

    private func relocate(_ move: AdoptedMove, at now: Timestamp) throws(StorageError) {
        guard let row = try row(move.key.rawValue), try adoption(of: row) != nil else { return }
        try transaction.run(
            """
            UPDATE assets SET native_id = ?1, updated = ?2, name = coalesce(?3, name),
                content_type = coalesce(?4, content_type)
            WHERE key = ?5
            """,
            [
                .id(move.id), .time(now), .text(orNull: move.name), .text(orNull: move.contentType),
                .integer(row.key),
            ])
        try take(move.figures, of: row, forgetsDigest: false)
        // What was purged at the new path was overwritten by the move.
        if let adoption = try adoption(of: row) { try forgetTombstones([move.id], of: adoption) }
        try replaceTags(move, of: row)
        if row.state == .live, let name = move.name { try reindex(row.key, name: name) }
        try recount(row)
    }

    /// Gives an asset the tags of its new folders for those of the old ones; what people added stays.
    private func replaceTags(_ move: AdoptedMove, of row: AssetRow) throws(StorageError) {
        let present = try tags(of: [row.key])[row.key] ?? []
        let kept = Set(move.newTags.verbatim)
        let gone = Set(move.oldTags.verbatim).subtracting(kept)
        let old = present.filter { gone.contains(Verbatim($0)) }
        let new = move.newTags.uniqueVerbatim().filter { !present.verbatim.contains(Verbatim($0)) }
        guard !old.isEmpty || !new.isEmpty else { return }
        // What pages count are the tags of live assets, which this one is for the moment.
        if row.state != .live { try setTags(of: row, live: true) }
        try detach(old, from: row)
        try append(new, to: row, in: row.library)
        if row.state == .live {
            try count(old.counted(-1), in: row.library)
            try count(new.counted(1), in: row.library)
            try reindex(row.key, tags: present.filter { !gone.contains(Verbatim($0)) } + new)
        } else {
            try setTags(of: row, live: false)
        }
        try dropUnused(old, in: row.library)
    }

    /// Takes over what is seen of a file that is where it is said to be.
    private func take(
        _ figures: FileFigures, of row: AssetRow, forgetsDigest: Bool
    ) throws(StorageError) {
        try transaction.run(
            """
            UPDATE adopted_files SET device = ?, inode = ?, modified = ?, missing = NULL,
                hashed = CASE WHEN ? THEN 0 ELSE hashed END
            WHERE asset = ?
            """,
            [
                .integer(figures.identity.device), .integer(figures.identity.inode),
                .integer(figures.modified), .integer(forgetsDigest ? 1 : 0), .integer(row.key),
            ])
    }

    /// Counts an asset anew that was counted as `old`.
    private func recount(_ old: AssetRow) throws(StorageError) {
        guard let new = try row(old.key) else { return }
        var change = CounterChange()
        switch old.state {
        case .live:
            change.addLive(old, -1)
            change.addLive(new)
        case .trashed:
            change.addTrashed(size: old.asset.size, -1)
            change.addTrashed(size: new.asset.size)
        case .purging: return
        }
        try count(change, in: old.library)
    }

    func setDigest(
        _ digest: SHA256Digest, of file: AssetKey, seenAs figures: FileFigures
    ) throws(StorageError) -> Bool {
        let kept = try transaction.run(
            """
            UPDATE adopted_files SET hashed = 1 WHERE asset = ?1 AND inode = ?2 AND modified = ?3
            AND EXISTS (SELECT 1 FROM assets WHERE key = ?1 AND size = ?4)
            """,
            [
                .integer(file.rawValue), .integer(figures.identity.inode), .integer(figures.modified),
                .integer(figures.size),
            ])
        guard kept > 0 else { return false }
        try transaction.run(
            "UPDATE assets SET digest = ? WHERE key = ?", [.digest(digest), .integer(file.rawValue)])
        return true
    }
}
