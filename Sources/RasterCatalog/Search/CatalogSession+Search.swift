import Raster
import SQLite

extension CatalogSession {
    func search(_ query: SearchQuery) throws(StorageError) -> SearchResult {
        var libraries: [LibraryKey] = []
        for library in query.libraries.unique() {
            if try transaction.place(of: library) != nil { libraries.append(library) }
        }
        if query.text.allSatisfy(\.isWhitespace) { return try newest(libraries, query.page) }
        let terms = SearchTerms(query.text)
        guard !terms.phrases.isEmpty, !libraries.isEmpty else { return SearchResult(hits: [], found: 0) }
        return try matches(terms, libraries, query.page)
    }

    /// What a search for nothing shows: every live asset, newest first.
    private func newest(_ libraries: [LibraryKey], _ page: PageRequest) throws(StorageError) -> SearchResult {
        let found = try assetsCount(libraries.map(\.rawValue))
        let lists = libraries.map { AssetList.library($0) }
        let assets =
            lists.count == 1
            ? try assets(in: lists[0], page)
            : try assets(withKeys: try AssetOrder(lists).page(page, transaction))
        return SearchResult(
            hits: assets.map { SearchHit(asset: $0, score: nil, highlights: nil) }, found: found)
    }

    private func matches(
        _ terms: SearchTerms, _ libraries: [LibraryKey], _ page: PageRequest
    ) throws(StorageError) -> SearchResult {
        let expression = terms.expression(libraries: libraries.map(\.rawValue))
        let found = try transaction.number(
            "SELECT count(*) FROM search WHERE search MATCH ?", [.text(expression)])
        guard page.offset < found else { return SearchResult(hits: [], found: found) }
        let ranked = found <= options.rankedHits
        let rows =
            try ranked ? ranking(terms, libraries, page) : newestMatches(expression, page)
        let assets = try assets(withKeys: rows.map(\.key))
        let highlighter = SearchHighlighter(terms)
        let hits = zip(rows, assets).map { row, asset in
            SearchHit(asset: asset, score: row.score, highlights: highlighter.highlights(of: asset))
        }
        return SearchResult(hits: hits, found: found)
    }

    /// Best first; FTS5's `bm25` is the better the lower it is.
    ///
    /// `bm25` counts every row with each word, the library's own included, which costs more than looking each
    /// match's library up, unless most matches are elsewhere.
    private func ranking(
        _ terms: SearchTerms, _ libraries: [LibraryKey], _ page: PageRequest
    ) throws(StorageError) -> [(key: Int64, score: Double)] {
        let keys = libraries.map(\.rawValue)
        let expression = try holdMost(keys) ? terms.expression : terms.expression(libraries: keys)
        return try transaction.all(
            """
            SELECT a.key, -bm25(search, 10.0, 1.0, 5.0, 0.0) AS score
            FROM search CROSS JOIN assets a ON a.key = search.rowid
            WHERE search MATCH ? AND a.library IN (SELECT value FROM json_each(?))
            ORDER BY score DESC, a.created DESC, a.id LIMIT ? OFFSET ?
            """, [.text(expression), .list(keys)] + page.window
        ) { ($0.integer(0), $0.real(1)) }
    }

    /// Whether at least half of all live assets are in these libraries.
    private func holdMost(_ libraries: [Int64]) throws(StorageError) -> Bool {
        let all = try transaction.number("SELECT coalesce(sum(assets_count), 0) FROM libraries")
        return try assetsCount(libraries) * 2 >= all
    }

    private func assetsCount(_ libraries: [Int64]) throws(StorageError) -> Int {
        try transaction.number(
            """
            SELECT coalesce(sum(assets_count), 0) FROM libraries
            WHERE key IN (SELECT value FROM json_each(?))
            """, [.list(libraries)])
    }

    private func newestMatches(
        _ expression: String, _ page: PageRequest
    ) throws(StorageError) -> [(key: Int64, score: Double)] {
        try transaction.all(
            """
            SELECT a.key FROM search CROSS JOIN assets a ON a.key = search.rowid
            WHERE search MATCH ? ORDER BY a.created DESC, a.id LIMIT ? OFFSET ?
            """, [.text(expression)] + page.window
        ) { ($0.integer(0), 0) }
    }
}
