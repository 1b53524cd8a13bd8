import Raster
import SQLite

extension CatalogSession {
    private static let columns = """
        a.key, a.adapter, a.root, a.created, a.device, a.inode, a.started, a.finished, a.files, a.unreadable,
        a.failure, l.key, o.id, l.id
        """
    private static let all = SQL(
        kept: """
            SELECT \(columns) FROM adoptions a LEFT JOIN libraries l ON l.key = a.library AND l.removed = 0
            LEFT JOIN organizations o ON o.key = l.organization ORDER BY a.key
            """)

    func adoptions() throws(StorageError) -> [Adoption] { try transaction.all(Self.all, [], Self.adoption) }

    func insert(_ adoption: NewAdoption) throws(StorageError) -> Adoption {
        let place = try existing(adoption.library)
        for known in try adoptions() where known.library == adoption.library {
            guard !Self.overlap(known.root, adoption.root) else {
                throw StorageError(
                    .alreadyExists, "the library has adopted \(known.root) already", side: .client
                ).with("root", known.root)
            }
        }
        let key = try transaction.insert(
            "INSERT INTO adoptions (library, adapter, root, created) VALUES (?, ?, ?, ?)",
            [
                .library(adoption.library), .id(adoption.adapter), .text(adoption.root),
                .time(adoption.created),
            ])
        return Adoption(
            key: AdoptionKey(key), adapter: adoption.adapter, root: adoption.root, library: adoption.library,
            organization: place.organization, libraryID: place.library, created: adoption.created)
    }

    /// Whether one folder is the other, or lies in it.
    static func overlap(_ left: String, _ right: String) -> Bool {
        let (left, right) = (Array(left.utf8) + [slash], Array(right.utf8) + [slash])
        return left.starts(with: right) || right.starts(with: left) || left == [slash, slash]
            || right == [slash, slash]
    }

    private static let slash = UInt8(ascii: "/")

    func noteRoot(_ root: FileIdentity, of adoption: AdoptionKey) throws(StorageError) {
        try transaction.run(
            "UPDATE adoptions SET device = ?, inode = ? WHERE key = ?",
            [.integer(root.device), .integer(root.inode), .integer(adoption.rawValue)])
    }

    func recordScan(_ record: ScanRecord, of adoption: AdoptionKey) throws(StorageError) {
        try transaction.run(
            """
            UPDATE adoptions SET started = ?, finished = ?, files = ?, unreadable = ?, failure = ?
            WHERE key = ?
            """,
            [
                .time(record.started), .time(record.finished), .integer(record.files),
                .integer(record.unreadable), .text(orNull: record.failure), .integer(adoption.rawValue),
            ])
    }

    /// Lets the adoptions of a library that is removed go; those stay whose files are assets elsewhere, or are
    /// still to be purged.
    func releaseAdoptions(of library: LibraryKey) throws(StorageError) {
        try transaction.run(
            "DELETE FROM tombstones WHERE adoption IN (SELECT key FROM adoptions WHERE library = ?)",
            [.library(library)])
        try transaction.run(
            """
            DELETE FROM adoptions WHERE library = ?
            AND NOT EXISTS (SELECT 1 FROM adopted_files WHERE adoption = adoptions.key)
            """, [.library(library)])
    }

    /// Lets an adoption go whose library is removed and whose last asset is gone.
    func release(_ adoption: AdoptionKey) throws(StorageError) {
        try transaction.run(
            """
            DELETE FROM adoptions WHERE key = ?
            AND NOT EXISTS (SELECT 1 FROM adopted_files WHERE adoption = adoptions.key)
            AND NOT EXISTS (SELECT 1 FROM libraries WHERE key = adoptions.library AND removed = 0)
            """, [.integer(adoption.rawValue)])
    }

    /// The adoption that an asset's file belongs to, if any.
    func adoption(of row: AssetRow) throws(StorageError) -> AdoptionKey? {
        try transaction.first(
            "SELECT adoption FROM adopted_files WHERE asset = ?", [.integer(row.key)]
        ) { AdoptionKey($0.integer(0)) }
    }

    private static func adoption(_ row: Row) -> Adoption {
        var adoption = Adoption(
            key: AdoptionKey(row.integer(0)), adapter: AdapterName(row.text(1)), root: row.text(2),
            library: row.isNull(11) ? nil : LibraryKey(row.integer(11)),
            organization: row.textOrNil(12).map { OrganizationID($0) },
            libraryID: row.textOrNil(13).map { LibraryID($0) }, created: row.time(3))
        if !row.isNull(4) {
            adoption.rootIdentity = FileIdentity(device: row.integer(4), inode: row.integer(5))
        }
        if let started = row.timeOrNil(6), let finished = row.timeOrNil(7) {
            adoption.lastScan = ScanRecord(
                started: started, finished: finished, files: row.int(8), unreadable: row.int(9),
                failure: row.textOrNil(10))
        }
        return adoption
    }
}

// The files whose assets were purged.
extension CatalogSession {
    func tombstones(
        _ adoption: AdoptionKey, among ids: [NativeID]
    ) throws(StorageError) -> Set<NativeID> {
        var found: Set<NativeID> = []
        for id in ids {
            let isDead = try transaction.exists(
                "SELECT 1 FROM tombstones WHERE adoption = ? AND native_id = ?",
                [.integer(adoption.rawValue), .id(id)])
            if isDead { found.insert(id) }
        }
        return found
    }

    func tombstones(
        _ adoption: AdoptionKey, after id: NativeID?, limit: Int
    ) throws(StorageError) -> [NativeID] {
        try transaction.all(
            "SELECT native_id FROM tombstones WHERE adoption = ? AND native_id > ? ORDER BY native_id LIMIT ?",
            [.integer(adoption.rawValue), .text(id?.rawValue ?? ""), .integer(limit)]
        ) { NativeID($0.text(0)) }
    }

    func forgetTombstones(_ ids: [NativeID], of adoption: AdoptionKey) throws(StorageError) {
        for id in ids {
            try transaction.run(
                "DELETE FROM tombstones WHERE adoption = ? AND native_id = ?",
                [.integer(adoption.rawValue), .id(id)])
        }
    }

    /// Keeps the file of an asset that is being purged from being adopted again.
    func bury(_ row: AssetRow) throws(StorageError) {
        guard options.buriesPurgedFiles else { return }
        try transaction.run(
            """
            INSERT OR IGNORE INTO tombstones (adoption, native_id)
            SELECT f.adoption, ?1 FROM adopted_files f JOIN adoptions a ON a.key = f.adoption
            JOIN libraries l ON l.key = a.library WHERE f.asset = ?2 AND l.removed = 0
            """, [.id(row.asset.home.id), .integer(row.key)])
    }
}
