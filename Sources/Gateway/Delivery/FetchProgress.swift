import Raster

/// How far a fetch has come that several readers follow.
///
/// Pure: what is returned are those who waited and may go on.
struct FetchProgress<Waiter> {
    /// How it ended.
    enum End {
        /// Every byte is there and is what it should be.
        case whole
        case failed(StorageError)
        /// The cache's disk took no more, or there was nothing to share: each reader goes to the store by itself.
        case detached
    }

    /// What a reader that has come to a position finds.
    enum Finding {
        /// Bytes up to here may be read.
        case bytes(upTo: Int)
        case end(End)
        /// Nothing yet.
        case nothing
    }

    /// How many bytes it will be.
    let size: Int
    private(set) var isOpen = false
    private(set) var end: End?
    private(set) var readers = 0
    /// Whether the last reader left before the end, so that it is given up.
    private(set) var isAbandoned = false
    private var written = 0
    private var waiters: [Waiter] = []

    init(size: Int) { self.size = size }

    /// Adds a reader; false where it is too late.
    mutating func join() -> Bool {
        guard !isAbandoned else { return false }
        if case .failed = end { return false }
        readers += 1
        return true
    }

    /// Takes a reader away; true where it was the last one, and the fetch is given up.
    mutating func leave() -> Bool {
        readers -= 1
        guard readers == 0, end == nil else { return false }
        isAbandoned = true
        return true
    }

    /// The store has begun to answer.
    mutating func open() -> [Waiter] {
        isOpen = true
        return takeWaiters()
    }

    /// `count` more bytes are written.
    mutating func advance(by count: Int) -> [Waiter] {
        written += count
        return takeWaiters()
    }

    /// It is over; the first end counts.
    mutating func finish(_ end: End) -> [Waiter] {
        if self.end == nil { self.end = end }
        return takeWaiters()
    }

    /// How many bytes readers may have.
    ///
    /// Until all are verified the last one is held back: a body that turns out wrong must not look whole.
    var available: Int {
        if case .whole = end { return size }
        return min(written, size - 1)
    }

    /// What there is behind `position`.
    func find(behind position: Int) -> Finding {
        if position < available { return .bytes(upTo: available) }
        return end.map(Finding.end) ?? .nothing
    }

    /// Lets `waiter` wait for the next change.
    mutating func wait(_ waiter: Waiter) { waiters.append(waiter) }

    private mutating func takeWaiters() -> [Waiter] {
        defer { waiters = [] }
        return waiters
    }
}
