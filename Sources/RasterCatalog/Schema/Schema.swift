import Raster
import SQLite

/// Brings a file to the present schema.
enum Schema {
    /// "RsGw" in `application_id`: what `file` calls the format.
    static let applicationID: Int64 = 0x5273_4777

    /// Applies the pending `migrations` in one transaction; of two processes that try, one finds nothing to do.
    ///
    /// Throws `.preconditionFailed` for a file of another program, or of a newer version of this one.
    static func migrate(
        _ connection: Connection, by migrations: [Migration] = Migration.all
    ) throws(StorageError) {
        try catching { () throws(SQLiteError) in try connection.run("BEGIN IMMEDIATE") }
        do throws(StorageError) {
            try apply(migrations, to: connection)
            try catching { () throws(SQLiteError) in try connection.run("COMMIT") }
        } catch {
            _ = try? connection.run("ROLLBACK")
            throw error
        }
    }

    /// Throws `.preconditionFailed` for a file that this program must not touch.
    ///
    /// All of it is read from one snapshot: half of what another process is just making looks foreign.
    static func inspect(_ connection: Connection) throws(StorageError) {
        try catching { () throws(SQLiteError) in try connection.run("BEGIN") }
        defer { _ = try? connection.run("ROLLBACK") }
        try verify(connection, against: Migration.all)
    }

    private static func verify(
        _ connection: Connection, against migrations: [Migration]
    ) throws(StorageError) {
        let version = try number("PRAGMA user_version", connection)
        let owner = try number("PRAGMA application_id", connection)
        let tables = try number("SELECT count(*) FROM sqlite_schema", connection)
        let isEmpty = owner == 0 && version == 0 && tables == 0
        guard isEmpty || owner == Int(applicationID) else {
            throw StorageError(.preconditionFailed, "the file is a database of another program")
        }
        let newest = migrations.last?.number ?? 0
        guard version <= newest else { throw tooNew(version, newest) }
    }

    private static func apply(_ migrations: [Migration], to connection: Connection) throws(StorageError) {
        try verify(connection, against: migrations)
        let version = try number("PRAGMA user_version", connection)
        try catching { () throws(SQLiteError) in
            try connection.execute(script: "PRAGMA application_id = \(applicationID)")
        }
        for migration in migrations where migration.number > version {
            try catching { () throws(SQLiteError) in
                try connection.execute(script: migration.script)
                try connection.execute(script: "PRAGMA user_version = \(migration.number)")
            }
        }
    }

    private static func tooNew(_ version: Int, _ newest: Int) -> StorageError {
        StorageError(
            .preconditionFailed,
            "the catalog has schema \(version), and this program knows schemas up to \(newest): use a newer one"
        )
    }

    private static func number(_ sql: SQL, _ connection: Connection) throws(StorageError) -> Int {
        try catching { () throws(SQLiteError) in try connection.first(sql) { $0.int(0) } ?? 0 }
    }
}
