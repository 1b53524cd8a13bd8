import Raster
import SQLite

// Places, and what is left behind.
extension CatalogSession {
    func place(_ key: PlaceKey) throws(StorageError) -> KnownPlace? {
        try transaction.first(
            "SELECT label, place, made FROM places WHERE adapter = ? AND organization = ? AND library = ?",
            [.id(key.adapter), .id(key.organization), .id(key.library)]
        ) { row in
            KnownPlace(
                label: row.int(0), place: row.textOrNil(1).map { NativePlace($0) }, made: row.timeOrNil(2))
        }
    }

    func placeholders(limit: Int) throws(StorageError) -> [Placeholder] {
        let found = try transaction.all(
            """
            SELECT adapter, kind, label, of, noted FROM placeholders ORDER BY adapter, kind, label LIMIT ?
            """, [.integer(limit)]
        ) { row in
            Placeholder.Kind(rawValue: row.text(1)).map {
                Placeholder(
                    $0, in: AdapterName(row.text(0)), label: row.text(2), of: row.text(3), noted: row.time(4))
            }
        }
        return found.compactMap(\.self)
    }

    func placeholderCount(
        of asset: AssetID, in adapter: AdapterName, since: Timestamp
    ) throws(StorageError) -> Int {
        // Labels of one asset are its id, and what begins with the id and a tilde, which sorts after all of them.
        try transaction.number(
            """
            SELECT count(*) FROM placeholders
            WHERE adapter = ?1 AND kind = 'asset' AND label >= ?2 AND label <= ?3 AND of = ?2 AND noted >= ?4
            """, [.id(adapter), .id(asset), .text("\(asset)~~"), .time(since)])
    }

    func placeholderCount(in adapter: AdapterName) throws(StorageError) -> Int {
        try transaction.number("SELECT count(*) FROM placeholders WHERE adapter = ?", [.id(adapter)])
    }

    func spare(of asset: AssetID) throws(StorageError) -> NativeReference? {
        try spareRow(of: asset)?.copy
    }

    func leavingSpare(of asset: AssetID) throws(StorageError) -> NativeReference? {
        try spareRow(of: asset).flatMap { $0.isLeaving ? $0.copy : nil }
    }

    func spareCounts() throws(StorageError) -> [AdapterName: Int] {
        let counts = try transaction.all(
            "SELECT a.adapter, count(*) FROM spares s CROSS JOIN assets a ON a.key = s.asset GROUP BY a.adapter"
        ) { (AdapterName($0.text(0)), $0.int(1)) }
        return Dictionary(counts) { first, _ in first }
    }

    private func spareRow(
        of asset: AssetID
    ) throws(StorageError) -> (copy: NativeReference, isLeaving: Bool)? {
        try transaction.first(
            """
            SELECT adapter, native_id, leaving FROM spares
            WHERE asset = (SELECT key FROM assets WHERE id = ?)
            """, [.id(asset)]
        ) { (NativeReference(AdapterName($0.text(0)), NativeID($0.text(1))), $0.int(2) == 1) }
    }
}
