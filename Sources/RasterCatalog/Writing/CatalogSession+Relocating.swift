import Bytes
import Raster
import SQLite

// Where assets belong.
extension CatalogSession {
    func setGoal(
        _ goal: AdapterName, of assets: [AssetID], at now: Timestamp
    ) throws(StorageError) -> Int {
        var count = 0
        for id in assets.unique() {
            guard let row = try row(id) else { continue }
            if row.asset.home.adapter == goal {
                try giveUpCopy(of: row, at: now)
            } else {
                count += 1
                try setGoal(goal, of: row, at: now)
            }
        }
        return count
    }

    private func setGoal(
        _ goal: AdapterName, of row: AssetRow, at now: Timestamp
    ) throws(StorageError) {
        try transaction.run(
            """
            INSERT INTO relocations (asset, library, goal, since, next_try) VALUES (?1, ?2, ?3, ?4, ?4)
            ON CONFLICT DO UPDATE SET library = excluded.library, goal = excluded.goal, state = 'waiting',
                since = excluded.since, attempts = 0, next_try = excluded.next_try, failure = NULL, reason = NULL,
                tellings = 0
            """, [.integer(row.key), .library(row.library), .id(goal), .time(now)])
    }

    /// An asset is where it belongs: nothing is left to do, but for a copy elsewhere.
    private func giveUpCopy(of row: AssetRow, at now: Timestamp) throws(StorageError) {
        try transaction.run(
            "DELETE FROM relocations WHERE asset = ? AND copy_adapter IS NULL", [.integer(row.key)])
        guard try relocation(of: row.asset.id) != nil else { return }
        try setGoal(row.asset.home.adapter, of: row, at: now)
    }

    func resumeCopies(of assets: [AssetID], at now: Timestamp) throws(StorageError) {
        for id in assets.unique() {
            try transaction.run(
                """
                UPDATE relocations SET token = NULL, deadline = NULL, next_try = ?2
                WHERE asset = (SELECT key FROM assets WHERE id = ?1) AND state = 'waiting' AND deadline <= ?2
                """, [.id(id), .time(now)])
        }
    }

    func retryRelocations(in library: LibraryKey, at now: Timestamp) throws(StorageError) -> Int {
        try transaction.run(
            """
            UPDATE relocations SET state = 'waiting', since = ?2, attempts = 0, next_try = ?2, tellings = 0
            WHERE library = ?1 AND state = 'failed'
            """, [.library(library), .time(now)])
    }

    func failRelocations(
        in library: LibraryKey, _ failure: BackendFailure, at now: Timestamp
    ) throws(StorageError) -> Int {
        try transaction.run(
            Self.givingUpAll, [.text(failure.kind), .text(failure.message), .time(now), .library(library)])
    }

    func failRelocation(
        of asset: AssetID, to goal: AdapterName, _ failure: BackendFailure, at now: Timestamp
    ) throws(StorageError) -> Bool {
        try transaction.run(
            Self.givingUpOne,
            [.text(failure.kind), .text(failure.message), .time(now), .id(asset), .id(goal)]) > 0
    }

    /// When it was given up is kept where the next attempt would be.
    private static let givingUp = """
        UPDATE relocations SET state = 'failed', token = NULL, deadline = NULL, failure = ?, reason = ?,
            next_try = ?
        WHERE state = 'waiting'
        """
    private static let givingUpAll = SQL(kept: "\(givingUp) AND library = ?")
    private static let givingUpOne = SQL(
        kept: "\(givingUp) AND asset = (SELECT key FROM assets WHERE id = ?) AND goal = ?")

    func postponeRelocation(
        of asset: AssetID, to goal: AdapterName, until next: Timestamp, _ failure: BackendFailure?,
        isCounted: Bool
    ) throws(StorageError) {
        try transaction.run(
            """
            UPDATE relocations SET next_try = ?2, attempts = iif(?4 IS NULL, 0, attempts + ?3),
                failure = coalesce(?4, failure), reason = coalesce(?5, reason)
            WHERE asset = (SELECT key FROM assets WHERE id = ?1) AND goal = ?6 AND state = 'waiting'
            """,
            [
                .id(asset), .time(next), .integer(isCounted ? 1 : 0), .text(orNull: failure?.kind),
                .text(orNull: failure?.message), .id(goal),
            ])
    }

