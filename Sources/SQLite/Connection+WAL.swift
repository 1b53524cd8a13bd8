internal import CSQLite

extension Connection {
    /// How far a checkpoint goes to empty the write-ahead log.
    public enum CheckpointMode: Sendable {
        /// Copies what no reader holds back; waits for nobody.
        case passive
        /// Waits for readers, up to the busy timeout, and shortens the log to nothing.
        case truncate

        var rawValue: Int32 {
            switch self {
            case .passive: SQLITE_CHECKPOINT_PASSIVE
            case .truncate: SQLITE_CHECKPOINT_TRUNCATE
            }
        }
    }

    /// Pages in the write-ahead log after the last commit of this connection.
    public var pagesInWAL: Int { Int(walPages.pointee) }

    /// Copies pages from the write-ahead log into the database; the pages left in the log.
    ///
    /// Throws a busy error where `truncate` met readers for longer than the busy timeout.
    @discardableResult
    public func checkpoint(_ mode: CheckpointMode) throws(SQLiteError) -> Int {
        var inLog: Int32 = 0
        var copied: Int32 = 0
        try check(sqlite3_wal_checkpoint_v2(handle, nil, mode.rawValue, &inLog, &copied))
        walPages.pointee = max(0, inLog - copied)
        return Int(walPages.pointee)
    }

    /// How long a call waits for a lock that another connection holds.
    public func setBusyTimeout(_ timeout: Duration) {
        sqlite3_busy_timeout(handle, Int32(clamping: timeout / .milliseconds(1)))
    }

    /// Counts the log's pages; this replaces SQLite's checkpoint inside every thousandth commit.
    func followWAL() {
        sqlite3_wal_hook(
            handle,
            { context, _, _, pages in
                context?.assumingMemoryBound(to: Int32.self).pointee = pages
                return SQLITE_OK
            }, walPages)
    }
}

extension Int32 {
    init(clamping value: Double) { self = Int32(Swift.min(Swift.max(value, 0), Double(Int32.max))) }
}
