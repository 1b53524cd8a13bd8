import Bytes
import Raster
import SQLite

extension CatalogSession {
    func tag(
        _ ids: [AssetID], with tags: [String], in library: LibraryKey, at now: Timestamp
    ) throws(StorageError) -> Int {
        let wanted = tags.verbatim.unique()
        return try changeTags(of: ids, in: library, at: now, by: 1) { row, present throws(StorageError) in
            let known = Set(present.verbatim)
            let new = wanted.filter { !known.contains($0) }.map(\.text)
            try append(new, to: row, in: library)
            return (new, present + new)
        }
    }

    func untag(
        _ ids: [AssetID], of tags: [String], in library: LibraryKey, at now: Timestamp
    ) throws(StorageError) -> Int {
        let unwanted = Set(tags.verbatim)
        let gone = try changeTags(of: ids, in: library, at: now, by: -1) {
            row, present throws(StorageError) in
            let old = present.filter { unwanted.contains(Verbatim($0)) }
            try detach(old, from: row)
            return (old, present.filter { !unwanted.contains(Verbatim($0)) })
        }
        if gone > 0 { try dropUnused(tags, in: library) }
        return gone
    }

    /// Calls `body` for each live asset with its tags.
    ///
    /// It returns the tags that came or went, each counting
    /// `step`, and those the asset has now. The number of pairs.
    private func changeTags(
        of ids: [AssetID], in library: LibraryKey, at now: Timestamp, by step: Int,
        _ body: (AssetRow, [String]) throws(StorageError) -> (changed: [String], now: [String])
    ) throws(StorageError) -> Int {
        let rows = try liveRows(ids, in: library)
        let present = try tags(of: rows.map(\.key))
        var counts: [Verbatim: Int] = [:]
        var pairs = 0
        for row in rows {
            let (changed, tags) = try body(row, present[row.key] ?? [])
            guard !changed.isEmpty else { continue }
            counts.merge(changed.counted(step), uniquingKeysWith: +)
            pairs += changed.count
            try touch(row.key, at: now)
            try reindex(row.key, tags: tags)
            let event: AssetEvent = step > 0 ? .tagged : .untagged
            try note(event, of: row.key, changed.joined(separator: ", "), at: now)
            try markChanged(row, at: now)
        }
        try count(counts, in: library)
        if pairs > 0 { try bumpRevision(of: library) }
        return pairs
    }

    func describe(
        _ id: AssetID, as text: String, in library: LibraryKey, at now: Timestamp
    ) throws(StorageError) {
        guard let row = try row(id, in: library, .live) else { throw Self.missing("asset") }
        guard row.asset.description.map(Verbatim.init) != Verbatim(text) else { return }
        try transaction.run(
            "UPDATE assets SET description = ?, updated = ? WHERE key = ?",
            [.text(text), .time(now), .integer(row.key)])
        try reindex(row.key, description: text)
        try note(.described, of: row.key, at: now)
        try markChanged(row, at: now)
        try bumpRevision(of: library)
    }

    func setDerived(_ derived: DerivedFields, of id: AssetID) throws(StorageError) {
        guard let row = try row(id), row.asset.derived != derived else { return }
        try transaction.run(
            """
            UPDATE assets SET width = ?, height = ?, blurhash = ?, thumb_url = ?, thumb_high_url = ?,
                thumb_url_blurred = ?
            WHERE key = ?
            """, derived.values + [.integer(row.key)])
        try bumpRevision(of: row.library)
    }

    func noteDigest(
        _ digest: SHA256Digest, of id: AssetID, home: NativeReference
    ) throws(StorageError) -> Bool {
        guard let row = try row(id), row.asset.digest == nil, row.asset.home == home else { return false }
        try transaction.run(
            "UPDATE assets SET digest = ? WHERE key = ?", [.digest(digest), .integer(row.key)])
        try bumpRevision(of: row.library)
        return true
    }

    func move(
        _ id: AssetID, from old: NativeReference, to new: NativeReference, place: NativePlace?
    ) throws(StorageError) {
        let moved = try transaction.run(
            """
            UPDATE assets SET adapter = ?, native_id = ?, place = ?
            WHERE id = ? AND adapter = ? AND native_id = ?
            """,
            [
                .id(new.adapter), .id(new.id), .text(orNull: place?.rawValue), .id(id), .id(old.adapter),
                .id(old.id),
            ])
        guard moved > 0 else {
            throw StorageError(
                .preconditionFailed, "the asset has moved since it was read", side: .gateway
            ).with("id", id)
        }
        try moveMirror(of: id)
        try noteArrival(of: id, in: new.adapter)
    }

    func touch(_ row: Int64, at now: Timestamp) throws(StorageError) {
        try transaction.run("UPDATE assets SET updated = ? WHERE key = ?", [.time(now), .integer(row)])
    }
}
