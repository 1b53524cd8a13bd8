import Raster

/// Watches a walk through a backend's listing for what no honest listing does, page by page; it asks nobody anything.
///
/// An order is not looked at, since none is promised: a listing that is out of order and misses nothing is good
/// enough, and one that misses something or names it twice is found out by that. What a walk must name is known only
/// at its end, from the catalog (``ListingFault/Reason/omitted(_:)``).
///
/// It keeps 8 bytes for each page. Which assets earlier pages have named is known to whoever calls it.
struct ListingGuard {
    /// Empty pages in a row, each with a next one, from which on a listing is taken to lead nowhere: backends that
    /// leave things out of their pages may well have a few.
    static let emptyPageLimit = 20

    /// The most assets that a page may have.
    let pageSize: Int
    /// The walk, from 1.
    let walk: Int
    /// Pages that were looked at, those of an earlier process included.
    private(set) var pages: Int
    private var emptyPages = 0
    /// The bookmarks that were asked for, by their hashes.
    private var asked: Set<Int> = []

    /// A guard of the walk number `walk`, of which `pages` were looked at before.
    init(pageSize: Int, walk: Int = 1, after pages: Int = 0) {
        self.pageSize = pageSize
        self.walk = walk
        self.pages = pages
    }

    /// Looks at the page that was asked for with `token`; `isNamed` tells what earlier pages of the walk have named.
    mutating func check(
        _ page: NativePage, askedWith token: PageToken?, isNamed: (NativeID) -> Bool
    ) throws(ListingFault) {
        pages += 1
        guard page.assets.count <= pageSize else { throw fault(.oversized(page.assets.count)) }
        var ids: Set<NativeID> = []
        for asset in page.assets {
            guard ids.insert(asset.id).inserted else { throw fault(.twice(asset.id)) }
            guard !isNamed(asset.id) else { throw fault(.repeated(asset.id)) }
        }
        if let token { asked.insert(token.hashValue) }
        if let next = page.next, asked.contains(next.hashValue) { throw fault(.loop) }
        emptyPages = page.assets.isEmpty && page.next != nil ? emptyPages + 1 : 0
        guard emptyPages < Self.emptyPageLimit else { throw fault(.emptied) }
    }

    /// The fault `reason` at the page that was looked at last.
    func fault(_ reason: ListingFault.Reason) -> ListingFault {
        ListingFault(reason, page: pages, walk: walk)
    }
}

/// A listing that contradicts itself, so that nothing can be concluded from it.
struct ListingFault: Error, Hashable {
    /// What is wrong.
    enum Reason: Hashable {
        /// A page leads back to an earlier one.
        case loop
        /// An earlier page has named the asset already.
        case repeated(NativeID)
        /// One page names the asset twice.
        case twice(NativeID)
        /// A page has more assets than were asked for.
        case oversized(Int)
        /// Page after page is empty and has a next one.
        case emptied
        /// The bookmark that a page has just given is refused.
        case refused
        /// No page has named the asset, which is there and is older than the walk.
        case omitted(NativeID)
    }

    /// What is wrong.
    let reason: Reason
    /// The page at which that was seen, from 1.
    let page: Int
    /// The walk, from 1.
    let walk: Int

    init(_ reason: Reason, page: Int, walk: Int) {
        self.reason = reason
        self.page = page
        self.walk = walk
    }

    /// For clients too: nothing of it is the backend's words.
    var sentence: String {
        let walk = walk > 1 ? " of walk \(walk)" : ""
        return "The store's listing contradicts itself: page \(page)\(walk) \(words); "
            + "nothing more was changed."
    }

    private var words: String {
        switch reason {
        case .loop: "leads back to an earlier one"
        case .repeated: "names an asset that an earlier one has named"
        case .twice: "names an asset twice"
        case .oversized(let count): "has \(count) assets, more than were asked for"
        case .emptied: "is empty and leads on, like those before it"
        case .refused: "has given a bookmark that the store refuses"
        case .omitted: "is the last, and an asset that is there was not named"
        }
    }
}

extension ListingFault: CustomStringConvertible {
    /// For the log: with the asset, where it is about one.
    var description: String {
        switch reason {
        case .repeated(let id), .twice(let id), .omitted(let id): "\(sentence) Asset: \(id)"
        case .loop, .oversized, .emptied, .refused: sentence
        }
    }
}
