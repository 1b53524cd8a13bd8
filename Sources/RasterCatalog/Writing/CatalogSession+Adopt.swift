import Raster
import SQLite

extension CatalogSession {
    func adopt(_ files: [NewAdoptedFile], into adoption: AdoptionKey) throws(StorageError) -> [AssetKey] {
        let library = try transaction.first(
            "SELECT library FROM adoptions WHERE key = ?", [.integer(adoption.rawValue)]
        ) { LibraryKey($0.integer(0)) }
        guard let library else { throw Self.missing("adoption") }
        let place = try existing(library)
        return try atomically { () throws(StorageError) in try adopt(files, adoption, in: place) }
    }

    private func adopt(
        _ files: [NewAdoptedFile], _ adoption: AdoptionKey, in place: LibraryPlace
    ) throws(StorageError) -> [AssetKey] {
        var change = CounterChange()
        var tags: [Verbatim: Int] = [:]
        var keys: [AssetKey] = []
        for file in files where try !isKnown(file.asset.home, adoption) {
            var asset = file.asset
            asset.organization = place.organization
            asset.library = place.library
            let row = try add(asset, at: nil, to: place.key)
            try insert(file.figures, of: row.key, adoption)
            change.addLive(row)
            change.addRow(size: 0)
            tags.merge(asset.tags.counted(1), uniquingKeysWith: +)
            keys.append(AssetKey(row.key))
        }
        guard !keys.isEmpty else { return [] }
        try count(tags, in: place.key)
        try count(change, in: place.key)
        return keys
    }

    /// Whether a file is an asset already, or was one until it was purged just now.
    private func isKnown(
        _ home: NativeReference, _ adoption: AdoptionKey
    ) throws(StorageError) -> Bool {
        try transaction.exists(
            """
            SELECT 1 FROM assets WHERE adapter = ?1 AND native_id = ?2
            UNION ALL SELECT 1 FROM tombstones WHERE adoption = ?3 AND native_id = ?2
            """, [.id(home.adapter), .id(home.id), .integer(adoption.rawValue)])
    }

    private func insert(
        _ figures: FileFigures, of asset: Int64, _ adoption: AdoptionKey
    ) throws(StorageError) {
        try transaction.run(
            "INSERT INTO adopted_files (asset, adoption, device, inode, modified) VALUES (?, ?, ?, ?, ?)",
            [
                .integer(asset), .integer(adoption.rawValue), .integer(figures.identity.device),
                .integer(figures.identity.inode), .integer(figures.modified),
            ])
    }

    func noteMissing(_ files: [AssetKey], at now: Timestamp) throws(StorageError) {
        for file in files {
            try transaction.run(
                "UPDATE adopted_files SET missing = ? WHERE asset = ? AND missing IS NULL",
                [.time(now), .integer(file.rawValue)])
        }
    }

    func noteReturned(_ files: [AssetKey]) throws(StorageError) {
        for file in files {
            try transaction.run(
                "UPDATE adopted_files SET missing = NULL WHERE asset = ?", [.integer(file.rawValue)])
        }
    }
}
