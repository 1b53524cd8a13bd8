import Raster
import SQLite

extension SQLiteCatalog {
    /// Opens the writer's connection and brings the schema up to date.
    ///
    /// Switching a new file to the write-ahead log fails at once where another process is making the file just
    /// then, whatever the busy timeout: so it is tried again, after a `pause`, until that time is over.
    static func openWriter(
        _ path: String, _ options: Options, pause: () -> Void
    ) throws(StorageError) -> Connection {
        let end = ContinuousClock.now + options.busyTimeout
        while true {
            do throws(StorageError) { return try openOnce(path, options) } catch {
                let isBusy = (error.cause as? SQLiteError)?.isBusy ?? false
                guard isBusy, ContinuousClock.now < end else { throw error }
            }
            pause()
        }
    }

    private static func openOnce(_ path: String, _ options: Options) throws(StorageError) -> Connection {
        let connection = try catching { () throws(SQLiteError) in
            try Connection(path: path, busyTimeout: options.busyTimeout)
        }
        try Schema.inspect(connection)
        try catching { () throws(SQLiteError) in
            try connection.execute(
                script: """
                    PRAGMA journal_mode = WAL;
                    PRAGMA synchronous = FULL;
                    PRAGMA foreign_keys = ON;
                    PRAGMA journal_size_limit = 67108864;
                    PRAGMA cache_size = -\(options.writerCacheKiB);
                    PRAGMA mmap_size = 0;
                    -- What a savepoint keeps to be undone would otherwise go into a file for every commit.
                    PRAGMA temp_store = MEMORY;
                    """)
        }
        try Schema.migrate(connection)
        return connection
    }
}
