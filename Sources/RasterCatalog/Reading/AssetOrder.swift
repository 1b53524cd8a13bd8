import Raster
import SQLite

/// Live assets by `created` descending, then id: a merge of walks along an index, one per library or tag.
enum AssetOrder {
    case libraries([LibraryKey])
    /// Assets that carry any of these tags (their rows), each asset once.
    case tags([Int64])

    /// More walks than this are not merged but sorted: no route of CONTRACT asks for it.
    static let mergeLimit = 32

    /// The rows of one page.
    func page(_ page: PageRequest, _ transaction: CatalogTransaction) throws(StorageError) -> [Int64] {
        guard !keys.isEmpty else { return [] }
        return try transaction.all(sql, values + page.window) { $0.integer(0) }
    }

    private var keys: [Int64] {
        switch self {
        case .libraries(let libraries): libraries.map(\.rawValue).unique()
        case .tags(let tags): tags.unique()
        }
    }

    private var isMerged: Bool { keys.count <= Self.mergeLimit }

    private var values: [SQLValue] { isMerged ? keys.map { .integer($0) } : [.list(keys)] }

    /// The statement for ``values`` and the window of a page.
    var sql: SQL {
        switch (self, keys.count) {
        case (.libraries, 1):
            """
            SELECT key FROM assets WHERE library = ? AND state = 0 ORDER BY created DESC, id LIMIT ? OFFSET ?
            """
        case (.tags, 1):
            """
            SELECT asset FROM asset_tags WHERE tag = ? AND live = 1 ORDER BY created DESC, id LIMIT ? OFFSET ?
            """
        case (.libraries, _): merge("SELECT key, created, id FROM assets WHERE state = 0 AND library", "ALL")
        case (.tags, _): merge("SELECT asset, created, id FROM asset_tags WHERE live = 1 AND tag", "")
        }
    }

    private func merge(_ walk: String, _ union: String) -> SQL {
        let window = "ORDER BY created DESC, id, \(union.isEmpty ? "asset" : "key") LIMIT ? OFFSET ?"
        guard isMerged else {
            let distinct = walk.replacing("SELECT", with: "SELECT DISTINCT", maxReplacements: 1)
            return SQL(composed: "\(distinct) IN (SELECT value FROM json_each(?)) \(window)")
        }
        let walks = keys.indices.map { _ in "\(walk) = ?" }.joined(separator: " UNION \(union) ")
        return SQL(composed: "\(walks) \(window)")
    }
}
