public import Raster

extension Gateway {
    /// Adds a comment in the name of the caller's key, in the backend too where that keeps comments.
    ///
    /// A repetition of what an earlier call has written without learning of it brings back that comment.
    ///
    /// Throws `RESOURCE_NOT_FOUND`, then `FORBIDDEN` where the backend is only read from or its account may not comment,
    /// and `SERVICE_UNAVAILABLE` as long as nobody can tell whether an earlier call has written it.
    public func addComment(
        _ text: String, on id: AssetID, in scope: LibraryScope, _ ticket: IdempotencyTicket?,
        answer: @escaping @Sendable (Comment) -> Answer
    ) async throws -> Answer {
        try await commentTurns.holding(id) {
            guard let thread = try await thread(of: id, in: scope) else {
                let comment = newComment(text, scope)
                return try await commit(ticket) { writer in
                    try await writer.insert(comment, on: id)
                    return answer(comment)
                }
            }
            try checkChangeable(thread.home.adapter)
            return try await asking(to: "comment on this asset") {
                if let earlier = try await earlier(text, on: id, by: scope.caller, thread) {
                    return try await commit(ticket) { _ in answer(earlier) }
                }
                return try await add(newComment(text, scope), on: id, to: thread, ticket, answer)
            }
        }
    }

    private func newComment(_ text: String, _ scope: LibraryScope) -> Comment {
        let now = clock.now()
        return Comment(
            id: CommentID(identifiers.identifier()), text: text, created: now, updated: now,
            author: scope.caller.key.label, authorKey: scope.caller.key.id)
    }

    /// The comment with this text that the same key has sent before, where the backend turns out to have it.
    private func earlier(
        _ text: String, on id: AssetID, by caller: Caller, _ thread: NativeThread
    ) async throws -> Comment? {
        let known = try await knownComments(on: id, at: thread.home)
        let pending = known.first {
            $0.isPending && $0.comment.authorKey == caller.key.id
                && $0.comment.text.utf8.elementsEqual(text.utf8)
        }
        guard let pending else { return nil }
        let now = try await compareComments(on: id, with: thread)
            .first { $0.comment.id == pending.comment.id }
        guard now?.isPending == true else { return now?.comment }
        throw RasterError(
            .serviceUnavailable, "It cannot be told yet whether the store has this comment; try again later.",
            retryAfter: thread.settleTime)
    }

    private func add(
        _ comment: Comment, on id: AssetID, to thread: NativeThread, _ ticket: IdempotencyTicket?,
        _ answer: @escaping @Sendable (Comment) -> Answer
    ) async throws -> Answer {
        try await catalog.write { try await $0.insert(comment, on: id, pendingAt: thread.home) }
        let native = try await send(comment, on: id, to: thread)
        return try await commit(ticket) { writer in
            guard let kept = try await writer.link(comment.id, on: id, to: native, at: thread.home) else {
                throw Self.assetNotFound
            }
            return answer(kept)
        }
    }

    /// Changes a comment, in the backend first where that has it.
    ///
    /// Throws `RESOURCE_NOT_FOUND`, also where the backend has lost it, then `FORBIDDEN` unless the caller's key wrote it,
    /// and where the backend is only read from or its account may not change it.
    public func editComment(
        _ id: CommentID, _ text: String, on asset: AssetID, in scope: LibraryScope,
        _ ticket: IdempotencyTicket?, answer: @escaping @Sendable (Comment) -> Answer
    ) async throws -> Answer {
        try await commentTurns.holding(asset) {
            var kept = text
            if let (native, thread) = try await ownComment(id, on: asset, in: scope) {
                kept = try await edit(native, on: asset, thread, text)
            }
            return try await commit(ticket) { [kept, now = clock.now()] writer in
                answer(try await writer.edit(id, on: asset, kept, at: now))
            }
        }
    }

    /// What the text becomes in the backend; as it is where that has lost the asset.
    private func edit(
        _ native: NativeID, on asset: AssetID, _ thread: NativeThread, _ text: String
    ) async throws -> String {
        do {
            let changed = try await asking(to: "change this comment") {
                try await thread.threads.edit(native, on: thread.home.id, text)
            }
            return Rules.nativeComment(changed.text)
        } catch let error as StorageError where error.kind == .notFound {
            do { try await compareComments(on: asset, with: thread) } catch let error as StorageError
                where error.kind == .notFound
            { return text }
            throw Self.commentNotFound
        }
    }

    /// Removes a comment, in the backend first where that has it.
    ///
    /// Throws `RESOURCE_NOT_FOUND`, then `FORBIDDEN` unless the caller's key wrote it, and where the backend is only read
    /// from or its account may not remove it.
    public func removeComment(
        _ id: CommentID, on asset: AssetID, in scope: LibraryScope, _ ticket: IdempotencyTicket?,
        answer: @escaping @Sendable () -> Answer
    ) async throws -> Answer {
        try await commentTurns.holding(asset) {
            if let (native, thread) = try await ownComment(id, on: asset, in: scope) {
                do {
                    try await asking(to: "remove this comment") {
                        try await thread.threads.remove(native, on: thread.home.id)
                    }
                } catch let error as StorageError where error.kind == .notFound {}
            }
            let (now, label) = (clock.now(), scope.caller.key.label)
            return try await commit(ticket) { writer in
                try await writer.acting(as: label).remove(id, on: asset, at: now)
                return answer()
            }
        }
    }

    /// The backend's comment behind one that the caller's key wrote; `nil` where the catalog alone has it.
    ///
    /// Throws `RESOURCE_NOT_FOUND`, then `FORBIDDEN`.
    private func ownComment(
        _ id: CommentID, on asset: AssetID, in scope: LibraryScope
    ) async throws -> (NativeID, NativeThread)? {
        let comment = try await catalog.read { try await self.comment(id, on: asset, in: scope, $0) }
        guard comment.authorKey == scope.caller.key.id else {
            throw RasterError(.forbidden, "Only the key that wrote a comment may change it.")
        }
        guard let thread = try await thread(of: asset, in: scope) else { return nil }
        let known = try await knownComments(on: asset, at: thread.home).first { $0.comment.id == id }
        guard let native = known?.native else { return nil }
        try checkChangeable(thread.home.adapter)
        return (native, thread)
    }
}
