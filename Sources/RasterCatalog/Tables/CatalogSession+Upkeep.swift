import Bytes
import Raster
import SQLite

extension CatalogSession {
    func rememberedAnswer(
        _ scope: SHA256Digest, since horizon: Timestamp
    ) throws(StorageError) -> RememberedAnswer? {
        let found = try transaction.first(
            "SELECT fingerprint, sealed FROM answers WHERE scope = ? AND created >= ?",
            [.digest(scope), .time(horizon)]
        ) { row in
            row.digestOrNil(0).map { RememberedAnswer(fingerprint: $0, sealed: row.blob(1)) }
        }
        return found ?? nil
    }

    func remember(
        _ answer: RememberedAnswer, under scope: SHA256Digest, at now: Timestamp
    ) throws(StorageError) {
        try transaction.run(
            """
            INSERT INTO answers (scope, fingerprint, sealed, created) VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET fingerprint = excluded.fingerprint, sealed = excluded.sealed,
                created = excluded.created
            """, [.digest(scope), .digest(answer.fingerprint), .blob(answer.sealed), .time(now)])
    }

    func forgetAnswer(under scope: SHA256Digest) throws(StorageError) {
        try transaction.run("DELETE FROM answers WHERE scope = ?", [.digest(scope)])
    }

    func forgetAnswers(before horizon: Timestamp) throws(StorageError) -> Int {
        try transaction.run("DELETE FROM answers WHERE created < ?", [.time(horizon)])
    }

    func homes(
        in adapter: AdapterName, after id: NativeID?, limit: Int
    ) throws(StorageError) -> [NativeID] {
        try transaction.all(
            """
            SELECT native_id FROM assets WHERE adapter = ?1 AND (native_id > ?2 OR ?3) UNION ALL
            SELECT native_id FROM spares WHERE adapter = ?1 AND (native_id > ?2 OR ?3)
            ORDER BY native_id LIMIT ?4
            """, [.id(adapter), .text(id?.rawValue ?? ""), .integer(id == nil ? 1 : 0), .integer(limit)]
        ) { NativeID($0.text(0)) }
    }

    func totals() throws(StorageError) -> CatalogTotals {
        var totals = CatalogTotals()
        totals.organizations = try transaction.number(
            "SELECT count(*) FROM organizations WHERE removed = 0")
        totals.openIntents = try transaction.number("SELECT count(*) FROM intents")
        try transaction.forEach(
            """
            SELECT count(*), coalesce(sum(assets_count), 0), coalesce(sum(trash_count), 0),
                coalesce(sum(bytes), 0)
            FROM libraries WHERE removed = 0
            """
        ) { row in
            totals.libraries = row.int(0)
            totals.assets = row.int(1)
            totals.trashed = row.int(2)
            totals.bytes = row.int(3)
        }
        return totals
    }
}

// The journal of effects on backends.
extension CatalogSession {
    private static let intents = """
        SELECT operation, adapter, organization, library, asset, filename, native_id, owner, created, state
        FROM intents
        """
    private static let oldestIntents = SQL(kept: "\(intents) ORDER BY created, key LIMIT ?")
    private static let intentsOfAsset = SQL(kept: "\(intents) WHERE asset = ?")

    func openIntents(limit: Int) throws(StorageError) -> [Intent] {
        try transaction.all(Self.oldestIntents, [.integer(limit)], Self.intent).compactMap(\.self)
    }

    func openIntents(of asset: AssetID) throws(StorageError) -> [Intent] {
        try transaction.all(Self.intentsOfAsset, [.id(asset)], Self.intent).compactMap(\.self)
    }

    func home(of asset: AssetID) throws(StorageError) -> NativeReference? {
        try row(asset)?.asset.home
    }

    func isOpen(_ intent: Intent) throws(StorageError) -> Bool {
        try transaction.first(
            "SELECT 1 FROM intents WHERE asset = ? AND operation = ?",
            [.id(intent.key.asset), .text(intent.operation.rawValue)]
        ) { $0.integer(0) } != nil
    }

    func record(_ intents: [Intent]) throws(StorageError) {
        for intent in intents {
            try transaction.run(
                """
                INSERT OR REPLACE INTO intents (asset, operation, adapter, organization, library, filename,
                    native_id, owner, created, state)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .id(intent.key.asset), .text(intent.operation.rawValue), .id(intent.adapter),
                    .id(intent.key.organization), .id(intent.key.library), .text(intent.key.filename),
                    .text(orNull: intent.native?.rawValue), .text(intent.owner), .time(intent.created),
                    .text(intent.state.rawValue),
                ])
        }
    }

    func markUnknown(_ intent: Intent) throws(StorageError) {
        try transaction.run(
            "UPDATE intents SET state = 'unknown' WHERE asset = ? AND operation = ?",
            [.id(intent.key.asset), .text(intent.operation.rawValue)])
    }

    func close(_ intents: [Intent]) throws(StorageError) {
        for intent in intents {
            try transaction.run(
                "DELETE FROM intents WHERE asset = ? AND operation = ?",
                [.id(intent.key.asset), .text(intent.operation.rawValue)])
        }
    }

    private static func intent(_ row: Row) -> Intent? {
        guard let operation = Intent.Operation(rawValue: row.text(0)),
            let state = Intent.State(rawValue: row.text(9))
        else { return nil }
        let key = NaturalKey(
            organization: OrganizationID(row.text(2)), library: LibraryID(row.text(3)),
            asset: AssetID(row.text(4)), filename: row.text(5))
        return Intent(
            operation, in: AdapterName(row.text(1)), key, native: row.textOrNil(6).map { NativeID($0) },
            owner: row.text(7), created: row.time(8), state: state)
    }
}
