import Bytes
import Raster
import SQLite

// What is asked about assets on their way.
extension CatalogSession {
    private static let relocation = """
        SELECT \(AssetRow.columns(of: "a")), r.goal, r.state, r.since, r.attempts, r.next_try, r.copy_adapter,
            r.copy_label, r.copy_stage, r.copy_id, r.copy_place, r.copy_state, r.md5, r.token, r.deadline,
            r.failure, r.reason, r.tellings, r.announced
        FROM relocations r CROSS JOIN assets a ON a.key = r.asset
        """
    private static let byToken = SQL(kept: "\(relocation) WHERE r.token = ?")
    private static let byAsset = SQL(
        kept: "\(relocation) WHERE r.asset = (SELECT key FROM assets WHERE id = ?)")
    private static let failed = SQL(
        kept: """
            \(relocation) WHERE r.library = ? AND r.state = 'failed' AND r.next_try >= ?
            ORDER BY r.next_try LIMIT ?
            """)
    /// Those that are seen to; the parameters are the library and a list of backends.
    private static let active = """
        FROM relocations r CROSS JOIN assets a ON a.key = r.asset AND a.state < 2
            AND NOT (a.state = 1
                AND (a.adapter IN (SELECT value FROM json_each(?2))
                    OR r.goal IN (SELECT value FROM json_each(?2))))
        WHERE r.library = ?1 AND r.state = 'waiting'
        """
    /// Those whose bytes may be fetched: the only ones that are seen to where they are as many as may be.
    private static let told = "\(active) AND r.token IS NOT NULL"
    private static let due = dueFirst(active)
    private static let dueTold = dueFirst(told)
    private static let next = SQL(kept: "SELECT r.next_try \(active) ORDER BY r.next_try LIMIT 1")
    private static let nextTold = SQL(kept: "SELECT r.next_try \(told) ORDER BY r.next_try LIMIT 1")
    private static let fetched = SQL(kept: "SELECT count(*) \(told) AND r.deadline > ?3")
    private static let totals = SQL(kept: "SELECT count(*), coalesce(sum(a.size), 0) \(active)")

    private static func dueFirst(_ rows: String) -> SQL {
        SQL(kept: "SELECT a.id \(rows) AND r.next_try <= ?3 ORDER BY r.next_try LIMIT ?4")
    }

    func relocation(of asset: AssetID) throws(StorageError) -> Relocation? {
        try relocations(Self.byAsset, [.id(asset)]).first
    }

    func relocation(fetchedWith token: SHA256Digest) throws(StorageError) -> Relocation? {
        try relocations(Self.byToken, [.digest(token)]).first
    }

    func failedRelocations(
        in library: LibraryKey, since: Timestamp, limit: Int
    ) throws(StorageError) -> [Relocation] {
        try relocations(Self.failed, [.library(library), .time(since), .integer(limit)])
    }

    func failedRelocationCount(in library: LibraryKey, since: Timestamp) throws(StorageError) -> Int {
        try transaction.number(
            "SELECT count(*) FROM relocations WHERE library = ? AND state = 'failed' AND next_try >= ?",
            [.library(library), .time(since)])
    }

    /// Also those of removed libraries, whose rows still know their names.
    private func relocations(_ sql: SQL, _ values: [SQLValue]) throws(StorageError) -> [Relocation] {
        let found = try transaction.all(sql, values) { (AssetRow($0), $0.relocation) }
        let tags = try tags(of: found.map(\.0.key))
        var relocations: [Relocation] = []
        for (row, relocation) in found {
            var relocation = relocation
            (relocation.asset.organization, relocation.asset.library) = try names(of: row.library)
            relocation.asset.tags = tags[row.key] ?? []
            if try transaction.place(of: row.library) == nil { relocation.isLeaving = true }
            relocations.append(relocation)
        }
        return relocations
    }

    /// What a library and its organization are called, or were called before they were removed.
    func names(of library: LibraryKey) throws(StorageError) -> (OrganizationID, LibraryID) {
        try transaction.first(
            """
            SELECT o.id, l.id FROM libraries l JOIN organizations o ON o.key = l.organization WHERE l.key = ?
            """, [.library(library)]
        ) { (OrganizationID($0.text(0)), LibraryID($0.text(1))) } ?? ("", "")
    }

    func relocationsDue(
        in library: LibraryKey, at now: Timestamp, resting: Set<AdapterName>, fetches: Int, limit: Int
    ) throws(StorageError) -> [AssetID] {
        let isFull = try isFull(library, at: now, resting, fetches)
        return try transaction.all(
            isFull ? Self.dueTold : Self.due,
            [.library(library), .list(resting), .time(now), .integer(limit)]
        ) { AssetID($0.text(0)) }
    }

