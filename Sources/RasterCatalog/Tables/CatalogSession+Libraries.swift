import Raster
import SQLite

extension CatalogSession {
    func library(_ id: LibraryID, in organization: OrganizationID) throws(StorageError) -> Library? {
        try transaction.first(
            """
            SELECT l.key, o.id, l.id, l.name, l.adapter, l.assets_count, l.photos_count, l.trash_count,
                l.created, l.revision
            FROM organizations o JOIN libraries l ON l.organization = o.key
            WHERE o.id = ? AND o.removed = 0 AND l.id = ? AND l.removed = 0
            """, [.id(organization), .id(id)], Self.library)
    }

    func libraries(
        in organization: OrganizationID, reachableBy grants: Grants, page: PageRequest?
    ) throws(StorageError) -> [Library] {
        let window = page?.window ?? [.integer(-1), .integer(0)]
        guard grants.all == nil else {
            return try transaction.all(
                """
                SELECT l.key, o.id, l.id, l.name, l.adapter, l.assets_count, l.photos_count, l.trash_count,
                    l.created, l.revision
                FROM organizations o JOIN libraries l ON l.organization = o.key
                WHERE o.id = ? AND o.removed = 0 AND l.removed = 0
                ORDER BY l.name, l.id LIMIT ? OFFSET ?
                """, [.id(organization)] + window, Self.library)
        }
        return try granted(organization, Array(grants.libraries.keys), window)
    }

    /// The libraries among `ids`.
    ///
    /// They are few, so they are looked up one by one and put into order here.
    private func granted(
        _ organization: OrganizationID, _ ids: [LibraryID], _ window: [SQLValue]
    ) throws(StorageError) -> [Library] {
        var found: [Library] = []
        for id in ids {
            if let library = try library(id, in: organization) { found.append(library) }
        }
        found.sort { $0.name == $1.name ? $0.id < $1.id : precedes($0.name, $1.name) }
        guard case .integer(let size) = window[0], case .integer(let offset) = window[1] else { return found }
        let rest = found.dropFirst(Int(offset))
        return size < 0 ? Array(rest) : Array(rest.prefix(Int(size)))
    }

    /// By bytes, as SQLite compares.
    private func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    func libraryCount(of organization: OrganizationID) throws(StorageError) -> Int {
        try transaction.number(
            """
            SELECT count(*) FROM organizations o JOIN libraries l ON l.organization = o.key
            WHERE o.id = ? AND o.removed = 0 AND l.removed = 0
            """, [.id(organization)])
    }

    func libraryExists(
        _ id: LibraryID, outside organization: OrganizationID
    ) throws(StorageError) -> Bool {
        try transaction.exists(
            """
            SELECT 1 FROM libraries l JOIN organizations o ON o.key = l.organization
            WHERE l.id = ? AND l.removed = 0 AND o.removed = 0 AND o.id <> ? LIMIT 1
            """, [.id(id), .id(organization)])
    }

    func insert(_ library: NewLibrary) throws(StorageError) -> Library {
        let organization = try key(of: library.organization)
        let key = try transaction.insert(
            "INSERT INTO libraries (organization, id, name, adapter, created) VALUES (?, ?, ?, ?, ?)",
            [
                .integer(organization), .id(library.id), .text(library.name), .id(library.adapter),
                .time(library.created),
            ])
        return Library(
            key: LibraryKey(key), organization: library.organization, id: library.id, name: library.name,
            adapter: library.adapter, created: library.created)
    }

    func rename(_ library: LibraryKey, to name: String) throws(StorageError) -> Library {
        let place = try existing(library)
        try transaction.run(
            "UPDATE libraries SET name = ?1, revision = revision + 1 WHERE key = ?2 AND name <> ?1",
            [.text(name), .library(library)])
        guard let renamed = try self.library(place.library, in: place.organization) else {
            throw Self.missing("library")
        }
        return renamed
    }

    func remove(_ library: LibraryKey) throws(StorageError) {
        _ = try existing(library)
        try transaction.run("DELETE FROM grants WHERE library = ?", [.library(library)])
        try forgetBlocks(of: library)
        try transaction.run("DELETE FROM jobs WHERE library = ?", [.library(library)])
        try transaction.run("UPDATE libraries SET removed = 1 WHERE key = ?", [.library(library)])
        transaction.forgetPlaces()
        try dropEmptied()
    }

    private static func library(_ row: Row) -> Library {
        Library(
            key: LibraryKey(row.integer(0)), organization: OrganizationID(row.text(1)),
            id: LibraryID(row.text(2)), name: row.text(3), adapter: AdapterName(row.text(4)),
            assetsCount: row.int(5), photosCount: row.int(6), trashCount: row.int(7), created: row.time(8),
            revision: row.integer(9))
    }
}

/// How the counters of a library change.
struct CounterChange {
    var assets = 0
    var photos = 0
    var trash = 0
    /// Bytes of live and trashed assets.
    var bytes = 0
    /// Asset rows in whatever state.
    var rows = 0
    /// Bytes of all rows, which the organization counts.
    var stored = 0

    /// Counts an asset as live, `times` times.
    mutating func addLive(_ row: AssetRow, _ times: Int = 1) {
        assets += times
        photos += row.asset.isPhoto ? times : 0
        bytes += row.asset.size * times
    }

    /// Counts an asset as trashed, `times` times.
    mutating func addTrashed(size: Int, _ times: Int = 1) {
        trash += times
        bytes += size * times
    }

    /// Counts a row, `times` times.
    mutating func addRow(size: Int, _ times: Int = 1) {
        rows += times
        stored += size * times
    }
}

extension CatalogSession {
    /// Changes the counters of a library and of its organization, and the library's revision.
    func count(_ change: CounterChange, in library: LibraryKey) throws(StorageError) {
        let count = try transaction.first(
            """
            UPDATE libraries SET assets_count = assets_count + ?, photos_count = photos_count + ?,
                trash_count = trash_count + ?, bytes = bytes + ?, row_count = row_count + ?,
                revision = revision + 1
            WHERE key = ? RETURNING assets_count
            """,
            [
                .integer(change.assets), .integer(change.photos), .integer(change.trash),
                .integer(change.bytes), .integer(change.rows), .library(library),
            ]
        ) { $0.int(0) }
        if let count, change.assets != 0, try transaction.place(of: library) != nil {
            try blocks.settle(.library(library), count: count)
        }
        guard change.stored != 0 else { return }
        try transaction.run(
            """
            UPDATE organizations SET stored_bytes = stored_bytes + ?
            WHERE key = (SELECT organization FROM libraries WHERE key = ?)
            """, [.integer(change.stored), .library(library)])
    }

    /// Notes that answers about a library have changed.
    func bumpRevision(of library: LibraryKey) throws(StorageError) {
        try transaction.run(
            "UPDATE libraries SET revision = revision + 1 WHERE key = ?", [.library(library)])
    }
}
