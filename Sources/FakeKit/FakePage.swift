/// One page of a list, cut out of all items; what a ``PageFault`` asks for is done to it.
public struct FakePage<Item: Sendable>: Sendable {
    /// Where a cursor leads.
    public enum Next: Sendable, Equatable {
        /// Nowhere: this is the last page.
        case end
        /// To the item at this index.
        case at(Int)
        /// To the item at this index, and from there to itself again and again.
        case loop(Int)
    }

    /// The items.
    public let items: [Item]
    /// Where its cursor leads.
    public let next: Next

    /// The page of at most `limit` of `all` from index `start`; a cursor that was made to loop `loops`.
    public init(
        _ all: [Item], from start: Int, limit: Int, loops: Bool = false, fault: PageFault? = nil
    ) {
        let start = min(start, all.count)
        let end = min(start + limit, all.count)
        let whole = Array(all[start..<end])
        let next: Next = loops ? .loop(start) : end < all.count ? .at(end) : .end
        switch fault {
        case nil: (items, self.next) = (whole, next)
        case .repeatedPage: (items, self.next) = (whole, .at(start))
        case .loopingCursor: (items, self.next) = (whole, .loop(start))
        case .skippedPage:
            let beyond = end + limit
            (items, self.next) = (whole, beyond < all.count ? .at(beyond) : .end)
        case .emptyPage: (items, self.next) = ([], .at(start))
        case .shrinkingPage:
            let fewer = start + whole.count / 2
            (items, self.next) = (Array(all[start..<fewer]), fewer < all.count ? .at(fewer) : .end)
        case .reorderedPage: (items, self.next) = (whole.reversed(), next)
        case .duplicateItem: (items, self.next) = (Array(whole.prefix(1)) + whole, next)
        }
    }
}
