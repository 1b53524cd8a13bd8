internal import CSQLite

/// Tells one state of a database from every other: a commit, in whatever process, makes another mark.
///
/// Equal marks mean equal contents; the reverse need not be, since a new write-ahead log has another mark too.
public struct CommitMark: Hashable, Sendable {
    /// The header of the log's index: a version, a count of commits, sizes, salts and checksums.
    public let header: SIMD8<UInt64>
}

/// Reads the mark of a database where all its users share it: in memory, without a lock or a call of the system.
///
/// A transaction that begins afterwards sees that state or a later one.
// @unchecked Sendable because the block is only read, by atomic loads, and is mapped as long as the connection is open.
public final class CommitWatch: @unchecked Sendable {
    private let block: UnsafeRawPointer
    private let connection: Connection

    /// Watches the file of `connection`, which stays open for it; `nil` unless that keeps a write-ahead log.
    public init?(_ connection: Connection) {
        guard let block = gw_sqlite_wal_index(connection.handle) else { return nil }
        self.block = block
        self.connection = connection
    }

    /// The mark now; `nil` while someone is writing it.
    public var mark: CommitMark? {
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 6) { words in
            guard gw_sqlite_wal_header(block, words.baseAddress) != 0 else { return nil }
            var header = SIMD8<UInt64>()
            for index in 0..<6 { header[index] = words[index] }
            return CommitMark(header: header)
        }
    }
}
