import Raster
import SQLite

extension CatalogSession {
    func assetsToPurge(at now: Timestamp, limit: Int) throws(StorageError) -> [PurgeCandidate] {
        let due = try transaction.all(
            """
            SELECT id, adapter, native_id FROM assets WHERE state = 1 AND purge_at <= ?
            ORDER BY purge_at LIMIT ?
            """, [.time(now), .integer(limit)], Self.candidate)
        guard due.count < limit else { return due }
        let orphans = try transaction.all(
            """
            SELECT a.id, a.adapter, a.native_id FROM libraries l
            CROSS JOIN assets a ON a.library = l.key AND a.state IN (0, 1)
            WHERE l.removed = 1 LIMIT ?
            """, [.integer(limit)], Self.candidate)
        return Array((due + orphans).unique().prefix(limit))
    }

    func beginPurge(
        _ ids: [AssetID], in library: LibraryKey, at now: Timestamp
    ) throws(StorageError) -> [PurgeCandidate] {
        var begun: [PurgeCandidate] = []
        for id in ids.unique() {
            guard let row = try row(id, in: library, .trashed) else { continue }
            begun.append(try beginPurge(row, at: now))
        }
        return begun
    }

    func beginPurge(
        _ due: [PurgeCandidate], at now: Timestamp
    ) throws(StorageError) -> [PurgeCandidate] {
        var begun: [PurgeCandidate] = []
        for id in due.map(\.id).unique() {
            guard let row = try row(id), try isDue(row, at: now) else { continue }
            begun.append(try beginPurge(row, at: now))
        }
        return begun
    }

    private func isDue(_ row: AssetRow, at now: Timestamp) throws(StorageError) -> Bool {
        if row.state == .purging { return false }
        if try transaction.place(of: row.library) == nil { return true }
        guard let purgeAt = row.asset.purgeAt else { return false }
        return row.state == .trashed && purgeAt <= now
    }

    private func beginPurge(_ row: AssetRow, at now: Timestamp) throws(StorageError) -> PurgeCandidate {
        try transaction.run("UPDATE assets SET state = 2 WHERE key = ?", [.integer(row.key)])
        if row.state == .trashed {
            var change = CounterChange()
            change.addTrashed(size: row.asset.size, -1)
            try count(change, in: row.library)
        }
        try recordDeletion(of: row, at: now)
        return PurgeCandidate(id: row.asset.id, home: row.asset.home)
    }

    /// Also for assets of removed libraries, whose rows still know their names.
    private func recordDeletion(of row: AssetRow, at now: Timestamp) throws(StorageError) {
        let (organization, library) = try names(of: row.library)
        let key = NaturalKey(
            organization: organization, library: library, asset: row.asset.id, filename: row.asset.filename)
        try record([
            Intent(
                .delete, in: row.asset.home.adapter, key, native: row.asset.home.id, owner: options.owner,
                created: now)
        ])
    }

    func finishPurge(_ ids: [AssetID]) throws(StorageError) {
        for id in ids.unique() {
            try transaction.run("DELETE FROM intents WHERE asset = ?", [.id(id)])
            guard let row = try row(id), row.state == .purging else { continue }
            let tags = try tags(of: [row.key])[row.key] ?? []
            let adoption = try adoption(of: row)
            try bury(row)
            try keepPurged(row.asset.home, of: row)
            try unindex(row.key)
            try transaction.run("DELETE FROM assets WHERE key = ?", [.integer(row.key)])
            try transaction.run("DELETE FROM labels WHERE base = ?", [.id(id)])
            if let adoption { try release(adoption) }
            try dropUnused(tags, in: row.library)
            var change = CounterChange()
            change.addRow(size: adoption == nil ? row.asset.size : 0, -1)
            // An asset of a removed library went without passing through the trash.
            if row.asset.trashed == nil { try forgetLive(row, tags, &change) }
            try count(change, in: row.library)
        }
        try dropEmptied()
    }

    /// Counts an asset out that was still counted as live when its library was removed.
    private func forgetLive(
        _ row: AssetRow, _ tags: [String], _ change: inout CounterChange
    ) throws(StorageError) {
        change.addLive(row, -1)
        try count(tags.counted(-1), in: row.library)
    }

    func abandonPurge(_ ids: [AssetID]) throws(StorageError) {
        for id in ids.unique() {
            try transaction.run("DELETE FROM intents WHERE asset = ? AND operation = 'delete'", [.id(id)])
            guard let row = try row(id), row.state == .purging else { continue }
            try transaction.run(
                "UPDATE assets SET state = (trashed IS NOT NULL) WHERE key = ?", [.integer(row.key)])
            guard row.asset.trashed != nil else { continue }
            var change = CounterChange()
            change.addTrashed(size: row.asset.size)
            try count(change, in: row.library)
        }
    }

    private static func candidate(_ row: Row) -> PurgeCandidate {
        PurgeCandidate(
            id: AssetID(row.text(0)),
            home: NativeReference(AdapterName(row.text(1)), NativeID(row.text(2))))
    }
}
