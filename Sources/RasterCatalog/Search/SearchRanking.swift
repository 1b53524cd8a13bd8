import Raster
import SQLite

/// Puts hits into the order of their scores, then of their age.
struct SearchRanking {
    let transaction: CatalogTransaction
    let terms: SearchTerms
    /// What found the matches: the terms, in some libraries or everywhere.
    let expression: String

    /// A hit and how well it matches: the better, the higher.
    typealias Hit = (key: Int64, score: Double)

    /// One page of `matches`, best first.
    func best(_ matches: RowSet, _ page: PageRequest) throws(StorageError) -> [Hit] {
        var hits = try scores(of: matches)
        hits.sort { $0.score > $1.score }
        guard page.offset < hits.count else { return [] }
        let end = page.offset + min(page.size, hits.count - page.offset)
        try settleTies(&hits, around: page.offset..<end)
        return Array(hits[page.offset..<end])
    }

    /// FTS5's `bm25` is the better the lower it is.
    private func scores(of matches: RowSet) throws(StorageError) -> [Hit] {
        var hits: [Hit] = []
        hits.reserveCapacity(matches.count)
        try transaction.forEach(
            "SELECT rowid, bm25(search, 10.0, 1.0, 5.0, 0.0) FROM search WHERE search MATCH ?",
            [.text(try cheapest(for: matches))]
        ) { row in
            let key = row.integer(0)
            if matches.contains(key) { hits.append((key, -row.real(1))) }
        }
        return hits
    }

    /// The libraries' words are left out where that finds little more: `bm25` counts every row that has a word of
    /// the query, even one that weighs nothing.
    private func cheapest(for matches: RowSet) throws(StorageError) -> String {
        guard expression != terms.expression else { return expression }
        let everywhere = try transaction.number(
            "SELECT count(*) FROM search WHERE search MATCH ?", [.text(terms.expression)])
        return everywhere <= 2 * matches.count ? terms.expression : expression
    }

    /// Puts hits of the same score into the order of lists, as far as it decides what is in `window`.
    private func settleTies(_ hits: inout [Hit], around window: Range<Int>) throws(StorageError) {
        var start = window.lowerBound
        while start > 0, hits[start - 1].score == hits[start].score { start -= 1 }
        while start < window.upperBound {
            var end = start + 1
            while end < hits.count, hits[end].score == hits[start].score { end += 1 }
            if end - start > 1 { hits.replaceSubrange(start..<end, with: try inOrder(hits[start..<end])) }
            start = end
        }
    }

    private func inOrder(_ hits: ArraySlice<Hit>) throws(StorageError) -> [Hit] {
        var placed: [(hit: Hit, position: AssetPosition)] = []
        for hit in hits {
            let position = try transaction.first(
                "SELECT created, id FROM assets WHERE key = ?", [.integer(hit.key)]
            ) { AssetPosition(created: $0.integer(0), id: $0.text(1)) }
            placed.append((hit, position ?? .start))
        }
        return placed.sorted { $0.position < $1.position }.map(\.hit)
    }
}
