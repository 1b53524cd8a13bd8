import Bytes
import Raster
import SQLite

// What is asked of the outbox.
extension CatalogSession {
    /// An entry with all that its payload is made of; a row that is being purged is no entry.
    private static let entry = """
        SELECT o.asset, o.adapter, a.native_id, n.id, l.id, a.id, a.filename, a.name, a.description, a.digest,
            m.version, o.since, o.next_try, o.attempts, o.sent, o.owner, o.failure, o.reason, a.state,
            m.binned > m.mirrored, m.placed > m.mirrored
        FROM outbox o CROSS JOIN mirrors m ON m.asset = o.asset
        CROSS JOIN assets a ON a.key = o.asset AND a.state < 2
        CROSS JOIN libraries l ON l.key = a.library CROSS JOIN organizations n ON n.key = l.organization
        """
    private static let due = SQL(
        kept: "\(entry) WHERE o.adapter = ? AND o.next_try <= ? ORDER BY o.next_try LIMIT ?")
    private static let oldest = SQL(kept: "\(entry) WHERE o.adapter = ? ORDER BY o.since LIMIT ?")
    private static let failing = SQL(
        kept: "\(entry) WHERE o.adapter = ? AND o.failure IS NOT NULL LIMIT ?")
    private static let one = SQL(kept: "\(entry) WHERE o.asset = ?")

    func outboxDue(
        in adapter: AdapterName, at now: Timestamp, limit: Int
    ) throws(StorageError) -> [OutboxEntry] {
        try entries(Self.due, [.id(adapter), .time(now), .integer(limit)])
    }

    func oldestOutboxEntries(in adapter: AdapterName, limit: Int) throws(StorageError) -> [OutboxEntry] {
        try entries(Self.oldest, [.id(adapter), .integer(limit)])
    }

    func failingOutboxEntries(in adapter: AdapterName, limit: Int) throws(StorageError) -> [OutboxEntry] {
        try entries(Self.failing, [.id(adapter), .integer(limit)])
    }

    /// The entry of one asset, due or not.
    func outboxEntry(_ asset: Int64) throws(StorageError) -> OutboxEntry? {
        try entries(Self.one, [.integer(asset)]).first
    }

    private func entries(_ sql: SQL, _ values: [SQLValue]) throws(StorageError) -> [OutboxEntry] {
        let rows = try transaction.all(sql, values) { ($0.integer(0), Self.entry($0)) }
        let tags = try tags(of: rows.map(\.0))
        return rows.map { key, entry in
            var entry = entry
            entry.desired.tags = tags[key] ?? []
            return entry
        }
    }

    /// Without the tags.
    private static func entry(_ row: Row) -> OutboxEntry {
        let key = NaturalKey(
            organization: OrganizationID(row.text(3)), library: LibraryID(row.text(4)),
            asset: AssetID(row.text(5)), filename: row.text(6))
        var entry = OutboxEntry(
            home: NativeReference(AdapterName(row.text(1)), NativeID(row.text(2))),
            desired: DesiredState(
                key: key, name: row.text(7), description: row.textOrNil(8), tags: [],
                digest: row.digestOrNil(9), isTrashed: row.int(18) == 1),
            version: row.int(10), since: row.time(11), nextTry: row.time(12), attempts: row.int(13),
            sent: row.timeOrNil(14), owner: row.textOrNil(15),
            failure: row.textOrNil(16).map { BackendFailure(kind: $0, message: row.textOrNil(17) ?? "") })
        entry.changesTrash = row.int(19) == 1
        entry.changesPlace = row.int(20) == 1
        return entry
    }

    func nextOutboxTry(in adapter: AdapterName, after now: Timestamp) throws(StorageError) -> Timestamp? {
        try transaction.first(
            "SELECT next_try FROM outbox WHERE adapter = ? AND next_try > ? ORDER BY next_try LIMIT 1",
            [.id(adapter), .time(now)]
        ) { $0.time(0) }
    }
}

// Figures, for people and metrics.
extension CatalogSession {
    func outboxBacklogs() throws(StorageError) -> [OutboxBacklog] {
        var backlogs: [OutboxBacklog] = []
        var last = ""
        // From name to name along the index, whatever their number of rows.
        while let next = try adapter(after: last) {
            if let backlog = try outboxBacklog(of: next) { backlogs.append(backlog) }
            last = next.rawValue
        }
        return backlogs
    }

    private func adapter(after name: String) throws(StorageError) -> AdapterName? {
        try transaction.first(
            "SELECT adapter FROM outbox WHERE adapter > ? ORDER BY adapter LIMIT 1", [.text(name)]
        ) { AdapterName($0.text(0)) }
    }

    func outboxBacklog(of adapter: AdapterName) throws(StorageError) -> OutboxBacklog? {
        let oldest = try transaction.first(
            "SELECT since FROM outbox WHERE adapter = ? ORDER BY since LIMIT 1", [.id(adapter)]
        ) { $0.time(0) }
        guard let oldest else { return nil }
        return OutboxBacklog(
            adapter,
            count: try transaction.number("SELECT count(*) FROM outbox WHERE adapter = ?", [.id(adapter)]),
            oldest: oldest,
            failing: try transaction.number(
                "SELECT count(*) FROM outbox WHERE adapter = ? AND failure IS NOT NULL", [.id(adapter)]),
            unknown: try transaction.number(
                "SELECT count(*) FROM outbox WHERE adapter = ? AND sent IS NOT NULL", [.id(adapter)]))
    }

    func missingAssets(limit: Int) throws(StorageError) -> [MissingAsset] {
        try transaction.all(
            """
            SELECT a.id, a.adapter, a.native_id, m.missing FROM mirrors m CROSS JOIN assets a ON a.key = m.asset
            WHERE m.missing IS NOT NULL ORDER BY m.asset LIMIT ?
            """, [.integer(limit)]
        ) { row in
            MissingAsset(
                id: AssetID(row.text(0)),
                home: NativeReference(AdapterName(row.text(1)), NativeID(row.text(2))), since: row.time(3))
        }
    }

    func missingAssetCount(in adapter: AdapterName) throws(StorageError) -> Int {
        try transaction.number(
            """
            SELECT count(*) FROM mirrors m CROSS JOIN assets a ON a.key = m.asset
            WHERE m.missing IS NOT NULL AND a.adapter = ?
            """, [.id(adapter)])
    }

    func mirror(of asset: AssetID) throws(StorageError) -> Mirror? {
        try transaction.first(
            """
            SELECT m.version, m.mirrored, m.state, m.missing,
                EXISTS (SELECT 1 FROM outbox WHERE asset = m.asset)
            FROM assets a CROSS JOIN mirrors m ON m.asset = a.key WHERE a.id = ?
            """, [.id(asset)]
        ) { row in
            Mirror(
                version: row.int(0), mirrored: row.int(1), state: row.digestOrNil(2),
                missing: row.timeOrNil(3), isWaiting: row.int(4) == 1)
        }
    }
}
