import Bytes
import Raster
import SQLite

// What comparisons with backends ask of the catalog.
extension CatalogSession {
    private static let known = """
        SELECT \(AssetRow.columns(of: "a")), a.place, m.version, m.mirrored, m.state, m.missing, m.seen,
            o.asset IS NOT NULL
        FROM assets a LEFT JOIN mirrors m ON m.asset = a.key LEFT JOIN outbox o ON o.asset = a.key
        """
    private static let byHome = SQL(kept: "\(known) WHERE a.adapter = ? AND a.native_id = ?")
    private static let byID = SQL(kept: "\(known) WHERE a.id = ?")

    func knowledge(
        of assets: [NativeAsset], in adapter: AdapterName, for library: LibraryKey
    ) throws(StorageError) -> [SyncKnowledge] {
        var all: [SyncKnowledge] = []
        for asset in assets { all.append(try knowledge(of: asset, in: adapter, for: library)) }
        return try withTags(all)
    }

    private func knowledge(
        of asset: NativeAsset, in adapter: AdapterName, for library: LibraryKey
    ) throws(StorageError) -> SyncKnowledge {
        var knowledge = SyncKnowledge()
        knowledge.skipped = try transaction.first(
            "SELECT reason, number FROM sync_skips WHERE library = ? AND native_id = ?",
            [.library(library), .id(asset.id)]
        ) { (SyncSkip(rawValue: $0.text(0)) ?? .incomplete, $0.integer(1)) }
        knowledge.known = try knownAsset(at: NativeReference(adapter, asset.id))
        guard knowledge.known == nil else { return knowledge }
        knowledge.isPurged = try isPurged(NativeReference(adapter, asset.id))
        knowledge.isBusy = try isBusy(NativeReference(adapter, asset.id))
        guard let id = asset.asset else { return knowledge }
        knowledge.claimed = try knownAsset(Self.byID, [.id(id)])
        if try isBusy(id, in: adapter) { knowledge.isBusy = true }
        return knowledge
    }

    /// The asset whose home this is, without its tags.
    func knownAsset(at home: NativeReference) throws(StorageError) -> KnownAsset? {
        try knownAsset(Self.byHome, [.id(home.adapter), .id(home.id)])
    }

    private func knownAsset(_ sql: SQL, _ values: [SQLValue]) throws(StorageError) -> KnownAsset? {
        let found = try transaction.first(sql, values) { ($0.knownAsset, LibraryKey($0.integer(1))) }
        guard case (var known, let library)? = found else { return nil }
        guard let place = try transaction.place(of: library) else {
            known.isLeaving = true
            return known
        }
        (known.asset.organization, known.asset.library) = (place.organization, place.library)
        return known
    }

    /// Fills in tags, with one question for all.
    private func withTags(_ all: [SyncKnowledge]) throws(StorageError) -> [SyncKnowledge] {
        let rows = all.flatMap { [$0.known, $0.claimed] }.compactMap { $0?.key.rawValue }
        guard !rows.isEmpty else { return all }
        let tags = try tags(of: rows)
        return all.map { knowledge in
            var knowledge = knowledge
            if let key = knowledge.known?.key { knowledge.known?.asset.tags = tags[key.rawValue] ?? [] }
            if let key = knowledge.claimed?.key { knowledge.claimed?.asset.tags = tags[key.rawValue] ?? [] }
            return knowledge
        }
    }

    /// Whether this is an old copy of an asset that is about to go or stays beside another home, or a new one that is no
    /// home yet.
    func isBusy(_ copy: NativeReference) throws(StorageError) -> Bool {
        try transaction.exists(
            """
            SELECT 1 FROM intents WHERE adapter = ?1 AND native_id = ?2 UNION ALL
            SELECT 1 FROM relocations WHERE copy_adapter = ?1 AND copy_id = ?2 UNION ALL
            SELECT 1 FROM spares WHERE adapter = ?1 AND native_id = ?2
            """, [.id(copy.adapter), .id(copy.id)])
    }

    /// Whether somebody is about to do something to an asset, or a copy of it is being made in `adapter`.
    private func isBusy(_ asset: AssetID, in adapter: AdapterName) throws(StorageError) -> Bool {
        try transaction.exists(
            """
            SELECT 1 FROM intents WHERE asset = ?1 UNION ALL
            SELECT 1 FROM relocations
            WHERE asset = (SELECT key FROM assets WHERE id = ?1) AND copy_adapter = ?2 UNION ALL
            SELECT 1 FROM spares WHERE asset = (SELECT key FROM assets WHERE id = ?1) AND adapter = ?2
            """, [.id(asset), .id(adapter)])
    }

    func isPurged(_ home: NativeReference) throws(StorageError) -> Bool {
        try transaction.exists(
            "SELECT 1 FROM purged_homes WHERE adapter = ? AND native_id = ?",
            [.id(home.adapter), .id(home.id)])
    }

    func unnamedAssets(
        in run: SyncRun, since number: Int64, after id: NativeID?, limit: Int
    ) throws(StorageError) -> [UnnamedAsset] {
        try transaction.all(
            """
            SELECT a.key, a.id, a.native_id, a.state, m.missing IS NOT NULL
            FROM assets a LEFT JOIN mirrors m ON m.asset = a.key
            WHERE a.adapter = ? AND a.native_id > ? AND a.state < 2 AND +a.key <= ? AND a.created < ?
                AND coalesce(m.seen, 0) < ?
            ORDER BY a.native_id LIMIT ?
            """,
            [
                .id(run.adapter), .text(id?.rawValue ?? ""), .integer(run.newest.rawValue),
                .time(run.walkStarted), .integer(number), .integer(limit),
            ], Self.unnamed)
    }

    private static func unnamed(_ row: Row) -> UnnamedAsset {
        UnnamedAsset(
            key: AssetKey(row.integer(0)), asset: AssetID(row.text(1)), id: NativeID(row.text(2)),
            isTrashed: row.int(3) == 1, isMissing: row.int(4) == 1)
    }

    func assetCount(in adapter: AdapterName) throws(StorageError) -> Int {
        try transaction.number("SELECT count(*) FROM assets WHERE adapter = ?", [.id(adapter)])
    }

    func missingAssets(
        of library: LibraryKey, limit: Int
    ) throws(StorageError) -> (count: Int, examples: [UnnamedAsset]) {
        let count = try transaction.number(
            """
            SELECT count(*) FROM mirrors m CROSS JOIN assets a ON a.key = m.asset
            WHERE m.missing IS NOT NULL AND a.library = ? AND a.state < 2
            """, [.library(library)])
        let examples = try transaction.all(
            """
            SELECT a.key, a.id, a.native_id, a.state, 1 FROM mirrors m CROSS JOIN assets a ON a.key = m.asset
            WHERE m.missing IS NOT NULL AND a.library = ? AND a.state < 2 ORDER BY m.asset LIMIT ?
            """, [.library(library), .integer(limit)], Self.unnamed)
        return (count, examples)
    }
}

extension Row {
    /// A row of the catalog with its mirror, without names and tags.
    fileprivate var knownAsset: KnownAsset {
        let row = AssetRow(self)
        return KnownAsset(
            key: AssetKey(row.key), asset: row.asset, place: textOrNil(23).map { NativePlace($0) },
            isLeaving: row.state == .purging, version: intOrNil(24) ?? 0, mirrored: intOrNil(25) ?? 0,
            state: isNull(26) ? nil : digestOrNil(26), missing: timeOrNil(27), isWaiting: int(29) == 1,
            seen: Int64(intOrNil(28) ?? 0))
    }
}
