/// How far long work has come (CONTRACT 3, "job").
public struct JobProgress: Sendable, Hashable {
    /// Items that are through, failed ones included.
    public var items: Int
    /// Items in all; `nil` as long as nobody has counted them.
    public var itemsTotal: Int?
    /// Bytes that are through.
    public var bytes: Int
    /// Bytes in all; `nil` as long as nobody has counted them.
    public var bytesTotal: Int?
    /// Items that failed.
    public var failed: Int

    /// Progress so far; by default none, of nobody knows how much.
    public init(
        items: Int = 0, itemsTotal: Int? = nil, bytes: Int = 0, bytesTotal: Int? = nil, failed: Int = 0
    ) {
        self.items = items
        self.itemsTotal = itemsTotal
        self.bytes = bytes
        self.bytesTotal = bytesTotal
        self.failed = failed
    }

    /// This and then `more`; a total is known where both parts are.
    public func adding(_ more: JobProgress) -> JobProgress {
        JobProgress(
            items: items + more.items, itemsTotal: Self.sum(itemsTotal ?? items, more.itemsTotal),
            bytes: bytes + more.bytes, bytesTotal: Self.sum(bytesTotal ?? bytes, more.bytesTotal),
            failed: failed + more.failed)
    }

    private static func sum(_ first: Int, _ second: Int?) -> Int? { second.map { first + $0 } }
}
