internal import CSQLite
internal import Glibc

/// What SQLite refused, in its own words and numbers.
public struct SQLiteError: Error, Sendable, Equatable {
    /// The extended result code, such as `SQLITE_CONSTRAINT_UNIQUE` (2067).
    public let code: Int32
    /// SQLite's sentence; it names tables and columns, never bound values.
    public let message: String
    /// `errno` of the system call that failed, or 0.
    public let systemError: Int32

    /// An error with an extended result code.
    public init(code: Int32, message: String, systemError: Int32 = 0) {
        self.code = code
        self.message = message
        self.systemError = systemError
    }

    /// The code without its extension.
    public var primaryCode: Int32 { code & 0xFF }

    /// A constraint of the schema was violated.
    public var isConstraint: Bool { primaryCode == SQLITE_CONSTRAINT }

    /// A row with the same key exists.
    public var isDuplicate: Bool {
        [2067, 1555, 2579].contains(code)  // CONSTRAINT_UNIQUE, _PRIMARYKEY, _ROWID: macros of expressions
    }

    /// The disk is full, or the quota used up.
    public var isFull: Bool {
        primaryCode == SQLITE_FULL
            || primaryCode == SQLITE_IOERR && [ENOSPC, EDQUOT].contains(systemError)
    }

    /// Someone else holds the lock, and kept it for the whole busy timeout.
    public var isBusy: Bool { [SQLITE_BUSY, SQLITE_LOCKED].contains(primaryCode) }

    /// The file is damaged or no database at all.
    public var isCorrupt: Bool { [SQLITE_CORRUPT, SQLITE_NOTADB].contains(primaryCode) }

    /// The file cannot be opened now: it is missing, or there are no rights or descriptors.
    public var isUnreachable: Bool {
        [SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH].contains(primaryCode)
    }

    /// Interrupted on request.
    public var isInterrupted: Bool { primaryCode == SQLITE_INTERRUPT }
}

extension SQLiteError: CustomStringConvertible {
    /// One line: `SQLite 2067: UNIQUE constraint failed: assets.id`.
    public var description: String {
        systemError == 0 ? "SQLite \(code): \(message)" : "SQLite \(code) (errno \(systemError)): \(message)"
    }
}
