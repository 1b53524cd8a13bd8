import Bytes
import Raster
import SQLite

extension CatalogSession {
    private static let columns = """
        s.key, s.id, s.native_id, s.size, s.state, f.device, f.inode, f.modified, f.missing
        """
    private static let byHome = SQL(
        kept: """
            SELECT \(columns) FROM assets s CROSS JOIN adopted_files f ON f.asset = s.key
            WHERE s.adapter = ? AND s.native_id = ?
            """)
    private static let byInode = ofAdoption("f.inode = ? LIMIT 100")
    private static let inOrder = ofAdoption("f.asset > ? ORDER BY f.asset LIMIT ?")
    private static let missing = ofAdoption("f.missing IS NOT NULL ORDER BY f.asset LIMIT ?")
    private static let unhashed = ofAdoption(
        """
        f.hashed = 0 AND f.missing IS NULL AND (f.modified, f.asset) > (?, ?)
        ORDER BY f.modified, f.asset LIMIT ?
        """)

    private static func ofAdoption(_ condition: String) -> SQL {
        SQL(
            kept: """
                SELECT \(columns) FROM adoptions a CROSS JOIN adopted_files f ON f.adoption = a.key
                CROSS JOIN assets s ON s.key = f.asset WHERE a.adapter = ? AND \(condition)
                """)
    }

    func adoptedFiles(
        in adapter: AdapterName, at ids: [NativeID]
    ) throws(StorageError) -> [NativeID: AdoptedFile] {
        var found: [NativeID: AdoptedFile] = [:]
        for id in ids {
            let file = try transaction.first(Self.byHome, [.id(adapter), .id(id)], Self.file)
            if let file { found[id] = file }
        }
        return found
    }

    func adoptedFiles(
        in adapter: AdapterName, withInode inode: Int64
    ) throws(StorageError) -> [AdoptedFile] {
        try transaction.all(Self.byInode, [.id(adapter), .integer(inode)], Self.file)
    }

    func adoptedFiles(
        in adapter: AdapterName, after key: AssetKey?, limit: Int
    ) throws(StorageError) -> [AdoptedFile] {
        try transaction.all(
            Self.inOrder, [.id(adapter), .integer(key?.rawValue ?? 0), .integer(limit)], Self.file)
    }

    func missingFiles(in adapter: AdapterName, limit: Int) throws(StorageError) -> [AdoptedFile] {
        try transaction.all(Self.missing, [.id(adapter), .integer(limit)], Self.file)
    }

    func unhashedFiles(
        in adapter: AdapterName, after: AdoptedFile?, limit: Int
    ) throws(StorageError) -> [AdoptedFile] {
        try transaction.all(
            Self.unhashed,
            [
                .id(adapter), .integer(after?.figures.modified ?? .min), .integer(after?.key.rawValue ?? 0),
                .integer(limit),
            ], Self.file)
    }

    func presentFiles(in adapter: AdapterName) throws(StorageError) -> Int {
        try transaction.number(
            """
            SELECT count(*) FROM adoptions a CROSS JOIN adopted_files f ON f.adoption = a.key
            WHERE a.adapter = ? AND f.missing IS NULL
            """, [.id(adapter)])
    }

    func missingCount(in adapter: AdapterName) throws(StorageError) -> Int {
        try transaction.number(
            """
            SELECT count(*) FROM adoptions a CROSS JOIN adopted_files f ON f.adoption = a.key
            WHERE a.adapter = ? AND f.missing IS NOT NULL
            """, [.id(adapter)])
    }

    func unhashedTotals(in adapter: AdapterName) throws(StorageError) -> (files: Int, bytes: Int) {
        try transaction.first(
            """
            SELECT count(*), coalesce(sum(s.size), 0) FROM adoptions a
            CROSS JOIN adopted_files f ON f.adoption = a.key AND f.hashed = 0 AND f.missing IS NULL
            CROSS JOIN assets s ON s.key = f.asset WHERE a.adapter = ?
            """, [.id(adapter)]
        ) { ($0.int(0), $0.int(1)) } ?? (0, 0)
    }

    func leavesFile(of asset: AssetID) throws(StorageError) -> Bool {
        try transaction.exists(
            """
            SELECT 1 FROM assets s JOIN libraries l ON l.key = s.library WHERE s.id = ? AND l.removed = 1
            AND (EXISTS (SELECT 1 FROM adopted_files WHERE asset = s.key)
                OR EXISTS (SELECT 1 FROM found_assets WHERE asset = s.key))
            """, [.id(asset)])
    }

    /// The bytes of an asset that count as stored by its organization: adopted ones are kept by others.
    func storedSize(of row: AssetRow) throws(StorageError) -> Int {
        try adoption(of: row) == nil ? row.asset.size : 0
    }

    private static func file(_ row: Row) -> AdoptedFile {
        let visibility: AdoptedFile.Visibility =
            switch AssetState(rawValue: row.integer(4)) {
            case .live: .live
            case .trashed: .trashed
            case .purging, nil: .purging
            }
        return AdoptedFile(
            key: AssetKey(row.integer(0)), asset: AssetID(row.text(1)), id: NativeID(row.text(2)),
            figures: FileFigures(
                identity: FileIdentity(device: row.integer(5), inode: row.integer(6)), size: row.int(3),
                modified: row.integer(7)), visibility: visibility, missingSince: row.timeOrNil(8))
    }
}
