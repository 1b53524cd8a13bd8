import Raster
import SQLite

extension CatalogSession {
    func tags(in library: LibraryKey, limit: Int) throws(StorageError) -> [Tag] {
        guard try transaction.place(of: library) != nil else { return [] }
        return try transaction.all(
            "SELECT id, count FROM tags WHERE library = ? AND count > 0 ORDER BY count DESC, id LIMIT ?",
            [.library(library), .integer(limit)]
        ) { Tag(id: $0.text(0), count: $0.int(1)) }
    }

    /// The tags of assets, by row, in the order they were given; one question for a whole page.
    func tags(of assets: [Int64]) throws(StorageError) -> [Int64: [String]] {
        if assets.count == 1 { return [assets[0]: try tags(of: assets[0])] }
        var tags: [Int64: [(position: Int, text: String)]] = [:]
        try transaction.forEach(
            """
            SELECT j.value, a.position, t.id FROM json_each(?) j
            CROSS JOIN asset_tags a ON a.asset = j.value CROSS JOIN tags t ON t.key = a.tag
            """, [.list(assets)]
        ) { tags[$0.integer(0), default: []].append(($0.int(1), $0.text(2))) }
        // Sorted here: in SQL it would be a table of its own for the whole page.
        return tags.mapValues { $0.sorted { $0.position < $1.position }.map(\.text) }
    }

    private func tags(of asset: Int64) throws(StorageError) -> [String] {
        try transaction.all(
            """
            SELECT t.id FROM asset_tags a CROSS JOIN tags t ON t.key = a.tag
            WHERE a.asset = ? ORDER BY a.position
            """, [.integer(asset)]
        ) { $0.text(0) }
    }

    /// The rows of those of `tags` that the library knows.
    func keys(of tags: [String], in library: LibraryKey) throws(StorageError) -> [Int64] {
        var keys: [Int64] = []
        for tag in tags {
            if let key = try key(of: tag, in: library) { keys.append(key) }
        }
        return keys
    }

    private func key(of tag: String, in library: LibraryKey) throws(StorageError) -> Int64? {
        try transaction.first(
            "SELECT key FROM tags WHERE library = ? AND id = ?", [.library(library), .text(tag)]
        ) { $0.integer(0) }
    }

    /// The row of `tag`, made where the library did not know it.
    private func keyMaking(_ tag: String, in library: LibraryKey) throws(StorageError) -> Int64 {
        if let known = try key(of: tag, in: library) { return known }
        return try transaction.insert(
            "INSERT INTO tags (library, id) VALUES (?, ?)", [.library(library), .text(tag)])
    }
}

extension CatalogSession {
    /// Appends `tags` to a live asset, without touching counts.
    func append(
        _ tags: [String], to row: AssetRow, in library: LibraryKey
    ) throws(StorageError) {
        let last = try transaction.number(
            "SELECT coalesce(max(position), 0) FROM asset_tags WHERE asset = ?", [.integer(row.key)])
        let position = AssetPosition(row.asset)
        for (index, tag) in tags.enumerated() {
            let key = try keyMaking(tag, in: library)
            try transaction.run(
                """
                INSERT INTO asset_tags (asset, position, tag, live, created, id) VALUES (?, ?, ?, 1, ?, ?)
                """,
                [
                    .integer(row.key), .integer(last + 1 + index), .integer(key),
                    .time(row.asset.created), .id(row.asset.id),
                ])
            try blocks.add(position, to: .tag(key))
        }
    }

    /// Takes `tags` from an asset, without touching counts.
    func detach(_ tags: [String], from row: AssetRow) throws(StorageError) {
        for tag in try keys(of: tags, in: row.library) {
            try transaction.run(
                "DELETE FROM asset_tags WHERE asset = ? AND tag = ?", [.integer(row.key), .integer(tag)])
            try blocks.remove(AssetPosition(row.asset), from: .tag(tag))
        }
    }

    /// Lets the tags of an asset show up in pages and counts, or not.
    func setTags(of row: AssetRow, live: Bool) throws(StorageError) {
        try transaction.run(
            "UPDATE asset_tags SET live = ? WHERE asset = ?", [.integer(live ? 1 : 0), .integer(row.key)])
        let tags = try transaction.all(
            "SELECT tag FROM asset_tags WHERE asset = ?", [.integer(row.key)]
        ) { $0.integer(0) }
        let position = AssetPosition(row.asset)
        for tag in tags {
            live
                ? try blocks.add(position, to: .tag(tag)) : try blocks.remove(position, from: .tag(tag))
        }
    }

    /// Changes the counts of tags by the pairs that came or went, which are in their rows already.
    func count(_ changes: [Verbatim: Int], in library: LibraryKey) throws(StorageError) {
        for (tag, change) in changes where change != 0 {
            let now = try transaction.first(
                "UPDATE tags SET count = count + ? WHERE library = ? AND id = ? RETURNING key, count",
                [.integer(change), .library(library), .text(tag.text)]
            ) { (key: $0.integer(0), count: $0.int(1)) }
            guard let now, try transaction.place(of: library) != nil else { continue }
            try blocks.settle(.tag(now.key), count: now.count)
        }
    }

    /// Forgets tags that no asset carries any more, not even in the trash.
    func dropUnused(_ tags: some Sequence<String>, in library: LibraryKey) throws(StorageError) {
        for tag in tags {
            try transaction.run(
                """
                DELETE FROM tags WHERE library = ? AND id = ? AND count = 0
                AND NOT EXISTS (SELECT 1 FROM asset_tags WHERE tag = tags.key)
                """, [.library(library), .text(tag)])
        }
    }
}

/// A text that is equal to another only where the bytes are.
///
/// Swift's strings are equal where they are canonically equivalent; SQLite's, and tags, are not.
struct Verbatim: Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: Self, right: Self) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension Sequence<String> {
    /// The texts as sets and dictionaries must take them.
    var verbatim: [Verbatim] { map { Verbatim($0) } }

    /// The texts without repetitions of the same bytes.
    func uniqueVerbatim() -> [String] { verbatim.unique().map(\.text) }

    /// How often each text occurs, times `step`.
    func counted(_ step: Int) -> [Verbatim: Int] {
        reduce(into: [:]) { $0[Verbatim($1), default: 0] += step }
    }
}
