import Foundation
import SQLite
import Testing

@Suite struct ConnectionTests {
    private let connection: Connection

    init() throws {
        connection = try Connection(path: ":memory:")
        try connection.run("CREATE TABLE t (key INTEGER PRIMARY KEY, value ANY UNIQUE) STRICT")
    }

    @Test(arguments: [
        SQLValue.integer(-1), .real(0.5), .text(""), .text("é\u{0}x"), .blob([]), .blob([0, 255]), .null,
    ])
    func `a bound value is read back as it was`(value: SQLValue) throws {
        try connection.run("INSERT INTO t (value) VALUES (?)", [value])

        let same = try connection.first("SELECT value IS ? , typeof(value) FROM t", [value]) { $0.int(0) }

        #expect(same == 1)
    }

    @Test func `a duplicate is told from other violations`() throws {
        try connection.run("INSERT INTO t VALUES (1, 'a')")

        let error = #expect(throws: SQLiteError.self) { try connection.run("INSERT INTO t VALUES (2, 'a')") }

        #expect(error?.isDuplicate == true)
        #expect(error?.isConstraint == true)
        #expect(error?.message == "UNIQUE constraint failed: t.value")
    }

    @Test func `a statement may run inside itself`() throws {
        try connection.run("INSERT INTO t VALUES (1, 'a'), (2, 'b')")
        func keys(_ depth: Int) throws -> [Int] {
            var found: [Int] = []
            try connection.forEach("SELECT key FROM t ORDER BY key") { row in
                found.append(row.int(0))
                if depth > 0 { found += (try? keys(depth - 1)) ?? [] }
            }
            return found
        }

        #expect(try keys(1) == [1, 1, 2, 2, 1, 2])
    }

    @Test func `a failed statement can be run again`() throws {
        let insert: SQL = "INSERT INTO t VALUES (?, 'a')"
        try connection.run(insert, [.integer(1)])
        #expect(throws: SQLiteError.self) { try connection.run(insert, [.integer(2)]) }
        try connection.run("DELETE FROM t")

        #expect(try connection.run(insert, [.integer(3)]) == 1)
        #expect(connection.lastInsertedRow == 3)
    }

    @Test func `a file that is no database is called corrupt`() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try Data(repeating: 7, count: 8192).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let connection = try Connection(path: file.path(percentEncoded: false), create: false)

        let error = #expect(throws: SQLiteError.self) { try connection.run("SELECT * FROM sqlite_schema") }

        #expect(error?.isCorrupt == true)
    }

    @Test func `a missing folder is unreachable`() {
        let error = #expect(throws: SQLiteError.self) { try Connection(path: "/no/such/folder/file") }
        #expect(error?.isUnreachable == true)
    }
}
