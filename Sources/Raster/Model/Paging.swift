/// One page of a list, counted from 1 (CONTRACT 2).
public struct PageRequest: Hashable, Sendable {
    /// From 1.
    public let number: Int
    /// Items a page, 1 to 500.
    public let size: Int

    /// Page 1 with 50 items.
    public static let first = PageRequest(number: 1, size: 50)

    /// The page `number` of `size` items; both are checked where they come from outside.
    public init(number: Int, size: Int) {
        self.number = number
        self.size = size
    }

    /// How many items lie before the page; clamped, so that no page number overflows.
    public var offset: Int {
        let (product, overflow) = (number - 1).multipliedReportingOverflow(by: size)
        return overflow ? Int.max : product
    }
}

/// What to look for.
public struct SearchQuery: Hashable, Sendable {
    /// The client's words; blank means the newest assets, unranked.
    public var text: String
    /// The libraries to look in; none finds nothing.
    public var libraries: [LibraryKey]
    /// Which page of the hits.
    public var page: PageRequest

    /// A search for `text` in `libraries`.
    public init(text: String, libraries: [LibraryKey], page: PageRequest) {
        self.text = text
        self.libraries = libraries
        self.page = page
    }
}

/// Where a hit matched.
public struct Highlights: Hashable, Sendable {
    /// The name, HTML-escaped, matches in `<mark>`; `nil` where the name did not match.
    public var name: String?
    /// The tags that matched, unmarked; `nil` where none did.
    public var tags: [String]?

    /// Highlights in the name, the tags, or both.
    public init(name: String? = nil, tags: [String]? = nil) {
        self.name = name
        self.tags = tags
    }
}

/// An asset that was found.
public struct SearchHit: Hashable, Sendable {
    /// The asset.
    public var asset: Asset
    /// Higher is better; `nil` where nothing was ranked.
    public var score: Double?
    /// `nil` where neither name nor tags matched.
    public var highlights: Highlights?

    /// A hit with its rank.
    public init(asset: Asset, score: Double?, highlights: Highlights?) {
        self.asset = asset
        self.score = score
        self.highlights = highlights
    }
}

/// One page of hits.
public struct SearchResult: Sendable {
    /// The hits of this page, best first.
    public var hits: [SearchHit]
    /// All hits, exactly, whatever the page.
    public var found: Int

    /// The page `hits` of `found` hits.
    public init(hits: [SearchHit], found: Int) {
        self.hits = hits
        self.found = found
    }
}
