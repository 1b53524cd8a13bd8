import Raster

/// The comments of one asset as its backend keeps them.
struct NativeThread: Sendable {
    /// Where the asset lives.
    let home: NativeReference
    /// The backend's comments.
    let threads: any CommentThreads
    /// See ``AdapterLimits/settleTime``.
    let settleTime: Duration
}

extension Gateway {
    /// The comments that the backend of `home` keeps; `nil` where it keeps none.
    func thread(at home: NativeReference) throws(StorageError) -> NativeThread? {
        let adapter = try adapter(home.adapter)
        guard let threads = adapter.comments else { return nil }
        return NativeThread(home: home, threads: threads, settleTime: adapter.limits.settleTime)
    }

    /// Looks at the comments that the backend keeps, and takes over what has changed; what is known then.
    ///
    /// Only for whoever has the turn of `asset`. Nothing is written where nothing has changed.
    @discardableResult
    func compareComments(on asset: AssetID, with thread: NativeThread) async throws -> [KnownComment] {
        let natives = try await thread.threads.comments(on: thread.home.id)
        return try await compareComments(on: asset, with: thread, natives, room: Rules.takenComments)
    }

    /// The same with the comments that the backend keeps, of which the catalog takes as many as `room`.
    func compareComments(
        on asset: AssetID, with thread: NativeThread, _ natives: [NativeComment], room: Int
    ) async throws -> [KnownComment] {
        let known = try await knownComments(on: asset, at: thread.home)
        let comparison = CommentComparison(
            natives: natives, settled: clock.now() - thread.settleTime, room: room)
        let merge = comparison.merge(with: known) { CommentID(identifiers.identifier()) }
        guard !merge.isEmpty else { return known }
        try await catalog.write { try await $0.merge(merge, on: asset, at: thread.home) }
        return try await knownComments(on: asset, at: thread.home)
    }

    func knownComments(on asset: AssetID, at home: NativeReference) async throws -> [KnownComment] {
        try await catalog.read { try await $0.knownComments(on: asset, at: home) }
    }

    /// Writes a comment to the backend, after writing down that this is about to happen.
    ///
    /// Where that leaves nothing behind for certain, it is as if it had not been tried; where nobody knows, the next
    /// look at the backend tells.
    func send(_ comment: Comment, on asset: AssetID, to thread: NativeThread) async throws -> NativeComment {
        do throws(StorageError) {
            return try await thread.threads.add(comment.text, to: thread.home.id)
        } catch {
            if error.leavesNothing {
                try await catalog.write { try await $0.withdraw(comment.id, on: asset, at: thread.home) }
            }
            throw error
        }
    }
}
