import Raster
import SQLite

// What ties comments to those that backends keep.
extension CatalogSession {
    func knownComments(on asset: AssetID, at home: NativeReference) throws(StorageError) -> [KnownComment] {
        try transaction.all(
            """
            SELECT c.id, c.text, c.created, c.updated, c.author, c.author_key, c.mentions, c.pending,
                k.native_id, k.sent
            FROM assets a CROSS JOIN comments c ON c.asset = a.key
            LEFT JOIN comment_links k ON k.comment = c.key AND k.adapter = ? AND k.native_asset = ?
            WHERE a.id = ? ORDER BY c.created, c.id LIMIT ?
            """, [.id(home.adapter), .id(home.id), .id(asset), .integer(Rules.knownComments)]
        ) { row in
            KnownComment(
                Self.comment(row), isPending: row.int(7) == 1,
                native: row.textOrNil(8).map { NativeID($0) }, sent: row.timeOrNil(9))
        }
    }

    func insert(
        _ comment: Comment, on asset: AssetID, pendingAt home: NativeReference
    ) throws(StorageError) {
        guard try liveAsset(asset) != nil, let row = try row(asset), row.asset.home == home else {
            throw Self.missing("asset")
        }
        try insert(comment, on: row.key, isPending: true)
        try markSent(comment.id, on: asset, to: home, at: comment.created)
    }

    func markSent(
        _ id: CommentID, on asset: AssetID, to home: NativeReference, at now: Timestamp
    ) throws(StorageError) {
        try transaction.run(
            """
            INSERT INTO comment_links (comment, adapter, native_asset, sent)
            SELECT c.key, ?, ?, ? FROM assets a CROSS JOIN comments c ON c.asset = a.key AND c.id = ?
            WHERE a.id = ?
            ON CONFLICT DO UPDATE SET sent = excluded.sent
            """, [.id(home.adapter), .id(home.id), .time(now), .id(id), .id(asset)])
    }

    func withdraw(_ id: CommentID, on asset: AssetID, at home: NativeReference) throws(StorageError) {
        guard let key = try row(asset)?.key else { return }
        try transaction.run(
            "DELETE FROM comments WHERE asset = ? AND id = ? AND pending = 1", [.integer(key), .id(id)])
        try transaction.run(
            """
            DELETE FROM comment_links WHERE adapter = ? AND native_asset = ? AND native_id IS NULL
            AND comment = (SELECT key FROM comments WHERE asset = ? AND id = ?)
            """, [.id(home.adapter), .id(home.id), .integer(key), .id(id)])
    }

    func link(
        _ id: CommentID, on asset: AssetID, to native: NativeComment, at home: NativeReference
    ) throws(StorageError) -> Comment? {
        guard let row = try row(asset) else { return nil }
        try tie(id, of: row, to: native, at: home)
        guard let comment = try comment(id, on: row.key) else { return nil }
        try bumpRevision(of: row.library)
        return comment
    }

    /// Ties and shows a comment, with the backend's own text; nothing where it is gone, or the other is another's.
    private func tie(
        _ id: CommentID, of row: AssetRow, to native: NativeComment, at home: NativeReference
    ) throws(StorageError) {
        try transaction.run(
            """
            INSERT INTO comment_links (comment, adapter, native_asset, native_id)
            SELECT key, ?, ?, ? FROM comments WHERE asset = ? AND id = ?
            ON CONFLICT (comment, adapter, native_asset) DO UPDATE
            SET native_id = excluded.native_id, sent = NULL
            """,
            [.id(home.adapter), .id(home.id), .id(native.id), .integer(row.key), .id(id)])
        let revealed = try transaction.first(
            """
            UPDATE comments SET pending = 0 WHERE asset = ? AND id = ? AND pending = 1 RETURNING author, created
            """, [.integer(row.key), .id(id)]
        ) { ($0.textOrNil(0), $0.time(1)) }
        if let revealed { try note(.commentAdded, of: row.key, by: revealed.0, at: revealed.1) }
        try transaction.run(
            "UPDATE comments SET text = ?, mentions = ? WHERE asset = ? AND id = ?",
            [
                .text(Rules.nativeComment(native.text)), .text(native.mentions.asLines), .integer(row.key),
                .id(id),
            ])
    }
}

// What a look at a backend has found.
extension CatalogSession {
    func merge(
        _ merge: CommentMerge, on asset: AssetID, at home: NativeReference
    ) throws(StorageError) {
        guard let row = try row(asset) else { return }
        for pair in merge.links { try tie(pair.id, of: row, to: pair.native, at: home) }
        for pair in merge.additions { try add(pair, to: row, at: home) }
        for pair in merge.changes { try change(pair, of: row) }
        for id in merge.withdrawn { try withdraw(id, on: asset, at: home) }
        if row.asset.home == home {
            for id in merge.vanished {
                try transaction.run(
                    "DELETE FROM comments WHERE asset = ? AND id = ?", [.integer(row.key), .id(id)])
            }
        }
        try bumpRevision(of: row.library)
    }

    /// A comment that somebody wrote in the backend itself: no key may change it.
    private func add(
        _ pair: CommentMerge.Pair, to row: AssetRow, at home: NativeReference
    ) throws(StorageError) {
        let native = pair.native
        let comment = Comment(
            id: pair.id, text: native.text, created: native.updated, updated: native.updated,
            author: native.author, authorKey: "")
        try insert(comment, on: row.key)
        try tie(pair.id, of: row, to: native, at: home)
    }

    private func change(_ pair: CommentMerge.Pair, of row: AssetRow) throws(StorageError) {
        let native = pair.native
        try transaction.run(
            """
            UPDATE comments SET text = ?, mentions = ?, updated = max(created, ?) WHERE asset = ? AND id = ?
            """,
            [
                .text(Rules.nativeComment(native.text)), .text(native.mentions.asLines),
                .time(native.updated), .integer(row.key), .id(pair.id),
            ])
    }
}
