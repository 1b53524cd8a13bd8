import Raster
import SQLite

extension CatalogSession {
    func comments(on asset: AssetID, page: PageRequest) throws(StorageError) -> [Comment] {
        guard let target = try liveAsset(asset) else { return [] }
        return try transaction.all(
            """
            SELECT id, text, created, updated, author, author_key, mentions FROM comments
            WHERE asset = ? AND pending = 0 ORDER BY created, id LIMIT ? OFFSET ?
            """, [.integer(target.key)] + page.window, Self.comment)
    }

    func comment(_ id: CommentID, on asset: AssetID) throws(StorageError) -> Comment? {
        guard let target = try liveAsset(asset) else { return nil }
        return try comment(id, on: target.key)
    }

    /// A comment that is shown, under the asset of this row in whatever state.
    func comment(_ id: CommentID, on asset: Int64) throws(StorageError) -> Comment? {
        try transaction.first(
            """
            SELECT id, text, created, updated, author, author_key, mentions FROM comments
            WHERE asset = ? AND id = ? AND pending = 0
            """, [.integer(asset), .id(id)], Self.comment)
    }

    func insert(_ comment: Comment, on asset: AssetID) throws(StorageError) {
        guard let target = try liveAsset(asset) else { throw Self.missing("asset") }
        try insert(comment, on: target.key)
        try note(.commentAdded, of: target.key, by: comment.author, at: comment.created)
        try bumpRevision(of: target.library)
    }

    /// Writes the row of a comment.
    func insert(_ comment: Comment, on asset: Int64, isPending: Bool = false) throws(StorageError) {
        try transaction.run(
            """
            INSERT INTO comments (asset, id, text, created, updated, author, author_key, mentions, pending)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .integer(asset), .id(comment.id), .text(comment.text), .time(comment.created),
                .time(comment.updated), .text(orNull: comment.author), .id(comment.authorKey),
                .text(comment.mentions.asLines), .integer(isPending ? 1 : 0),
            ])
    }

    func edit(
        _ id: CommentID, on asset: AssetID, _ text: String, at now: Timestamp
    ) throws(StorageError) -> Comment {
        guard let target = try liveAsset(asset) else { throw Self.missing("asset") }
        let changed = try transaction.run(
            "UPDATE comments SET text = ?1, updated = ?2 WHERE asset = ?3 AND id = ?4 AND text <> ?1",
            [.text(text), .time(now), .integer(target.key), .id(id)])
        guard let comment = try comment(id, on: asset) else { throw Self.missing("comment") }
        guard changed > 0 else { return comment }
        try note(.commentChanged, of: target.key, by: comment.author, at: now)
        try bumpRevision(of: target.library)
        return comment
    }

    func remove(_ id: CommentID, on asset: AssetID, at now: Timestamp) throws(StorageError) {
        guard let target = try liveAsset(asset) else { throw Self.missing("asset") }
        let removed = try transaction.run(
            "DELETE FROM comments WHERE asset = ? AND id = ?", [.integer(target.key), .id(id)])
        guard removed > 0 else { throw Self.missing("comment") }
        try note(.commentRemoved, of: target.key, at: now)
        try bumpRevision(of: target.library)
    }

    /// The rows of a live asset and its library, whatever organization it belongs to.
    func liveAsset(_ id: AssetID) throws(StorageError) -> (key: Int64, library: LibraryKey)? {
        try transaction.first(
            """
            SELECT a.key, a.library FROM assets a JOIN libraries l ON l.key = a.library
            WHERE a.id = ? AND a.state = 0 AND l.removed = 0
            """, [.id(id)]
        ) { ($0.integer(0), LibraryKey($0.integer(1))) }
    }

    /// A comment from the columns `id`, `text`, `created`, `updated`, `author`, `author_key`, `mentions`.
    static func comment(_ row: Row) -> Comment {
        Comment(
            id: CommentID(row.text(0)), text: row.text(1), created: row.time(2), updated: row.time(3),
            author: row.textOrNil(4), authorKey: KeyID(row.text(5)),
            mentions: row.text(6).split(separator: "\n").map { String($0) })
    }
}

extension [String] {
    /// One a line; what would break a line becomes a space.
    var asLines: String {
        map { text in
            String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\n" ? " " : $0 }))
        }.joined(separator: "\n")
    }
}
