import Raster
import SQLite

// Identifiers that an operator has named.
extension CatalogSession {
    func nextImport(of library: LibraryKey) throws(StorageError) -> Import? {
        try transaction.first(
            "SELECT key, count FROM imports WHERE library = ? AND whole = 1 ORDER BY key LIMIT 1",
            [.library(library)]
        ) { Import(key: ImportKey($0.integer(0)), library: library, count: $0.int(1)) }
    }

    func ids(
        in list: ImportKey, after position: Int, limit: Int
    ) throws(StorageError) -> [ImportedID] {
        try transaction.all(
            "SELECT native_id, position FROM import_ids WHERE import = ? AND position > ? ORDER BY position LIMIT ?",
            [.list(list), .integer(position), .integer(limit)]
        ) { ImportedID(NativeID($0.text(0)), at: $0.int(1)) }
    }

    func beginImport(
        of library: LibraryKey, at now: Timestamp, forgettingBefore horizon: Timestamp
    ) throws(StorageError) -> ImportKey {
        _ = try existing(library)
        try transaction.run(
            "DELETE FROM imports WHERE library = ? AND whole = 0 AND created < ?",
            [.library(library), .time(horizon)])
        return ImportKey(
            try transaction.insert(
                "INSERT INTO imports (library, created) VALUES (?, ?)", [.library(library), .time(now)]))
    }

    func add(_ ids: [NativeID], to list: ImportKey) throws(StorageError) -> Int {
        let present = try transaction.first("SELECT count FROM imports WHERE key = ?", [.list(list)]) {
            $0.int(0)
        }
        guard let present else {
            throw StorageError(.notFound, "the list of identifiers is gone", side: .gateway)
        }
        var count = present
        for id in ids {
            count += try transaction.run(
                "INSERT INTO import_ids (import, native_id, position) VALUES (?, ?, ?) ON CONFLICT (import, native_id) DO NOTHING",
                [.list(list), .id(id), .integer(count + 1)])
        }
        try transaction.run(
            "UPDATE imports SET count = ? WHERE key = ?", [.integer(count), .list(list)])
        return count - present
    }

    func completeImport(_ list: ImportKey) throws(StorageError) -> Import? {
        let library = try transaction.first(
            "SELECT library FROM imports WHERE key = ?", [.list(list)]
        ) { LibraryKey($0.integer(0)) }
        guard let library else { return nil }
        try transaction.run(
            """
            DELETE FROM import_ids WHERE import = ?1 AND EXISTS (
                SELECT 1 FROM imports l JOIN import_ids n ON n.import = l.key
                WHERE l.library = ?2 AND l.whole = 1 AND l.key <> ?1 AND n.native_id = import_ids.native_id)
            """, [.list(list), .library(library)])
        let count = try transaction.number("SELECT count(*) FROM import_ids WHERE import = ?", [.list(list)])
        guard count > 0 else {
            try forgetImport(list)
            return nil
        }
        try transaction.run(
            "UPDATE imports SET whole = 1, count = ? WHERE key = ?", [.integer(count), .list(list)])
        return Import(key: list, library: library, count: count)
    }

    func forgetIDs(of list: ImportKey, limit: Int) throws(StorageError) -> Int {
        try transaction.run(
            """
            DELETE FROM import_ids WHERE import = ?1 AND native_id IN (
                SELECT native_id FROM import_ids WHERE import = ?1 ORDER BY position LIMIT ?2)
            """, [.list(list), .integer(limit)])
    }

    func forgetImport(_ list: ImportKey) throws(StorageError) {
        try transaction.run("DELETE FROM imports WHERE key = ?", [.list(list)])
    }
}

extension SQLValue {
    fileprivate static func list(_ key: ImportKey) -> Self { .integer(key.rawValue) }
}
