import Bytes
import Raster
import SQLite

// What marks assets, in the transaction of the change itself.
extension CatalogSession {
    /// What the backend shows of an asset has to change, if it is one that is kept in step.
    ///
    /// An entry that waits for another attempt is due now: the change may be the remedy. One that was sent without
    /// an answer keeps waiting until the backend can be looked at.
    func markChanged(_ row: AssetRow, at now: Timestamp) throws(StorageError) {
        try mark(row, at: now)
    }

    /// The same for an asset that has come into the trash or out of it, where its backend has a trash of its own.
    ///
    /// So too where that was switched off and the asset lies in it: it has to be told of until it is out.
    func markBinned(_ row: AssetRow, at now: Timestamp) throws(StorageError) {
        let isBinned = try transaction.exists(
            "SELECT 1 FROM mirrors WHERE asset = ? AND binned > 0", [.integer(row.key)])
        guard isBinned || options.binned.contains(row.asset.home.adapter) else { return }
        try mark(row, isBinned: true, at: now)
    }

    /// The same for an asset that has come to the library `target`, where its backend keeps libraries in places.
    func markPlaced(_ row: AssetRow, in target: LibraryKey, at now: Timestamp) throws(StorageError) {
        let adapter = row.asset.home.adapter
        guard options.placed.contains(adapter) else { return }
        // Where the library has another backend, the asset is on its way there.
        let isTargets = try transaction.exists(
            "SELECT 1 FROM libraries WHERE key = ? AND adapter = ?", [.library(target), .id(adapter)])
        if isTargets { try mark(row, isPlaced: true, at: now) }
    }

    private func mark(
        _ row: AssetRow, isBinned: Bool = false, isPlaced: Bool = false, at now: Timestamp
    ) throws(StorageError) {
        let adapter = row.asset.home.adapter
        guard options.mirrored.contains(adapter) else { return }
        try transaction.run(
            """
            INSERT INTO mirrors (asset, version, binned, placed) VALUES (?1, 1, ?2, ?3)
            ON CONFLICT DO UPDATE SET version = version + 1, binned = iif(?2, version + 1, binned),
                placed = iif(?3, version + 1, placed)
            """, [.integer(row.key), .integer(isBinned ? 1 : 0), .integer(isPlaced ? 1 : 0)])
        try putIntoOutbox(row.key, adapter, at: now)
    }

    private func putIntoOutbox(
        _ asset: Int64, _ adapter: AdapterName, at now: Timestamp
    ) throws(StorageError) {
        try transaction.run(
            """
            INSERT INTO outbox (asset, adapter, since, next_try) VALUES (?, ?, ?3, ?3)
            ON CONFLICT DO UPDATE SET
                next_try = iif(sent IS NULL, min(next_try, excluded.next_try), next_try)
            """, [.integer(asset), .id(adapter), .time(now)])
    }

    /// The backend has just stored an asset and shows `state` of it.
    func startMirror(of row: AssetRow, showing state: SHA256Digest?) throws(StorageError) {
        guard options.mirrored.contains(row.asset.home.adapter) else { return }
        try transaction.run(
            "INSERT INTO mirrors (asset, state) VALUES (?, ?)",
            [.integer(row.key), .blob(orNull: state?.bytes)])
    }

    /// An asset has a new home, of which nobody knows what it shows: it is told all of it.
    func moveMirror(of id: AssetID) throws(StorageError) {
        guard !options.mirrored.isEmpty, let row = try row(id) else { return }
        try transaction.run("DELETE FROM mirrors WHERE asset = ?", [.integer(row.key)])
        try markChanged(row, at: row.asset.updated)
    }

    /// An asset has come to `adapter`, which shows `state` of it: what it should show, or nobody knows what.
    ///
    /// The version grows, so that an old home that is being told of a change just now does not speak for the new one.
    func moveMirror(
        of row: AssetRow, to adapter: AdapterName, showing state: SHA256Digest?, at now: Timestamp
    ) throws(StorageError) {
        let isBeingTold = try transaction.exists(
            "SELECT 1 FROM outbox WHERE asset = ? AND sent IS NOT NULL", [.integer(row.key)])
        try transaction.run("DELETE FROM outbox WHERE asset = ?", [.integer(row.key)])
        guard options.mirrored.contains(adapter) else {
            try transaction.run("DELETE FROM mirrors WHERE asset = ?", [.integer(row.key)])
            return
        }
        let state = isBeingTold ? nil : state
        try transaction.run(
            """
            INSERT INTO mirrors (asset, version, mirrored, state) VALUES (?1, 1, iif(?2 IS NULL, 0, 1), ?2)
            ON CONFLICT DO UPDATE SET version = version + 1,
                mirrored = iif(?2 IS NULL, mirrored, version + 1), state = ?2, missing = NULL
            """, [.integer(row.key), .blob(orNull: state?.bytes)])
        if state == nil { try putIntoOutbox(row.key, adapter, at: now) }
    }
}

