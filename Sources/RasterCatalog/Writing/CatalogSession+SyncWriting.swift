import Raster
import SQLite

// What comparisons with backends take over.
extension CatalogSession {
    func noteNamed(_ assets: [AssetKey], in run: SyncRun) throws(StorageError) {
        for asset in assets {
            try transaction.run(
                """
                INSERT INTO mirrors (asset, seen) SELECT key, ?2 FROM assets WHERE key = ?1
                ON CONFLICT DO UPDATE SET seen = max(coalesce(seen, 0), excluded.seen)
                """, [.integer(asset.rawValue), .integer(run.number)])
            // It may have been left alone in an earlier walk, before it was known.
            try transaction.run(
                """
                DELETE FROM sync_skips
                WHERE library = ? AND native_id = (SELECT native_id FROM assets WHERE key = ?)
                """, [.library(run.library), .integer(asset.rawValue)])
        }
    }

    func noteSkipped(_ assets: [SkippedAsset], in run: SyncRun) throws(StorageError) {
        for asset in assets {
            try transaction.run(
                "INSERT OR REPLACE INTO sync_skips (library, native_id, number, reason) VALUES (?, ?, ?, ?)",
                [.library(run.library), .id(asset.id), .integer(run.number), .text(asset.reason.rawValue)])
            // It was named again, so that it must not be forgotten yet.
            try transaction.run(
                "UPDATE purged_homes SET number = ? WHERE adapter = ? AND native_id = ?",
                [.integer(run.number), .id(run.adapter), .id(asset.id)])
        }
    }

    func takeOver(_ found: [FoundAsset], in run: SyncRun) throws(StorageError) -> Set<NativeID> {
        let place = try existing(run.library)
        return try atomically { () throws(StorageError) in try takeOver(found, in: run, into: place) }
    }

    private func takeOver(
        _ found: [FoundAsset], in run: SyncRun, into place: LibraryPlace
    ) throws(StorageError) -> Set<NativeID> {
        var change = CounterChange()
        var tags: [Verbatim: Int] = [:]
        var taken: Set<NativeID> = []
        for found in found where try isFree(found.asset) {
            var asset = found.asset
            (asset.organization, asset.library) = (place.organization, place.library)
            let row = try add(asset, at: found.place, to: place.key)
            try insertMirror(of: row, found, in: run)
            change.addLive(row)
            change.addRow(size: asset.size)
            tags.merge(asset.tags.counted(1), uniquingKeysWith: +)
            taken.insert(asset.home.id)
        }
        guard !taken.isEmpty else { return [] }
        try count(tags, in: place.key)
        try count(change, in: place.key)
        return taken
    }

    /// Whether nobody knows an asset under this id or at this home, and nobody is about to.
    private func isFree(_ asset: Asset) throws(StorageError) -> Bool {
        let isTaken = try transaction.exists(
            """
            SELECT 1 FROM assets WHERE adapter = ?1 AND native_id = ?2 UNION ALL
            SELECT 1 FROM assets WHERE id = ?3 UNION ALL SELECT 1 FROM intents WHERE asset = ?3 UNION ALL
            SELECT 1 FROM purged_homes WHERE adapter = ?1 AND native_id = ?2
            """, [.id(asset.home.adapter), .id(asset.home.id), .id(asset.id)])
        if isTaken { return false }
        return try !isBusy(asset.home)
    }

    private func insertMirror(
        of row: AssetRow, _ found: FoundAsset, in run: SyncRun
    ) throws(StorageError) {
        try transaction.run(
            "INSERT OR REPLACE INTO mirrors (asset, state, seen) VALUES (?, ?, ?)",
            [.integer(row.key), .digest(found.state), .integer(run.number)])
        try transaction.run("INSERT INTO found_assets (asset) VALUES (?)", [.integer(row.key)])
        try transaction.run(
            "DELETE FROM sync_skips WHERE library = ? AND native_id = ?",
            [.library(run.library), .id(found.asset.home.id)])
    }

    func noteVanished(
        _ assets: [UnnamedAsset], in adapter: AdapterName, at now: Timestamp
    ) throws(StorageError) -> Int {
        var count = 0
        for asset in assets {
            // What has moved or is being purged since it was looked for is nobody's loss.
            let isHere = try transaction.exists(
                "SELECT 1 FROM assets WHERE key = ? AND adapter = ? AND native_id = ? AND state < 2",
                [.integer(asset.key.rawValue), .id(adapter), .id(asset.id)])
            guard isHere else { continue }
            count += try noteMissing(asset.key, at: now)
        }
        return count
    }

    /// Notes that a backend does not have an asset, so that it is told nothing more of it; 1 where that is news.
    private func noteMissing(_ asset: AssetKey, at now: Timestamp) throws(StorageError) -> Int {
        try transaction.run("DELETE FROM outbox WHERE asset = ?", [.integer(asset.rawValue)])
        return try transaction.run(
            """
            INSERT INTO mirrors (asset, missing) VALUES (?, ?)
            ON CONFLICT DO UPDATE SET missing = excluded.missing WHERE missing IS NULL
            """, [.integer(asset.rawValue), .time(now)])
    }

    func recordRemoval(
        of copy: Intent, beside home: NativeReference
    ) throws(StorageError) -> Bool {
        let isHome = try transaction.exists(
            """
            SELECT 1 FROM assets WHERE id = ?1 AND adapter = ?2 AND native_id = ?3 AND state < 2
            AND NOT EXISTS (SELECT 1 FROM intents WHERE asset = ?1)
            """, [.id(copy.key.asset), .id(home.adapter), .id(home.id)])
        if isHome { try record([copy]) }
        return isHome
    }
}

// Homes that come and go while a listing is walked through.
extension CatalogSession {
    /// An asset has come to a backend through which somebody may be walking: that walk need not name it.
    func noteArrival(of id: AssetID, in adapter: AdapterName) throws(StorageError) {
        try transaction.run(
            """
            INSERT INTO mirrors (asset, seen)
            SELECT a.key, n.last FROM assets a, sync_numbers n WHERE a.id = ? AND n.adapter = ?
            ON CONFLICT DO UPDATE SET seen = excluded.seen
            """, [.id(id), .id(adapter)])
    }

    /// Keeps what a listing may still name from becoming an asset again, where there are listings.
    ///
    /// What a removed library leaves in its backend may be taken over again.
    func keepPurged(_ home: NativeReference, of row: AssetRow) throws(StorageError) {
        guard try !leavesFile(of: row.asset.id) else { return }
        try transaction.run(
            """
            INSERT OR REPLACE INTO purged_homes (adapter, native_id, number)
            SELECT adapter, ?2, last FROM sync_numbers WHERE adapter = ?1
            """, [.id(home.adapter), .id(home.id)])
    }

    func forgetPurgedHomes(before run: SyncRun) throws(StorageError) {
        try transaction.run(
            "DELETE FROM purged_homes WHERE adapter = ? AND number < ?",
            [.id(run.adapter), .integer(run.number)])
    }
}
