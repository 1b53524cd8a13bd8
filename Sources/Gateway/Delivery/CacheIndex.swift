import Bytes

/// What a cache holds and how much room is left in it; the oldest use goes first.
///
/// Pure: whoever asks removes the files that it names.
struct CacheIndex {
    private struct Entry {
        let size: Int
        var use: Int
    }

    /// The most bytes, those of files in the making included.
    let maximum: Int
    private var entries: [SHA256Digest: Entry] = [:]
    /// Keys by the number of their last use; numbers only grow.
    private var uses: [Int: SHA256Digest] = [:]
    private var oldest = 0
    private var next = 0
    /// The bytes that are kept.
    private(set) var bytes = 0
    /// The bytes that files in the making may come to.
    private(set) var reserved = 0

    init(maximum: Int) { self.maximum = maximum }

    /// How many files are kept.
    var count: Int { entries.count }

    /// The size of what is kept under `digest`, which is used now.
    mutating func use(_ digest: SHA256Digest) -> Int? {
        guard var entry = entries[digest] else { return nil }
        uses[entry.use] = nil
        entry.use = number(digest)
        entries[digest] = entry
        return entry.size
    }

    /// Makes room for a file of `size` bytes; what has to go for it, or `nil` where there is no room for it.
    ///
    /// The room stays taken until ``release(_:)`` or ``keep(_:_:)``.
    mutating func reserve(_ size: Int) -> [SHA256Digest]? {
        guard size <= maximum - reserved else { return nil }
        reserved += size
        return shrink()
    }

    /// Gives reserved room back.
    mutating func release(_ size: Int) { reserved -= size }

    /// Keeps a file in the room reserved for it; false where the same bytes are kept already.
    mutating func keep(_ digest: SHA256Digest, _ size: Int) -> Bool {
        release(size)
        return insert(digest, size)
    }

    /// Adds a file that is there, as the one used last; what has to go for it.
    mutating func find(_ digest: SHA256Digest, _ size: Int) -> [SHA256Digest] {
        _ = insert(digest, size)
        return shrink()
    }

    /// Forgets a file; whether there was one.
    @discardableResult
    mutating func remove(_ digest: SHA256Digest) -> Bool {
        guard let entry = entries.removeValue(forKey: digest) else { return false }
        uses[entry.use] = nil
        bytes -= entry.size
        return true
    }

    private mutating func insert(_ digest: SHA256Digest, _ size: Int) -> Bool {
        guard entries[digest] == nil else { return false }
        entries[digest] = Entry(size: size, use: number(digest))
        bytes += size
        return true
    }

    private mutating func number(_ digest: SHA256Digest) -> Int {
        defer { next += 1 }
        uses[next] = digest
        return next
    }

    /// Forgets the oldest until all fits.
    private mutating func shrink() -> [SHA256Digest] {
        var gone: [SHA256Digest] = []
        while bytes + reserved > maximum, oldest < next {
            if let digest = uses[oldest] {
                remove(digest)
                gone.append(digest)
            }
            oldest += 1
        }
        return gone
    }
}
