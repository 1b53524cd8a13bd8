import Foundation
import Raster
import TestSupport
import Testing

@testable import GatewayCommand

/// Files that name assets.
@Suite struct IDFileTests {
    /// The ids in a file with this text, and its summary.
    private func read(_ text: String, by limit: Int = 100) async throws -> (ids: [String], summary: String) {
        try await read(Array(text.utf8), by: limit)
    }

    private func read(_ bytes: [UInt8], by limit: Int = 100) async throws -> (ids: [String], summary: String)
    {
        var result: (ids: [String], summary: String) = ([], "")
        try await withTemporaryFolder { folder in
            try Data(bytes).write(to: URL(filePath: "\(folder)/ids"))
            let file = try IDFile("\(folder)/ids")
            var ids: [String] = []
            while case let some = try await file.next(limit), !some.isEmpty {
                #expect(some.count <= limit)
                ids += some.map(\.rawValue)
            }
            result = (ids, await file.summary.replacing(folder + "/", with: ""))
        }
        return result
    }

    private func complaint(_ text: String) async -> String {
        do {
            let ids = try await read(text).ids
            return "none, but \(ids)"
        } catch { return "\(error)" }
    }

    @Test func `a list has an id a line, whatever ends the lines`() async throws {
        let found = try await read("-a_1\r\n_b\nc")

        #expect(found.ids == ["-a_1", "_b", "c"] && found.summary == "ids: 3 ids")
    }

    @Test func `blank lines, blanks around ids, comments and a byte order mark do not count`() async throws {
        let found = try await read("\u{FEFF}# from the archive\n\n  a \t\n   \n\r\n\t# \"b, c\nb\n")

        #expect(found.ids == ["a", "b"])
    }

    @Test(arguments: [
        "title,ID,tags\r\nFox,a,x\r\n\"Dog, lazy\",b,\r\n", "\u{FEFF}# note\ntitle,id\nFox,a\nDog,b",
        "id\na\nb", "\"asset\"\na\nb", "asset,title\na,Fox\nb,Dog",
        "id,title\n\"a\",\"two\nlines, \"\"quoted\"\"\"\n\"b\" ,x\n",
    ])
    func `a table has a header, and the ids in its column id or the first`(text: String) async throws {
        #expect(try await read(text).ids == ["a", "b"])
    }

    @Test func `which column it was is told`() async throws {
        #expect(try await read("asset,title\na,Fox").summary == "ids: 1 ids in the column \"asset\"")
    }

    @Test(arguments: [
        ("a\nb,c\n", "line 2: has a comma"), ("title,id\nx,a\nx\n", "line 3: has no field \"id\""),
        ("title,id\nx,\n", "line 2: has no id"), ("a\n\nb c\n", "line 3: has blanks or control characters"),
        ("a\rb\n", "line 1: has blanks or control"),
        ("id,t\n\"a\n\nb\n", "line 2: has a quote that is never"),
        ("id,t\na,\"x\"y\n", "line 2: has something after a field"),
        ("id\na\"b\"\n", "line 2: has a quote within"),
        ("a\u{0}b\n", "line 1: has a NUL byte"), ("id,t\n\"x\ny\"\n", "line 2: has blanks or control"),
    ])
    func `what is wrong is told with its line`(text: String, complaint: String) async {
        let found = await self.complaint(text)

        #expect(found.contains(complaint) && found.contains("nothing was taken over"), "\(found)")
    }

    @Test func `an id that is no UTF-8 is refused`() async {
        await #expect(throws: CommandFailure.self) { try await read([0x61, 0x0A, 0xFF, 0x0A]) }
    }

    @Test func `a line has a bound, and so has an id`() async {
        let line = "id,title\na,\(String(repeating: "x", count: RecordParser.limit))\n"
        let id = String(repeating: "x", count: IDColumn.limit + 1)

        #expect(await complaint(line).contains("line 2: is longer than 64 KiB"))
        #expect(await complaint("a\n" + id).contains("line 2: has an id of more than 512 bytes"))
    }

    @Test func `what goes beyond a read of the file is read whole`() async throws {
        let ids = (0..<20_000).map { "asset-\($0)" }

        let found = try await read(ids.joined(separator: "\r\n"), by: 999)

        #expect(found.ids == ids && found.summary == "ids: 20,000 ids")
    }

    @Test func `a file that is not there and a folder are refused`() {
        #expect(throws: CommandFailure.self) { try IDFile("/nowhere/ids") }
        #expect(throws: CommandFailure.self) { try IDFile("/tmp") }
    }
}
