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
        let found = try assetsCount(libraries)
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
        let expression = try expression(terms, libraries)
        let walk = try walk(in: libraries, words: expression)
        let matches = try rows(matching: expression, walk)
        guard page.offset < matches.count else { return SearchResult(hits: [], found: matches.count) }
        let rows =
            matches.count <= options.rankedHits
            ? try SearchRanking(transaction: transaction, terms: terms, expression: expression)
                .best(matches, page)
            : try newest(of: matches, walk, page).map { ($0, 0) }
        let assets = try assets(withKeys: rows.map(\.key))
        if matches.count > options.rankedHits { memory?.marks.note(assets, at: page.offset, in: walk) }
        let highlighter = SearchHighlighter(terms)
        let hits = zip(rows, assets).map { row, asset in
            SearchHit(asset: asset, score: row.score, highlights: highlighter.highlights(of: asset))
        }
        return SearchResult(hits: hits, found: matches.count)
    }

    /// Every row that matches: the index alone answers, without a look at the assets.
    private func rows(
        matching expression: String, _ walk: PageMarks.Walk
    ) throws(StorageError) -> RowSet {
        if let known = memory?.matches.rows(of: walk) { return known }
        var rows = RowSet()
        try transaction.forEach("SELECT rowid FROM search WHERE search MATCH ?", [.text(expression)]) {
            rows.insert($0.integer(0))
        }
        memory?.matches.note(rows, of: walk)
        return rows
    }

    /// Matches in these libraries; where there are no others, which libraries need not be asked.
    private func expression(
        _ terms: SearchTerms, _ libraries: [LibraryKey]
    ) throws(StorageError) -> String {
        let all = try transaction.number("SELECT coalesce(sum(assets_count), 0) FROM libraries")
        return try assetsCount(libraries) == all
            ? terms.expression : terms.expression(libraries: libraries.map(\.rawValue))
    }

    private func assetsCount(_ libraries: [LibraryKey]) throws(StorageError) -> Int {
        try transaction.number(
            """
            SELECT coalesce(sum(assets_count), 0) FROM libraries
            WHERE key IN (SELECT value FROM json_each(?))
            """, [.list(libraries.map(\.rawValue))])
    }

    /// The page of `matches`, newest first.
    ///
    /// They are many, so a walk along all assets meets enough of them soon; sorting them would take them all.
    private func newest(
        of matches: RowSet, _ walk: PageMarks.Walk, _ page: PageRequest
    ) throws(StorageError) -> [Int64] {
        let place = memory?.marks.place(of: page.offset, in: walk) ?? (.start, page.offset)
        var (rest, keys) = (place.rest, [Int64]())
        let lists = walk.libraries.keys.map { AssetList.library($0) }
        try AssetOrder(lists, from: place.0).walk(transaction) { key in
            guard matches.contains(key) else { return true }
            if rest > 0 { rest -= 1 } else { keys.append(key) }
            return keys.count < page.size
        }
        return keys
    }
}
