import Foundation
import SQLite
import Testing

@Suite final class CommitMarkTests {
    private let folder = FileManager.default.temporaryDirectory.appending(
        path: "marks-\(UUID().uuidString)", directoryHint: .isDirectory)

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func open() throws -> Connection {
        let connection = try Connection(path: folder.path + "/marks.sqlite")
        try connection.execute(script: "PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS t (x)")
        return connection
    }

    @Test func `nothing changes, and the mark stays`() throws {
        let connection = try open()
        let watch = try #require(CommitWatch(connection))
        let mark = try #require(watch.mark)

        try connection.forEach("SELECT * FROM t") { _ in }

        #expect(watch.mark == mark)
    }

    @Test func `a commit of the same connection makes another mark`() throws {
        let connection = try open()
        let watch = try #require(CommitWatch(connection))
        let mark = try #require(watch.mark)

        try connection.run("INSERT INTO t VALUES (1)")

        #expect(watch.mark != mark)
    }

    @Test func `a commit of someone else makes another mark, an open transaction none`() throws {
        let (connection, other) = (try open(), try open())
        let watch = try #require(CommitWatch(connection))
        let mark = try #require(watch.mark)

        try other.run("BEGIN IMMEDIATE")
        try other.run("INSERT INTO t VALUES (1)")
        #expect(watch.mark == mark)
        try other.run("COMMIT")

        #expect(watch.mark != mark)
    }

    @Test func `every one of a thousand commits has a mark of its own`() throws {
        let connection = try open()
        let watch = try #require(CommitWatch(connection))
        var marks: Set<CommitMark> = []

        for number in 0..<1000 {
            try connection.run("UPDATE t SET x = ?", [.integer(number)])
            try connection.run("INSERT INTO t VALUES (?)", [.integer(number)])
            marks.insert(try #require(watch.mark))
            if number % 100 == 0 { try connection.checkpoint(.truncate) }
        }

        #expect(marks.count == 1000)
    }

    @Test func `a database without a write-ahead log has no marks`() throws {
        #expect(CommitWatch(try Connection(path: ":memory:")) == nil)
    }
}
