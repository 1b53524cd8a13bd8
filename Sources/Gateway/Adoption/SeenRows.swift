import Raster

/// Which rows were seen: a bit for each, so that a million take a hundred and fifty kilobytes.
struct SeenRows {
    private var words: [UInt64] = []

    /// Notes a row.
    mutating func insert(_ key: AssetKey) {
        let word = Int(key.rawValue >> 6)
        if word >= words.count {
            words += Array(repeating: 0, count: max(word + 1 - words.count, words.count))
        }
        words[word] |= 1 << UInt64(key.rawValue & 63)
    }

    /// Whether a row was noted.
    func contains(_ key: AssetKey) -> Bool {
        let word = Int(key.rawValue >> 6)
        return word < words.count && words[word] & (1 << UInt64(key.rawValue & 63)) != 0
    }
}
