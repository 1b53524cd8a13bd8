import Bytes
import Raster
import SQLite

// What is asked about assets on their way.
extension CatalogSession {
    private static let relocation = """
        SELECT \(AssetRow.columns(of: "a")), r.goal, r.state, r.since, r.attempts, r.next_try, r.copy_adapter,
            r.copy_label, r.copy_stage, r.copy_id, r.copy_place, r.copy_state, r.md5, r.token, r.deadline,
            r.failure, r.reason
        FROM relocations r CROSS JOIN assets a ON a.key = r.asset
        """
    private static let byToken = SQL(kept: "\(relocation) WHERE r.token = ?")
    private static let byAsset = SQL(
        kept: "\(relocation) WHERE r.asset = (SELECT key FROM assets WHERE id = ?)")
    private static let failed = SQL(
        kept: "\(relocation) WHERE r.library = ? AND r.state = 'failed' ORDER BY r.next_try LIMIT ?")
    /// Those that are seen to; the parameters are the library and a list of backends.
    private static let active = """
        FROM relocations r CROSS JOIN assets a ON a.key = r.asset AND a.state < 2
            AND NOT (a.state = 1 AND a.adapter IN (SELECT value FROM json_each(?2)))
        WHERE r.library = ?1 AND r.state = 'waiting'
        """
    private static let due = SQL(
        kept: """
            SELECT a.id \(active) AND r.next_try <= ?3 AND (r.token IS NOT NULL OR ?4) ORDER BY r.next_try
            LIMIT ?5
            """)
    private static let next = SQL(kept: "SELECT r.next_try \(active) ORDER BY r.next_try LIMIT 1")
    private static let totals = SQL(kept: "SELECT count(*), coalesce(sum(a.size), 0) \(active)")

    func relocation(of asset: AssetID) throws(StorageError) -> Relocation? {
        try relocations(Self.byAsset, [.id(asset)]).first
    }

    func relocation(fetchedWith token: SHA256Digest) throws(StorageError) -> Relocation? {
        try relocations(Self.byToken, [.digest(token)]).first
    }

    func failedRelocations(in library: LibraryKey, limit: Int) throws(StorageError) -> [Relocation] {
        try relocations(Self.failed, [.library(library), .integer(limit)])
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
        let fetched = try transaction.number(
            "SELECT count(*) FROM relocations WHERE library = ? AND token IS NOT NULL", [.library(library)])
        return try transaction.all(
            Self.due,
            [
                .library(library), .list(resting), .time(now), .integer(fetched < fetches ? 1 : 0),
                .integer(limit),
            ]
        ) { AssetID($0.text(0)) }
    }

    func nextRelocation(
        in library: LibraryKey, resting: Set<AdapterName>
    ) throws(StorageError) -> Timestamp? {
        try transaction.first(Self.next, [.library(library), .list(resting)]) { $0.time(0) }
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
                try nextRelocation(in: next, resting: resting) != nil,
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

// Places, and what is left behind.
extension CatalogSession {
    func place(_ key: PlaceKey) throws(StorageError) -> KnownPlace? {
        try transaction.first(
            "SELECT label, place FROM places WHERE adapter = ? AND organization = ? AND library = ?",
            [.id(key.adapter), .id(key.organization), .id(key.library)]
        ) { KnownPlace(label: $0.int(0), place: $0.textOrNil(1).map { NativePlace($0) }) }
    }

    func placeholders(limit: Int) throws(StorageError) -> [Placeholder] {
        let found = try transaction.all(
            """
            SELECT adapter, kind, label, of, noted FROM placeholders ORDER BY adapter, kind, label LIMIT ?
            """, [.integer(limit)]
        ) { row in
            Placeholder.Kind(rawValue: row.text(1)).map {
                Placeholder(
                    $0, in: AdapterName(row.text(0)), label: row.text(2), of: row.text(3), noted: row.time(4))
            }
        }
        return found.compactMap(\.self)
    }

    func placeholderCount(in adapter: AdapterName) throws(StorageError) -> Int {
        try transaction.number("SELECT count(*) FROM placeholders WHERE adapter = ?", [.id(adapter)])
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
        return copy
    }
}
