import Foundation
import SQLite
import Synchronization
import Testing

@Suite final class WALTests {
    private let folder: URL
    private let path: String
    private let connection: Connection

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "wal-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appending(path: "file.sqlite").path(percentEncoded: false)
        connection = try Connection(path: path, busyTimeout: .zero)
        try connection.execute(script: "PRAGMA journal_mode = WAL; CREATE TABLE t (x);")
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    @Test func `the log's pages are counted until a checkpoint empties it`() throws {
        try connection.run("INSERT INTO t VALUES (1)")
        #expect(connection.pagesInWAL > 0)

        #expect(try connection.checkpoint(.truncate) == 0)

        #expect(connection.pagesInWAL == 0)
        let log = try FileManager.default.attributesOfItem(atPath: path + "-wal")
        #expect(log[.size] as? Int == 0)
    }

    @Test func `a reader keeps a passive checkpoint from finishing, and a truncating one from starting`()
        throws
    {
        let reader = try Connection(path: path)
        try reader.run("BEGIN")
        _ = try reader.first("SELECT * FROM t") { $0.int(0) }
        try connection.run("INSERT INTO t VALUES (1)")

        #expect(try connection.checkpoint(.passive) > 0)
        let error = #expect(throws: SQLiteError.self) { try connection.checkpoint(.truncate) }
        #expect(error?.isBusy == true)
    }

    @Test func `a second writer is told that the file is busy`() throws {
        let other = try Connection(path: path, busyTimeout: .milliseconds(1))
        try connection.run("BEGIN IMMEDIATE")

        let error = #expect(throws: SQLiteError.self) { try other.run("BEGIN IMMEDIATE") }

        #expect(error?.isBusy == true)
        #expect(connection.isInTransaction)
        #expect(!other.isInTransaction)
    }

    @Test func `a file that may grow no further is full`() throws {
        try connection.run("PRAGMA max_page_count = 3")

        let error = #expect(throws: SQLiteError.self) {
            try connection.run("INSERT INTO t VALUES (zeroblob(100000))")
        }

        #expect(error?.isFull == true)
    }

    @Test func `a full disk is told from other failures of reading and writing`() {
        #expect(SQLiteError(code: 778, message: "", systemError: ENOSPC).isFull)
        #expect(!SQLiteError(code: 778, message: "", systemError: EIO).isFull)
    }

    @Test func `an executor runs its tasks one after the other`() async {
        let executor = ThreadExecutor(label: "test")
        let gauge = Gauge()

        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask(executorPreference: executor) {
                    gauge.enter()
                    for _ in 0..<20 { sched_yield() }
                    gauge.leave()
                }
            }
        }

        #expect(gauge.most == 1)
    }
}

/// Counts how many are inside at once.
private final class Gauge: Sendable {
    private let counts = Mutex((now: 0, most: 0))

    var most: Int { counts.withLock { $0.most } }

    func enter() { counts.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) } }

    func leave() { counts.withLock { $0.now -= 1 } }
}
