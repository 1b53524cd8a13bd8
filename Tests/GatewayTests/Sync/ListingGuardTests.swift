import Raster
import TestSupport
import Testing

@testable import Gateway

/// Walks through pages and tells the first contradiction.
private func walk(_ pages: [NativePage], pageSize: Int = 3) -> ListingFault? {
    var listing = ListingGuard(pageSize: pageSize)
    var named: Set<NativeID> = []
    var token: PageToken?
    do throws(ListingFault) {
        for page in pages {
            try listing.check(page, askedWith: token) { named.contains($0) }
            named.formUnion(page.assets.map(\.id))
            token = page.next
        }
        return nil
    } catch { return error }
}

private func page(_ ids: [NativeID], _ next: String? = nil) -> NativePage {
    NativePage(ids.map { NativeAsset(id: $0) }, next: next.map { PageToken($0) })
}

@Suite struct ListingGuardTests {
    @Test func `an honest listing passes, with short and empty pages`() {
        let pages = [page(["a", "b"], "1"), page([], "2"), page(["c"], "3"), page([], nil)]

        #expect(walk(pages) == nil)
    }

    @Test func `an asset that an earlier page has named is a repetition`() {
        let fault = walk([page(["a", "b"], "1"), page(["c", "a"], "2")])

        #expect(fault == ListingFault(.repeated("a"), page: 2, walk: 1))
    }

    @Test func `an asset that stands on a page twice is told apart`() {
        #expect(walk([page(["a", "b", "a"])])?.reason == .twice("a"))
    }

    @Test func `a page that leads back to an earlier one is a loop`() {
        let fault = walk([page(["a"], "1"), page(["b"], "2"), page(["c"], "1")])

        #expect(fault == ListingFault(.loop, page: 3, walk: 1))
    }

    @Test func `a page that leads to itself is a loop`() {
        #expect(walk([page([], "1"), page([], "1")]) == ListingFault(.loop, page: 2, walk: 1))
    }

    @Test func `a page that is larger than was asked for is refused`() {
        #expect(walk([page(["a", "b", "c", "d"])])?.reason == .oversized(4))
    }

    @Test func `pages that stay empty and lead on come to an end`() {
        let pages = (1...30).map { page($0 == 1 ? ["a"] : [], "\($0)") }

        #expect(walk(pages) == ListingFault(.emptied, page: 21, walk: 1))
    }

    @Test func `pages that shrink to nothing and lead on come to an end`() {
        let sizes = [3, 2, 1] + Array(repeating: 0, count: 25)
        let pages = sizes.enumerated().map { index, size in
            page((0..<size).map { NativeID("\(index)-\($0)") }, "\(index)")
        }

        #expect(walk(pages)?.reason == .emptied)
    }

    @Test func `a few empty pages between others are no contradiction`() {
        let pages = (1...200).map { page($0.isMultiple(of: 15) ? [NativeID("\($0)")] : [], "\($0)") }

        #expect(walk(pages + [page([])]) == nil)
    }

    @Test func `a guard that goes on after an interruption counts on`() {
        var listing = ListingGuard(pageSize: 3, walk: 2, after: 7)

        #expect(throws: ListingFault(.oversized(4), page: 8, walk: 2)) {
            try listing.check(page(["a", "b", "c", "d"]), askedWith: nil) { _ in false }
        }
    }

    @Test func `a fault names its page in words that are not the store's`() {
        let fault = ListingFault(.repeated("asset_7"), page: 12, walk: 2)

        #expect(fault.sentence.contains("page 12 of walk 2 names an asset that an earlier one has named"))
        #expect(!fault.sentence.contains("asset_7") && fault.description.contains("asset_7"))
        #expect(RasterError(jobFailure: fault).message == fault.sentence)
    }
}

