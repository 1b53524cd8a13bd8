import Raster
import SQLite

extension CatalogSession {
    private static let assetByID = SQL(kept: "SELECT \(AssetRow.columns) FROM assets WHERE id = ?")
    /// One question for a whole page; the list is walked in its order.
    private static let assetsByKey = SQL(
        kept: """
            SELECT \(AssetRow.columns(of: "a")) FROM json_each(?) j CROSS JOIN assets a ON a.key = j.value
            """)
    private static let assetByKey = SQL(kept: "SELECT \(AssetRow.columns) FROM assets WHERE key = ?")

    func asset(_ id: AssetID, in library: LibraryKey) throws(StorageError) -> Asset? {
        guard let row = try row(id, in: library, .live) else { return nil }
        return try complete([row]).first
    }

    func asset(_ id: AssetID, in organization: OrganizationID) throws(StorageError) -> Asset? {
        guard let row = try row(id), row.state == .live,
            try transaction.place(of: row.library)?.organization == organization
        else { return nil }
        return try complete([row]).first
    }

    func assets(
        in library: LibraryKey, carryingAnyOf tags: [String], page: PageRequest
    ) throws(StorageError) -> [Asset] {
        guard try transaction.place(of: library) != nil else { return [] }
        guard !tags.isEmpty else { return try assets(in: .library(library), page) }
        let lists = try keys(of: tags.uniqueVerbatim(), in: library).map { AssetList.tag($0) }
        if lists.count == 1 { return try assets(in: lists[0], page) }
        return try assets(withKeys: try AssetOrder(lists).page(page, transaction))
    }

    /// One page of a list, wherever it lies, by its blocks.
    func assets(in list: AssetList, _ page: PageRequest) throws(StorageError) -> [Asset] {
        let (start, rest) = try blocks.place(of: page.offset, in: list)
        let order = AssetOrder([list], from: start)
        return try assets(withKeys: try order.keys(page.size, after: rest, transaction))
    }

    func trashedAssets(in library: LibraryKey, page: PageRequest) throws(StorageError) -> [Asset] {
        guard try transaction.place(of: library) != nil else { return [] }
        let keys = try transaction.all(
            """
            SELECT key FROM assets WHERE library = ? AND state = 1 ORDER BY trashed DESC, id LIMIT ? OFFSET ?
            """, [.library(library)] + page.window
        ) { $0.integer(0) }
        return try assets(withKeys: keys)
    }

    /// The assets with these rows, in this order.
    func assets(withKeys keys: [Int64]) throws(StorageError) -> [Asset] {
        guard keys.count != 1 else { return try complete([try row(keys[0])].compactMap(\.self)) }
        return try complete(try transaction.all(Self.assetsByKey, [.list(keys)], AssetRow.init))
    }

    /// The row of an asset, whatever its state and library.
    func row(_ id: AssetID) throws(StorageError) -> AssetRow? {
        try transaction.first(Self.assetByID, [.id(id)], AssetRow.init)
    }

    /// The row with this number.
    func row(_ key: Int64) throws(StorageError) -> AssetRow? {
        try transaction.first(Self.assetByKey, [.integer(key)], AssetRow.init)
    }

    /// The row of an asset of `library` in `state`; `nil` for a removed library.
    func row(
        _ id: AssetID, in library: LibraryKey, _ state: AssetState
    ) throws(StorageError) -> AssetRow? {
        guard let row = try row(id), row.library == library, row.state == state,
            try transaction.place(of: library) != nil
        else { return nil }
        return row
    }

    /// The rows of live assets of `library`, each once; `.notFound` where one is not.
    func liveRows(_ ids: [AssetID], in library: LibraryKey) throws(StorageError) -> [AssetRow] {
        _ = try existing(library)
        var rows: [AssetRow] = []
        for id in ids.unique() {
            guard let row = try row(id, in: library, .live) else {
                throw Self.missing("asset").with("id", id)
            }
            rows.append(row)
        }
        return rows
    }

    /// Fills in organizations, libraries and tags.
    func complete(_ rows: [AssetRow]) throws(StorageError) -> [Asset] {
        let tags = try tags(of: rows.map(\.key))
        var assets: [Asset] = []
        assets.reserveCapacity(rows.count)
        for row in rows {
            guard let place = try transaction.place(of: row.library) else { continue }
            var asset = row.asset
            asset.organization = place.organization
            asset.library = place.library
            asset.tags = tags[row.key] ?? []
            assets.append(asset)
        }
        return assets
    }
}
