import Raster
import SQLite

/// Live assets by `created` descending, then id: a merge of walks along an index, one per library or tag.
///
/// An asset that is in several of the lists comes once.
struct AssetOrder {
    /// Without repetitions, and all of one kind.
    let lists: [AssetList]
    /// The first asset of the walk is here or after.
    let start: AssetPosition

    /// More walks than this are not merged but sorted: no route of CONTRACT asks for it.
    static let mergeLimit = 32

    /// The assets in any of `lists`.
    init(_ lists: [AssetList], from start: AssetPosition = .start) {
        self.lists = lists.unique()
        self.start = start
    }

    /// The assets in `list`.
    init(_ list: AssetList) { self.init([list]) }

    /// The rows of one page.
    func page(_ page: PageRequest, _ transaction: CatalogTransaction) throws(StorageError) -> [Int64] {
        try keys(page.size, after: page.offset, transaction)
    }

    /// The rows of the `count` assets after the first `offset` ones.
    func keys(
        _ count: Int, after offset: Int, _ transaction: CatalogTransaction
    ) throws(StorageError) -> [Int64] {
        guard !lists.isEmpty else { return [] }
        return try transaction.all(sql, values + [.integer(count), .integer(offset)]) { $0.integer(0) }
    }

    /// Where the asset stands that comes `offset` after `start`.
    func position(
        _ offset: Int, from start: AssetPosition, _ transaction: CatalogTransaction
    ) throws(StorageError) -> AssetPosition? {
        let walk = AssetOrder(lists, from: start)
        return try transaction.first(walk.sql, walk.values + [.integer(1), .integer(offset)]) {
            AssetPosition(created: $0.integer(1), id: $0.text(2))
        }
    }

    private var isMerged: Bool { lists.count <= Self.mergeLimit }

    /// What stands for the placeholders of ``sql``, but for its window.
    private var values: [SQLValue] {
        guard isMerged else { return [.list(lists.map(\.key))] }
        let keys = lists.map { SQLValue.integer($0.key) }
        if start == .start { return keys }
        return keys.flatMap { [$0] + start.values + [$0, .integer(start.created)] }
    }

    /// Key, `created` and id of every asset, for a window of its own.
    var sql: SQL {
        guard lists.count == 1 else { return SQL(composed: merge) }
        return switch (lists[0], start == .start) {
        case (.library, true): Self.library
        case (.library, false): Self.libraryFromStart
        case (.tag, true): Self.tag
        case (.tag, false): Self.tagFromStart
        }
    }
}

// The statements. What begins at a place is two walks, one among the assets of that very moment: a condition with
// an `OR` would pass over all of them, and a folder that was unpacked has one moment for thousands of files.
extension AssetOrder {
    private static let window = " ORDER BY created DESC, id LIMIT ? OFFSET ?"
    private static let ofLibrary = "SELECT key, created, id FROM assets WHERE state = 0 AND library = ?"
    private static let ofTag = "SELECT asset, created, id FROM asset_tags WHERE live = 1 AND tag = ?"

    private static func fromStart(_ walk: String, _ union: String) -> String {
        "\(walk) AND created = ? AND id >= ? UNION \(union) \(walk) AND created < ?"
    }

    private static let library = SQL(kept: ofLibrary + window)
    private static let libraryFromStart = SQL(kept: fromStart(ofLibrary, "ALL") + window)
    private static let tag = SQL(kept: ofTag + window)
    private static let tagFromStart = SQL(kept: fromStart(ofTag, "ALL") + window)

    /// Only tags have assets in common, and `UNION` without `ALL` merges only what is ordered by all columns.
    private var merge: String {
        let (walk, union, key) =
            switch lists.first {
            case .tag: (Self.ofTag, "", ", asset")
            case .library, nil: (Self.ofLibrary, "ALL", "")
            }
        let order = " ORDER BY created DESC, id\(key) LIMIT ? OFFSET ?"
        guard isMerged else {
            let any = walk.replacing("= ?", with: "IN (SELECT value FROM json_each(?))")
            return any.replacing("SELECT key", with: "SELECT DISTINCT key") + order
        }
        let one = start == .start ? walk : Self.fromStart(walk, union)
        return lists.map { _ in one }.joined(separator: " UNION \(union) ") + order
    }
}
