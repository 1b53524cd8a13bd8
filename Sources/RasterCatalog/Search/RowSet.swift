/// A set of rows, a bit each: small even where most rows of a catalog are in it.
struct RowSet: Sendable {
    private var words: [UInt64] = []
    /// How many rows are in it.
    private(set) var count = 0

    /// Bytes of memory that it takes.
    var size: Int { words.capacity * MemoryLayout<UInt64>.size }

    /// Adds a row that is not in it yet; rows are numbered from 0.
    mutating func insert(_ row: Int64) {
        let word = Int(row >> 6)
        if word >= words.count { words.append(contentsOf: repeatElement(0, count: word + 1 - words.count)) }
        words[word] |= 1 << UInt64(row & 63)
        count += 1
    }

    /// Whether `row` is in it.
    func contains(_ row: Int64) -> Bool {
        let word = Int(row >> 6)
        return word < words.count && words[word] & (1 << UInt64(row & 63)) != 0
    }
}