    func endRelocation(of asset: AssetID, to goal: AdapterName) throws(StorageError) {
        try transaction.run(
            "DELETE FROM relocations WHERE asset = (SELECT key FROM assets WHERE id = ?) AND goal = ?",
            [.id(asset), .id(goal)])
    }
}

// Copies that are being made, and what becomes of them.
extension CatalogSession {
    func keep(_ copy: PartialCopy, of asset: AssetID, due next: Timestamp) throws(StorageError) {
        let changed = try transaction.run(
            """
            UPDATE relocations SET
                attempts = iif(?3 = 'told', 0, attempts), tellings = ?12, announced = ?13,
                copy_adapter = ?1, copy_label = ?2, copy_stage = ?3, copy_id = ?4, copy_place = ?5,
                copy_state = ?6, md5 = ?7, token = ?8, deadline = ?9, next_try = ?10
            WHERE asset = (SELECT key FROM assets WHERE id = ?11) AND (state = 'waiting' OR ?8 IS NULL)
            """,
            [
                .id(copy.adapter), .integer(copy.label), .text(copy.stage.rawValue),
                .text(orNull: copy.native?.rawValue), .text(orNull: copy.place?.rawValue),
                .blob(orNull: copy.shown?.bytes), .text(copy.md5), .blob(orNull: copy.token?.bytes),
                .time(orNull: copy.deadline), .time(next), .id(asset), .integer(copy.tellings),
                .time(orNull: copy.announced),
            ])
        guard changed > 0 else {
            throw StorageError(.preconditionFailed, "the asset is on no way any more", side: .gateway)
                .with("id", asset)
        }
    }

    func forgetCopy(of asset: AssetID) throws(StorageError) {
        guard let row = try row(asset), let copy = try relocation(of: asset)?.copy else { return }
        if let native = copy.native { try keepPurged(NativeReference(copy.adapter, native), of: row) }
        try transaction.run(
            """
            UPDATE relocations SET copy_adapter = NULL, copy_label = NULL, copy_stage = NULL, copy_id = NULL,
                copy_place = NULL, copy_state = NULL, md5 = NULL, token = NULL, deadline = NULL, tellings = 0,
                announced = NULL
            WHERE asset = ?
            """, [.integer(row.key)])
    }

    func arrive(
        _ asset: AssetID, from old: NativeReference, to new: NativeReference, place: NativePlace?,
        showing shown: SHA256Digest?, at now: Timestamp
    ) throws(StorageError) {
        guard let row = try row(asset), row.asset.home == old, row.state != .purging else {
            throw StorageError(
                .preconditionFailed, "the asset has moved or gone since it was read", side: .gateway
            ).with("id", asset)
        }
        try transaction.run(
            "UPDATE assets SET adapter = ?, native_id = ?, place = ? WHERE key = ?",
            [.id(new.adapter), .id(new.id), .text(orNull: place?.rawValue), .integer(row.key)])
        // Nobody but the gateway has made the bytes in the new home.
        try transaction.run("DELETE FROM found_assets WHERE asset = ?", [.integer(row.key)])
        try transaction.run(
            "DELETE FROM purged_homes WHERE adapter = ? AND native_id = ?", [.id(new.adapter), .id(new.id)])
        try transaction.run("DELETE FROM relocations WHERE asset = ?", [.integer(row.key)])
        try note(.relocated, of: row.key, "\(old.adapter) to \(new.adapter)", at: now)
        try moveMirror(of: row, to: new.adapter, showing: shown, at: now)
        if place == nil, let arrived = try self.row(asset) {
            try markPlaced(arrived, in: row.library, at: now)
        }
        try noteArrival(of: asset, in: new.adapter)
    }

    func endVacating(_ intent: Intent) throws(StorageError) {
        try close([intent])
        guard let native = intent.native, let row = try row(intent.key.asset) else { return }
        try keepPurged(NativeReference(intent.adapter, native), of: row)
    }
}
