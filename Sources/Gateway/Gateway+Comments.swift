public import Raster

extension Gateway {
    /// The comments under a live asset, oldest first, once those of its backend are taken over.
    ///
    /// Where the backend cannot be reached it is what the catalog has, and `falter` hears why. Throws
    /// `RESOURCE_NOT_FOUND`, and `FORBIDDEN` where the backend's account may not read them.
    public func comments(
        on id: AssetID, in scope: LibraryScope, page: PageRequest, falter: (any Error) -> Void
    ) async throws -> [Comment] {
        try await lookAtComments(on: id, in: scope, falter: falter)
        return try await catalog.read { [self] reader in
            _ = try await asset(id, in: scope, reader)
            return try await reader.comments(on: id, page: page)
        }
    }

    /// One comment, once those of the backend are taken over.
    ///
    /// Throws `RESOURCE_NOT_FOUND`, and `FORBIDDEN` where the backend's account may not read them.
    public func comment(
        _ id: CommentID, on asset: AssetID, in scope: LibraryScope, falter: (any Error) -> Void
    ) async throws -> Comment {
        try await lookAtComments(on: asset, in: scope, falter: falter)
        return try await catalog.read { try await self.comment(id, on: asset, in: scope, $0) }
    }

    private func lookAtComments(
        on id: AssetID, in scope: LibraryScope, falter: (any Error) -> Void
    ) async throws {
        do {
            guard try await thread(of: id, in: scope) != nil else { return }
            try await commentTurns.holding(id) {
                // It may have moved while others had their turn.
                guard let thread = try await thread(of: id, in: scope) else { return }
                _ = try await asking(to: "read the comments of this asset") {
                    try await compareComments(on: id, with: thread)
                }
            }
        } catch let error as StorageError where error.isPassing { falter(error) }
    }

    /// What the backend keeps under a live asset; `nil` where it keeps nothing.
    func thread(of id: AssetID, in scope: LibraryScope) async throws -> NativeThread? {
        try thread(at: try await catalog.read { try await self.asset(id, in: scope, $0).home })
    }

    /// One comment that is in the catalog.
    func comment(
        _ id: CommentID, on asset: AssetID, in scope: LibraryScope, _ reader: any CatalogReader
    ) async throws -> Comment {
        _ = try await self.asset(asset, in: scope, reader)
        guard let comment = try await reader.comment(id, on: asset) else { throw Self.commentNotFound }
        return comment
    }

    static let commentNotFound = RasterError(.resourceNotFound, "Comment not found.")
}

extension StorageError {
    /// Whether the backend has nothing to say now, or does not have the asset: what the catalog has still holds.
    fileprivate var isPassing: Bool {
        switch kind {
        case .unavailable, .timedOut, .rateLimited, .notFound: true
        case .alreadyExists, .invalid, .unauthenticated, .denied, .preconditionFailed, .tooLarge,
            .insufficientStorage, .unsupported, .cancelled, .malformed, .internal:
            false
        }
    }
}
