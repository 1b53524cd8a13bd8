import Raster
import SQLite
import Synchronization

/// The statements of one open transaction, failing in the words of the ports.
///
/// It answers one caller at a time and nobody once its closure has returned; both kinds of misuse throw
/// `.internal` instead of touching the connection.
final class CatalogTransaction: Sendable {
    private enum Phase { static let idle: UInt8 = 0, busy: UInt8 = 1, ended: UInt8 = 2 }

    private let connection: Connection
    private let phase = Atomic<UInt8>(Phase.idle)
    /// The libraries met so far; they do not change within a transaction, but for their removal.
    private let places = Mutex<[LibraryKey: LibraryPlace]>([:])

    init(_ connection: Connection) { self.connection = connection }

    /// Ends the use of the connection; `false` where a stray task is still using it.
    func end() -> Bool { phase.exchange(Phase.ended, ordering: .acquiringAndReleasing) == Phase.idle }

    @discardableResult
    func run(_ sql: SQL, _ values: [SQLValue] = []) throws(StorageError) -> Int {
        try alone { () throws(SQLiteError) in try connection.run(sql, values) }
    }

    /// Runs an `INSERT`; the rowid of the new row.
    func insert(_ sql: SQL, _ values: [SQLValue]) throws(StorageError) -> Int64 {
        try alone { () throws(SQLiteError) in
            try connection.run(sql, values)
            return connection.lastInsertedRow
        }
    }

    func forEach(_ sql: SQL, _ values: [SQLValue] = [], _ body: (Row) -> Void) throws(StorageError) {
        try alone { () throws(SQLiteError) in try connection.forEach(sql, values, body) }
    }

    /// Calls `body` with row after row, until it answers `false`.
    func walk(_ sql: SQL, _ values: [SQLValue], _ body: (Row) -> Bool) throws(StorageError) {
        try alone { () throws(SQLiteError) in try connection.walk(sql, values, body) }
    }

    func all<Value>(
        _ sql: SQL, _ values: [SQLValue] = [], _ body: (Row) -> Value
    ) throws(StorageError) -> [Value] {
        try alone { () throws(SQLiteError) in try connection.all(sql, values, body) }
    }

    func first<Value>(
        _ sql: SQL, _ values: [SQLValue] = [], _ body: (Row) -> Value
    ) throws(StorageError) -> Value? {
        try alone { () throws(SQLiteError) in try connection.first(sql, values, body) }
    }

    /// The first column of the first row as a number; 0 where there is no row.
    func number(_ sql: SQL, _ values: [SQLValue] = []) throws(StorageError) -> Int {
        try first(sql, values) { $0.int(0) } ?? 0
    }

    /// Whether the answer has a row.
    func exists(_ sql: SQL, _ values: [SQLValue]) throws(StorageError) -> Bool {
        try first(sql, values) { _ in true } ?? false
    }

    private func alone<Value>(_ body: () throws(SQLiteError) -> Value) throws(StorageError) -> Value {
        let (entered, _) = phase.compareExchange(
            expected: Phase.idle, desired: Phase.busy, ordering: .acquiringAndReleasing)
        guard entered else {
            throw StorageError(
                .internal, "the catalog was used outside its closure, or by two tasks at once", side: .gateway
            )
        }
        defer {
            _ = phase.compareExchange(
                expected: Phase.busy, desired: Phase.idle, ordering: .acquiringAndReleasing)
        }
        return try catching(body)
    }
}

extension CatalogTransaction {
    /// Where the library `key` belongs, or `nil` where it is unknown or removed.
    func place(of key: LibraryKey) throws(StorageError) -> LibraryPlace? {
        if let known = places.withLock({ $0[key] }) { return known }
        let found = try first(
            """
            SELECT o.key, o.id, l.id FROM libraries l JOIN organizations o ON o.key = l.organization
            WHERE l.key = ? AND l.removed = 0
            """, [.integer(key.rawValue)]
        ) { row in
            LibraryPlace(
                key: key, organizationKey: row.integer(0), organization: OrganizationID(row.text(1)),
                library: LibraryID(row.text(2)))
        }
        if let found { places.withLock { $0[key] = found } }
        return found
    }

    /// Forgets the libraries met so far, some of which have been removed.
    func forgetPlaces() { places.withLock { $0 = [:] } }
}

/// A library in the words of both sides.
struct LibraryPlace: Sendable {
    let key: LibraryKey
    let organizationKey: Int64
    let organization: OrganizationID
    let library: LibraryID
}
