/// Bytes that wait, in the chunks they came in.
struct ChunkQueue {
    private var chunks: [[UInt8]] = []
    /// The index of the first chunk that is still there; those before it are empty.
    private var first = 0
    /// How many bytes of the first chunk are gone.
    private var offset = 0
    /// How many bytes wait.
    private(set) var count = 0

    mutating func append(_ chunk: [UInt8]) {
        guard !chunk.isEmpty else { return }
        chunks.append(chunk)
        count += chunk.count
    }

    /// The rest of the first chunk.
    mutating func next() -> [UInt8]? {
        guard first < chunks.count else { return nil }
        let chunk = offset == 0 ? chunks[first] : Array(chunks[first][offset...])
        count -= chunk.count
        advance()
        return chunk
    }

    /// Moves bytes to `target` until it is full or nothing waits; returns how many.
    mutating func read(into target: UnsafeMutableRawBufferPointer) -> Int {
        var filled = 0
        while filled < target.count, first < chunks.count {
            let size = min(target.count - filled, chunks[first].count - offset)
            chunks[first].withUnsafeBytes { bytes in
                UnsafeMutableRawBufferPointer(rebasing: target[filled..<filled + size])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + size]))
            }
            filled += size
            offset += size
            if offset == chunks[first].count { advance() }
        }
        count -= filled
        return filled
    }

    mutating func removeAll() { self = ChunkQueue() }

    private mutating func advance() {
        chunks[first] = []
        first += 1
        offset = 0
        guard first == chunks.count || first > 64 else { return }
        chunks.removeFirst(first)
        first = 0
    }
}
