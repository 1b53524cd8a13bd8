import SQLite
import Testing

/// Compares the blocks in a catalog's file with the rows that they count.
struct BlockInspection {
    private struct Place: Comparable {
        let created: Int64
        let id: String

        static func < (left: Place, right: Place) -> Bool {
            left.created == right.created ? left.id < right.id : left.created > right.created
        }
    }

    private let connection: Connection
    private let size: Int

    /// Looks at the file at `path`, whose blocks should have `size` assets.
    init(_ path: String, size: Int) throws {
        connection = try Connection(path: path)
        self.size = size
    }

    /// What is wrong with the blocks; nothing where they are as they should be.
    func faults() throws -> [String] {
        var faults: [String] = []
        var known: Set<Int64> = []
        for (list, rows) in try lists() {
            known.insert(list)
            faults += try self.faults(list, rows)
        }
        let all = try connection.all("SELECT DISTINCT list FROM page_blocks") { $0.integer(0) }
        return faults + all.filter { !known.contains($0) }.map { "list \($0) is of nothing" }
    }

    private func lists() throws -> [(Int64, [Place])] {
        let libraries = try connection.all("SELECT key FROM libraries WHERE removed = 0") { $0.integer(0) }
        let tags = try connection.all("SELECT key FROM tags") { $0.integer(0) }
        return try libraries.map { library in
            (library, try places("SELECT created, id FROM assets WHERE library = ? AND state = 0", library))
        }
            + tags.map { tag in
                (-tag, try places("SELECT created, id FROM asset_tags WHERE tag = ? AND live = 1", tag))
            }
    }

    private func places(_ sql: SQL, _ key: Int64) throws -> [Place] {
        try connection.all(sql, [.integer(key)]) { Place(created: $0.integer(0), id: $0.text(1)) }.sorted()
    }

    private func faults(_ list: Int64, _ rows: [Place]) throws -> [String] {
        let blocks = try connection.all(
            "SELECT created, id, count FROM page_blocks WHERE list = ? ORDER BY created DESC, id",
            [.integer(list)]
        ) { (start: Place(created: $0.integer(0), id: $0.text(1)), count: $0.int(2)) }
        guard let first = blocks.first else {
            return rows.count > size * 2 ? ["list \(list) of \(rows.count) has no blocks"] : []
        }
        var faults = first.start == Place(created: .max, id: "") ? [] : ["list \(list) begins late"]
        for (index, block) in blocks.enumerated() {
            let end = index + 1 < blocks.count ? blocks[index + 1].start : nil
            let held = rows.count { row in row >= block.start && end.map { row < $0 } ?? true }
            if held != block.count { faults.append("list \(list): \(block) holds \(held)") }
            if held > size * 2 { faults.append("list \(list): \(block) is too large") }
            if held == 0 && blocks.count > 1 { faults.append("list \(list): \(block) is empty") }
        }
        return faults
    }
}
