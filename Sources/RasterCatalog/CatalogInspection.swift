public import Raster
import SQLite

/// What a catalog's file says of itself, without opening it for use: its schema stays as it is.
public struct CatalogInspection: Sendable {
    /// The version of its schema.
    public let schema: Int
    /// The version that this program brings catalogs to.
    public static var newestSchema: Int { Migration.all.last?.number ?? 0 }
    /// The version of SQLite that is in use.
    public static var engine: String { SQLiteLibrary.version }
    /// Whether that SQLite can search text, which the catalog needs.
    public static var hasFullTextSearch: Bool { SQLiteLibrary.hasFullTextSearch }

    private let connection: Connection

    /// Looks into the file at `path`, which must be there.
    ///
    /// Throws `.preconditionFailed` where it belongs to another program or has a newer schema.
    public init(path: String) throws(StorageError) {
        let opened = try catching { () throws(SQLiteError) in try Connection(path: path, create: false) }
        try Schema.inspect(opened)
        schema = try catching { () throws(SQLiteError) in
            try opened.first("PRAGMA user_version") { $0.int(0) } ?? 0
        }
        connection = opened
    }

    /// What is broken in it, in SQLite's words, and nothing where all is well.
    ///
    /// Reads the whole file.
    public func damage() throws(StorageError) -> [String] {
        let found = try catching { () throws(SQLiteError) in
            try connection.all("PRAGMA quick_check(10)") { $0.text(0) }
        }
        return found == ["ok"] ? [] : found
    }

    /// The time of the newest upload or organization; `nil` where there is none.
    public func newest() throws(StorageError) -> Timestamp? {
        let milliseconds = try catching { () throws(SQLiteError) in
            try connection.first(
                """
                SELECT max(coalesce((SELECT max(last_created) FROM libraries), 0),
                    coalesce((SELECT max(created) FROM organizations), 0))
                """
            ) { $0.int(0) }
        }
        return milliseconds.flatMap { $0 > 0 ? Timestamp(milliseconds: Int64($0)) : nil }
    }
}
