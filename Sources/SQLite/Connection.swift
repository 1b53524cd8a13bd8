internal import CSQLite

/// An open SQLite database with its prepared statements.
///
/// It has no lock of its own: whoever owns it sees to it that one caller uses it at a time.
// @unchecked Sendable because the owner lends it to one caller at a time (see above).
public final class Connection: @unchecked Sendable {
    let handle: OpaquePointer
    var literals: [UnsafeRawPointer: Statement] = [:]
    var composed: [String: Statement] = [:]
    let walPages: UnsafeMutablePointer<Int32>

    /// Opens the file at `path`, creating it unless `create` is false.
    ///
    /// `busyTimeout` is how long a call waits, blocking its thread, for a lock that another connection holds.
    public init(path: String, create: Bool = true, busyTimeout: Duration = .seconds(5)) throws(SQLiteError) {
        SQLiteLibrary.configure()
        handle = try Self.open(path, SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0))
        walPages = .allocate(capacity: 1)
        walPages.initialize(to: 0)
        sqlite3_busy_timeout(handle, Int32(clamping: busyTimeout / .milliseconds(1)))
        followWAL()
    }

    private static func open(_ path: String, _ flags: Int32) throws(SQLiteError) -> OpaquePointer {
        var opened: OpaquePointer?
        let all = flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = sqlite3_open_v2(path, &opened, all, nil)
        guard let opened else { throw SQLiteError(code: code, message: "out of memory") }
        guard code == SQLITE_OK else {
            let error = SQLiteError(
                code: code, message: String(cString: sqlite3_errmsg(opened)),
                systemError: sqlite3_system_errno(opened))
            sqlite3_close_v2(opened)
            throw error
        }
        return opened
    }

    deinit {
        literals = [:]
        composed = [:]
        sqlite3_close_v2(handle)
        walPages.deallocate()
    }

    /// Whether a transaction is open; SQLite ends one by itself after some failures.
    public var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// The rowid of the last row inserted.
    public var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(handle) }

    func error(_ code: Int32) -> SQLiteError {
        SQLiteError(
            code: code, message: String(cString: sqlite3_errmsg(handle)),
            systemError: sqlite3_system_errno(handle))
    }

    func check(_ code: Int32) throws(SQLiteError) {
        guard code == SQLITE_OK else { throw error(code) }
    }
}
