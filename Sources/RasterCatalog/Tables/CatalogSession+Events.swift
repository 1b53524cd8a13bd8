import Raster
import SQLite

extension CatalogSession {
    private static let first = SQL(
        kept: """
            SELECT e.key, e.type, e.created, e.actor, e.detail FROM assets a CROSS JOIN events e ON e.asset = a.key
            WHERE a.id = ? ORDER BY e.created, e.key LIMIT ?
            """)
    private static let further = SQL(
        kept: """
            SELECT e.key, e.type, e.created, e.actor, e.detail FROM assets a CROSS JOIN events e ON e.asset = a.key
            WHERE a.id = ? AND (e.created, e.key) > (?, ?) ORDER BY e.created, e.key LIMIT ?
            """)

    func events(
        of asset: AssetID, after position: RecordedEvent.Position?, limit: Int
    ) throws(StorageError) -> [RecordedEvent] {
        guard let position else {
            return try transaction.all(Self.first, [.id(asset), .integer(limit)], Self.event)
        }
        return try transaction.all(
            Self.further,
            [.id(asset), .time(position.created), .integer(position.number), .integer(limit)], Self.event)
    }

    private static func event(_ row: Row) -> RecordedEvent {
        let event = HistoryEvent(
            id: "gateway-\(row.integer(0))", type: row.text(1), created: row.time(2), actor: row.textOrNil(3),
            detail: row.textOrNil(4))
        return RecordedEvent(event, at: .init(created: row.time(2), number: row.integer(0)))
    }

    func acting(as actor: String?) -> any CatalogWriter {
        var session = self
        session.actor = actor
        return session
    }

    func note(
        _ event: AssetEvent, of asset: AssetID, detail: String?, at now: Timestamp
    ) throws(StorageError) {
        guard let row = try row(asset) else { return }
        try note(event, of: row.key, detail, at: now)
    }

    /// Writes down what was done to the asset of this row, by `author` or by whoever acts.
    func note(
        _ event: AssetEvent, of asset: Int64, _ detail: String? = nil, by author: String? = nil,
        at now: Timestamp
    ) throws(StorageError) {
        try transaction.run(
            "INSERT INTO events (asset, type, created, actor, detail) VALUES (?, ?, ?, ?, ?)",
            [
                .integer(asset), .text(event.rawValue), .time(now), .text(orNull: author ?? actor),
                .text(orNull: detail),
            ])
    }
}
