internal import CSQLite

/// The SQLite library as a whole.
public enum SQLiteLibrary {
    /// Its version, such as `3.40.1`.
    public static let version = String(cString: sqlite3_libversion())

    /// Whether it can search text.
    public static let hasFullTextSearch = sqlite3_compileoption_used("ENABLE_FTS5") == 1

    private static let isConfigured = gw_sqlite_disable_memory_status() == SQLITE_OK

    /// Switches memory statistics off, which take a global lock at every allocation; once, before the first
    /// open.
    static func configure() { _ = isConfigured }
}
