public import Raster

extension Gateway {
    /// The comments under a live asset, oldest first.
    public func comments(
        on id: AssetID, in scope: LibraryScope, page: PageRequest, _ reader: any CatalogReader
    ) async throws -> [Comment] {
        _ = try await asset(id, in: scope, reader)
        return try await reader.comments(on: id, page: page)
    }

    /// One comment.
    ///
    /// Throws `RESOURCE_NOT_FOUND`.
    public func comment(
        _ id: CommentID, on asset: AssetID, in scope: LibraryScope, _ reader: any CatalogReader
    ) async throws -> Comment {
        _ = try await self.asset(asset, in: scope, reader)
        guard let comment = try await reader.comment(id, on: asset) else { throw Self.commentNotFound }
        return comment
    }

    /// Adds a comment in the name of the caller's key.
    public func addComment(
        _ text: String, on asset: AssetID, in scope: LibraryScope, _ writer: any CatalogWriter
    ) async throws -> Comment {
        _ = try await self.asset(asset, in: scope, writer)
        let now = clock.now()
        let comment = Comment(
            id: CommentID(identifiers.identifier()), text: text, created: now, updated: now,
            author: scope.caller.key.label, authorKey: scope.caller.key.id)
        try await writer.insert(comment, on: asset)
        return comment
    }

    /// Changes a comment.
    ///
    /// Throws `RESOURCE_NOT_FOUND`, then `FORBIDDEN` unless the caller's key wrote it.
    public func editComment(
        _ id: CommentID, _ text: String, on asset: AssetID, in scope: LibraryScope,
        _ writer: any CatalogWriter
    ) async throws -> Comment {
        try await checkAuthor(of: id, on: asset, in: scope, writer)
        return try await writer.edit(id, on: asset, text, at: clock.now())
    }

    /// Removes a comment.
    ///
    /// Throws `RESOURCE_NOT_FOUND`, then `FORBIDDEN` unless the caller's key wrote it.
    public func removeComment(
        _ id: CommentID, on asset: AssetID, in scope: LibraryScope, _ writer: any CatalogWriter
    ) async throws {
        try await checkAuthor(of: id, on: asset, in: scope, writer)
        try await writer.remove(id, on: asset)
    }

    private func checkAuthor(
        of id: CommentID, on asset: AssetID, in scope: LibraryScope, _ reader: any CatalogReader
    ) async throws {
        let comment = try await comment(id, on: asset, in: scope, reader)
        guard comment.authorKey == scope.caller.key.id else {
            throw RasterError(.forbidden, "Only the key that wrote a comment may change it.")
        }
    }

    private static let commentNotFound = RasterError(.resourceNotFound, "Comment not found.")
}