    /// Whether as many are fetched as may be.
    private func isFull(
        _ library: LibraryKey, at now: Timestamp, _ resting: Set<AdapterName>, _ fetches: Int
    ) throws(StorageError) -> Bool {
        let fetched = try transaction.first(
            Self.fetched, [.library(library), .list(resting), .time(now)]
        ) { $0.int(0) }
        return (fetched ?? 0) >= fetches
    }

    func nextRelocation(
        in library: LibraryKey, resting: Set<AdapterName>, at now: Timestamp, fetches: Int
    ) throws(StorageError) -> Timestamp? {
        let isFull = try isFull(library, at: now, resting, fetches)
        return try transaction.first(
            isFull ? Self.nextTold : Self.next, [.library(library), .list(resting)]
        ) { $0.time(0) }
    }

    func relocationTotals(
        in library: LibraryKey, resting: Set<AdapterName>
    ) throws(StorageError) -> RelocationTotals {
        var totals =
            try transaction.first(Self.totals, [.library(library), .list(resting)]) { row in
                RelocationTotals(waiting: row.int(0), bytes: row.int(1))
            } ?? RelocationTotals()
        totals.failed = try transaction.number(
            "SELECT count(*) FROM relocations WHERE library = ? AND state = 'failed'", [.library(library)])
        return totals
    }

    func librariesToRelocate(resting: Set<AdapterName>) throws(StorageError) -> [Library] {
        var libraries: [Library] = []
        var last = LibraryKey(0)
        // From library to library along the index, whatever their number of rows.
        while let next = try library(withRelocationsAfter: last) {
            last = next
            guard let place = try transaction.place(of: next),
                try transaction.first(Self.next, [.library(next), .list(resting)], { $0.time(0) }) != nil,
                try openJob(.relocate, in: next) == nil,
                let library = try library(place.library, in: place.organization)
            else { continue }
            libraries.append(library)
        }
        return libraries
    }

    private func library(withRelocationsAfter last: LibraryKey) throws(StorageError) -> LibraryKey? {
        try transaction.first(
            "SELECT library FROM relocations WHERE library > ? ORDER BY library LIMIT 1", [.library(last)]
        ) { LibraryKey($0.integer(0)) }
    }

    func adapter(of library: LibraryKey) throws(StorageError) -> AdapterName? {
        try transaction.first(
            "SELECT adapter FROM libraries WHERE key = ? AND removed = 0", [.library(library)]
        ) { AdapterName($0.text(0)) }
    }

    func relocationBacklogs() throws(StorageError) -> [RelocationBacklog] {
        try transaction.all(
            """
            SELECT goal, sum(state = 'waiting'), sum(state = 'failed'), min(since) FROM relocations
            GROUP BY goal ORDER BY goal
            """
        ) { row in
            RelocationBacklog(
                of: AdapterName(row.text(0)), waiting: row.int(1), failed: row.int(2), oldest: row.time(3))
        }
    }
}

extension SQLValue {
    /// A JSON array of names, for `json_each`; names of adapters need no escapes.
    fileprivate static func list(_ names: Set<AdapterName>) -> Self {
        .text("[" + names.sorted().map { "\"\($0)\"" }.joined(separator: ",") + "]")
    }
}

extension Row {
    /// A relocation whose asset has no names and tags yet.
    fileprivate var relocation: Relocation {
        let row = AssetRow(self)
        return Relocation(
            of: row.asset, isLeaving: row.state == .purging, to: AdapterName(text(23)),
            state: Relocation.State(rawValue: text(24)) ?? .failed, since: time(25), attempts: int(26),
            nextTry: time(27), copy: partialCopy,
            failure: textOrNil(37).map { BackendFailure(kind: $0, message: textOrNil(38) ?? "") })
    }

    private var partialCopy: PartialCopy? {
        guard let adapter = textOrNil(28), let label = intOrNil(29), let md5 = textOrNil(34) else {
            return nil
        }
        var copy = PartialCopy(in: AdapterName(adapter), label: label, md5: md5)
        copy.stage = textOrNil(30).flatMap(PartialCopy.Stage.init) ?? .announcing
        copy.native = textOrNil(31).map { NativeID($0) }
        copy.place = textOrNil(32).map { NativePlace($0) }
        copy.shown = isNull(33) ? nil : digestOrNil(33)
        copy.token = isNull(35) ? nil : digestOrNil(35)
        copy.deadline = timeOrNil(36)
        copy.tellings = int(39)
        copy.announced = timeOrNil(40)
        return copy
    }
}
