import Raster
import SQLite

// How far comparisons with backends have come.
extension CatalogSession {
    private static let columns = """
        r.library, r.adapter, r.first, r.number, r.started, r.walk_started, r.newest, r.token, r.listed, r.pages,
        r.news, r.discovered, r.added, r.changed, r.unchanged, r.skipped, r.failed, r.returned, r.moved, r.removed,
        r.missing, r.expected, r.finished, r.failure, r.import
        """
    private static let run = SQL(kept: "SELECT \(columns) FROM sync_runs r WHERE r.library = ?")
    private static let allRuns = SQL(
        kept: """
            SELECT \(columns), o.id, l.id FROM sync_runs r JOIN libraries l ON l.key = r.library AND l.removed = 0
            JOIN organizations o ON o.key = l.organization ORDER BY o.id, l.id
            """)

    func syncRun(of library: LibraryKey) throws(StorageError) -> SyncRun? {
        try transaction.first(Self.run, [.library(library)], Self.syncRun)
    }

    func syncRuns() throws(StorageError) -> [(library: Library, run: SyncRun)] {
        let found = try transaction.all(Self.allRuns) { row in
            (Self.syncRun(row), OrganizationID(row.text(25)), LibraryID(row.text(26)))
        }
        var runs: [(library: Library, run: SyncRun)] = []
        for (run, organization, id) in found {
            if let library = try library(id, in: organization) { runs.append((library, run)) }
        }
        return runs
    }

    func lastWalk(over adapter: AdapterName) throws(StorageError) -> Int64 {
        try transaction.first("SELECT last FROM sync_numbers WHERE adapter = ?", [.id(adapter)]) {
            $0.integer(0)
        } ?? 0
    }

    func libraries(on adapter: AdapterName) throws(StorageError) -> [Library] {
        let names = try transaction.all(
            """
            SELECT o.id, l.id FROM libraries l JOIN organizations o ON o.key = l.organization
            WHERE l.adapter = ? AND l.removed = 0 AND o.removed = 0 ORDER BY l.key
            """, [.id(adapter)]
        ) { (OrganizationID($0.text(0)), LibraryID($0.text(1))) }
        var found: [Library] = []
        for (organization, id) in names {
            if let library = try library(id, in: organization) { found.append(library) }
        }
        return found
    }

    func beginSync(
        of library: LibraryKey, on adapter: AdapterName, at now: Timestamp
    ) throws(StorageError) -> SyncRun {
        try beginRun(of: library, on: adapter, through: nil, at: now)
    }

    func beginSync(
        of list: Import, on adapter: AdapterName, at now: Timestamp
    ) throws(StorageError) -> SyncRun {
        try beginRun(of: list.library, on: adapter, through: list.key, at: now)
    }

    private func beginRun(
        of library: LibraryKey, on adapter: AdapterName, through list: ImportKey?, at now: Timestamp
    ) throws(StorageError) -> SyncRun {
        _ = try existing(library)
        let last = try syncRun(of: library)
        var run = SyncRun(
            library: library, adapter: adapter, number: try nextWalk(over: adapter), started: now,
            newest: try newestRow())
        run.list = list
        if last?.adapter == adapter { run.expected = last?.expectation }
        try transaction.run("DELETE FROM sync_skips WHERE library = ?", [.library(library)])
        try insert(run)
        return run
    }

    func beginWalk(of run: SyncRun, at now: Timestamp) throws(StorageError) -> SyncRun {
        var next = run
        next.number = try nextWalk(over: run.adapter)
        next.walkStarted = now
        next.newest = try newestRow()
        next.token = nil
        next.isListed = false
        (next.pages, next.news) = (0, 0)
        try keep(next, replacing: run.number)
        return next
    }

    func keep(_ run: SyncRun) throws(StorageError) { try keep(run, replacing: run.number) }

    private func keep(_ run: SyncRun, replacing number: Int64) throws(StorageError) {
        let isPresent = try transaction.exists(
            "SELECT 1 FROM sync_runs WHERE library = ? AND number = ?",
            [.library(run.library), .integer(number)])
        guard isPresent, try transaction.place(of: run.library) != nil else {
            throw StorageError(
                .preconditionFailed, "another comparison has taken the place of this one", side: .gateway)
        }
        try insert(run)
    }

    private func nextWalk(over adapter: AdapterName) throws(StorageError) -> Int64 {
        try transaction.first(
            """
            INSERT INTO sync_numbers (adapter, last) VALUES (?, 1)
            ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last
            """, [.id(adapter)]
        ) { $0.integer(0) } ?? 1
    }

    private func newestRow() throws(StorageError) -> AssetKey {
        AssetKey(Int64(try transaction.number("SELECT coalesce(max(key), 0) FROM assets")))
    }

    private func insert(_ run: SyncRun) throws(StorageError) {
        try transaction.run(
            """
            INSERT OR REPLACE INTO sync_runs (library, adapter, first, number, started, walk_started, newest, token,
                listed, pages, news, discovered, added, changed, unchanged, skipped, failed, returned, moved, removed,
                missing, expected, finished, failure, import)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .library(run.library), .id(run.adapter), .integer(run.first), .integer(run.number),
                .time(run.started), .time(run.walkStarted), .integer(run.newest.rawValue),
                .text(orNull: run.token?.rawValue), .integer(run.isListed ? 1 : 0), .integer(run.pages),
                .integer(run.news),
            ] + run.counts.values + [
                .integer(orNull: run.expected), .time(orNull: run.finished), .text(orNull: run.failure),
                .integer(orNull: run.list.map { Int($0.rawValue) }),
            ])
    }

    private static func syncRun(_ row: Row) -> SyncRun {
        var run = SyncRun(
            library: LibraryKey(row.integer(0)), adapter: AdapterName(row.text(1)), number: row.integer(2),
            started: row.time(4), newest: AssetKey(row.integer(6)))
        run.number = row.integer(3)
        run.walkStarted = row.time(5)
        run.token = row.textOrNil(7).map { PageToken($0) }
        run.isListed = row.int(8) != 0
        (run.pages, run.news) = (row.int(9), row.int(10))
        run.counts = SyncCounts(row, from: 11)
        run.expected = row.intOrNil(21)
        run.finished = row.timeOrNil(22)
        run.failure = row.textOrNil(23)
        run.list = row.intOrNil(24).map { ImportKey(Int64($0)) }
        return run
    }
}

extension SyncCounts {
    fileprivate var values: [SQLValue] {
        [discovered, added, changed, unchanged, skipped, failed, returned, moved, removed, missing].map {
            .integer($0)
        }
    }

    fileprivate init(_ row: Row, from first: Int32) {
        self.init()
        discovered = row.int(first)
        added = row.int(first + 1)
        changed = row.int(first + 2)
        unchanged = row.int(first + 3)
        skipped = row.int(first + 4)
        failed = row.int(first + 5)
        returned = row.int(first + 6)
        moved = row.int(first + 7)
        removed = row.int(first + 8)
        missing = row.int(first + 9)
    }
}