/// A store that changes while it is walked through, in memory and without a catalog.
private struct ChangingStore {
    var random: SplitMix64
    let isNewestFirst: Bool
    let pageSize: Int
    var keys: [Int] = []
    /// The page from which on others delete nothing more.
    var lastDeletion = Int.max
    private var next = 0

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
        isNewestFirst = Bool.random(using: &random)
        pageSize = Int.random(in: 1...7, using: &random)
        for _ in 0..<Int.random(in: 0...40, using: &random) { insert() }
    }

    mutating func insert() {
        next += 1
        keys.append(next)
    }

    /// What others do between two pages.
    mutating func live(after page: Int) {
        for _ in 0..<Int.random(in: 0...3, using: &random) { insert() }
        guard page < lastDeletion else { return }
        for _ in 0..<Int.random(in: 0...3, using: &random) where !keys.isEmpty {
            keys.remove(at: Int.random(in: 0..<keys.count, using: &random))
        }
    }

    /// A page by keyset, now and then a short one.
    mutating func list(after token: PageToken?) -> NativePage {
        let start = token.flatMap { Int($0.rawValue) }
        let rest = keys.filter { key in start.map { isNewestFirst ? key < $0 : key > $0 } ?? true }
            .sorted { isNewestFirst ? $0 > $1 : $0 < $1 }
        let isShort = Int.random(in: 0..<4, using: &random) == 0
        let size = isShort ? Int.random(in: 1...pageSize, using: &random) : pageSize
        let page = rest.prefix(size)
        return NativePage(
            page.map { NativeAsset(id: NativeID("\($0)")) },
            next: page.count < rest.count ? page.last.map { PageToken("\($0)") } : nil)
    }

    /// Walks through all of it, bending pages, and tells what is wrong: also what was there all the time unnamed.
    mutating func walk(_ bend: (Int, NativePage) -> NativePage = { $1 }) -> ListingFault? {
        let before = Set(keys)
        var listing = ListingGuard(pageSize: pageSize)
        var named: Set<NativeID> = []
        var token: PageToken?
        do throws(ListingFault) {
            repeat {
                let page = bend(listing.pages + 1, list(after: token))
                try listing.check(page, askedWith: token) { named.contains($0) }
                named.formUnion(page.assets.map(\.id))
                token = page.next
                live(after: listing.pages)
            } while token != nil
            let present = before.intersection(keys).map { NativeID("\($0)") }
            if let omitted = present.first(where: { !named.contains($0) }) {
                throw listing.fault(.omitted(omitted))
            }
            return nil
        } catch { return error }
    }
}

@Suite struct HonestListingTests {
    @Test func `of a thousand honest walks through a changing store none is suspected`() {
        for seed in 1...1000 as ClosedRange<UInt64> {
            var store = ChangingStore(seed: seed)

            #expect(store.walk() == nil, "seed \(seed)")
        }
    }

    /// What a listing may do wrong, on one page of it.
    enum Lie: CaseIterable {
        case repeated, skipped, looping, empty, shrinking, duplicate, oversized, cutOff, shuffledAcross

        func bend(_ page: NativePage, _ earlier: NativePage?) -> NativePage {
            var bent = page
            switch self {
            case .repeated: bent.assets = earlier?.assets ?? []
            case .skipped, .empty: bent.assets = []
            case .looping: bent.next = earlier?.next
            case .shrinking: bent.assets.removeLast()
            case .duplicate: bent.assets[0] = bent.assets[bent.assets.count - 1]
            case .oversized: bent.assets += bent.assets.map { NativeAsset(id: NativeID("x\($0.id)")) }
            case .cutOff: bent.next = nil
            // The bookmark is that of the asset which comes last on a page, whatever it is.
            case .shuffledAcross: bent.next = bent.assets.first.map { PageToken($0.id.rawValue) }
            }
            return bent
        }
    }

    @Test(arguments: Lie.allCases)
    func `a lie about assets that are there is found out`(lie: Lie) {
        var told = 0
        for seed in 1...200 as ClosedRange<UInt64> {
            var store = ChangingStore(seed: seed)
            guard store.pageSize > 2, store.keys.count > 25 else { continue }
            // What a lie hides and others delete is missed by nobody.
            store.lastDeletion = 3
            var earlier: NativePage?
            var isTold = false
            let fault = store.walk { number, page in
                defer { earlier = page }
                guard number == 3, page.next != nil, page.assets.count > 2 else { return page }
                isTold = true
                return lie.bend(page, earlier)
            }
            guard isTold else { continue }
            told += 1
            #expect(fault != nil, "seed \(seed)")
        }
        #expect(told > 20)
    }
}