// What becomes of entries of the outbox.
extension CatalogSession {
    func beginMirroring(
        _ assets: [AssetID], owner: String, at now: Timestamp, settled: Timestamp
    ) throws(StorageError) -> [OutboxEntry] {
        var begun: [OutboxEntry] = []
        for id in assets.unique() {
            guard let key = try key(of: id), var entry = try outboxEntry(key), entry.nextTry <= now else {
                continue
            }
            try transaction.run(
                "UPDATE outbox SET sent = ?, owner = ?, attempts = attempts + 1, next_try = ? WHERE asset = ?",
                [.time(now), .text(owner), .time(settled), .integer(key)])
            entry.attempts += 1
            begun.append(entry)
        }
        return begun
    }

    func finishMirroring(
        _ asset: AssetID, version: Int, showing state: SHA256Digest, at now: Timestamp
    ) throws(StorageError) {
        guard let key = try key(of: asset) else { return }
        let isNewest = try transaction.first(
            """
            UPDATE mirrors SET mirrored = ?2, state = ?3, missing = NULL WHERE asset = ?1
            RETURNING version = ?2
            """, [.integer(key), .integer(version), .digest(state)]
        ) { $0.int(0) == 1 }
        guard isNewest == false else {
            try transaction.run("DELETE FROM outbox WHERE asset = ?", [.integer(key)])
            // What is live and was told of that lies in no trash of the backend.
            try transaction.run(
                "UPDATE mirrors SET binned = 0 WHERE asset = ?1 AND (SELECT state FROM assets WHERE key = ?1) = 0",
                [.integer(key)])
            return
        }
        // The changes that it was not told of were made after it was sent.
        try transaction.run(
            """
            UPDATE outbox SET since = coalesce(sent, since), next_try = ?, attempts = 0, sent = NULL, owner = NULL,
                failure = NULL, reason = NULL
            WHERE asset = ?
            """, [.time(now), .integer(key)])
    }

    func notePlace(
        _ place: NativePlace, of asset: AssetID, at home: NativeReference
    ) throws(StorageError) {
        try transaction.run(
            "UPDATE assets SET place = ? WHERE id = ? AND adapter = ? AND native_id = ?",
            [.id(place), .id(asset), .id(home.adapter), .id(home.id)])
    }

    func postponeMirroring(
        _ asset: AssetID, version: Int, until next: Timestamp, _ failure: BackendFailure?, at now: Timestamp
    ) throws(StorageError) {
        guard let key = try key(of: asset) else { return }
        try transaction.run(
            """
            UPDATE outbox SET sent = NULL, owner = NULL, failure = coalesce(?2, failure),
                reason = coalesce(?3, reason),
                next_try = iif((SELECT version FROM mirrors WHERE asset = ?1) = ?4, ?5, ?6)
            WHERE asset = ?1
            """,
            [
                .integer(key), .text(orNull: failure?.kind), .text(orNull: failure?.message),
                .integer(version), .time(next), .time(now),
            ])
    }

    func leaveUnknown(
        _ asset: AssetID, until next: Timestamp, _ failure: BackendFailure?
    ) throws(StorageError) {
        guard let key = try key(of: asset) else { return }
        try transaction.run(
            """
            UPDATE outbox SET failure = coalesce(?, failure), reason = coalesce(?, reason), next_try = ?
            WHERE asset = ?
            """,
            [.text(orNull: failure?.kind), .text(orNull: failure?.message), .time(next), .integer(key)])
    }

    func inheritMirroring(
        in adapter: AdapterName, by owner: String, at now: Timestamp, settled: Timestamp, horizon: Timestamp
    ) throws(StorageError) -> Int {
        try transaction.run(
            "UPDATE outbox SET next_try = ?3 WHERE adapter = ?1 AND next_try > ?2",
            [.id(adapter), .time(horizon), .time(now)])
        return try transaction.run(
            """
            UPDATE outbox SET next_try = max(next_try, ?3), owner = ?2
            WHERE adapter = ?1 AND sent IS NOT NULL AND owner IS NOT ?2
            """, [.id(adapter), .text(owner), .time(settled)])
    }

    func markMissing(
        _ asset: AssetID, from home: NativeReference, at now: Timestamp
    ) throws(StorageError) {
        guard let row = try row(asset), row.asset.home == home else { return }
        let key = row.key
        try transaction.run(
            "UPDATE mirrors SET missing = coalesce(missing, ?) WHERE asset = ?", [.time(now), .integer(key)])
        try transaction.run("DELETE FROM outbox WHERE asset = ?", [.integer(key)])
    }

    func markReturned(_ asset: AssetID, at now: Timestamp) throws(StorageError) {
        guard let row = try row(asset) else { return }
        let isBehind = try transaction.first(
            """
            UPDATE mirrors SET missing = NULL WHERE asset = ? AND missing IS NOT NULL
            RETURNING mirrored < version
            """, [.integer(row.key)]
        ) { $0.int(0) == 1 }
        guard isBehind == true else { return }
        try putIntoOutbox(row.key, row.asset.home.adapter, at: now)
    }

    private func key(of asset: AssetID) throws(StorageError) -> Int64? {
        try transaction.first("SELECT key FROM assets WHERE id = ?", [.id(asset)]) { $0.integer(0) }
    }
}
