import Raster

extension Gateway {
    /// Takes over what people have written under `asset` in the backend of `home`.
    ///
    /// Nothing is forgotten when the asset moves on: a comment is tied to the home at which the backend has it, and
    /// counts as one of the catalog alone everywhere else. Throws `.unavailable` as long as nobody knows what came
    /// of a comment that was sent there, and `.tooLarge` where there are more than the catalog takes along.
    func takeComments(of asset: AssetID, from home: NativeReference) async throws {
        guard let thread = try thread(at: home) else { return }
        try await commentTurns.holding(asset) {
            let natives = try await thread.threads.comments(on: thread.home.id)
            guard natives.count <= Rules.knownComments else {
                throw StorageError(.tooLarge, "it has more comments than can be taken along")
                    .during("comments", in: home.adapter).with("count", natives.count)
            }
            let known = try await compareComments(
                on: asset, with: thread, natives, room: Rules.knownComments)
            guard !known.contains(where: \.isUnresolved) else { throw Self.unsettledComment(thread) }
        }
    }

    /// Writes those comments of `asset` that the backend of `home` does not have to it, oldest first, and runs `arrive`
    /// before anybody can write another.
    ///
    /// May be repeated: what an earlier call has written is found by its text. A comment that the backend does not
    /// take stays with the catalog alone.
    func giveComments(
        of asset: AssetID, to home: NativeReference, arrive: () async throws -> Void = {}
    ) async throws {
        try await commentTurns.holding(asset) {
            if let thread = try thread(at: home) { try await giveComments(of: asset, to: thread) }
            try await arrive()
        }
    }

    private func giveComments(of asset: AssetID, to thread: NativeThread) async throws {
        guard let natives = try await natives(of: asset, in: thread) else { return }
        let known = try await linkedComments(on: asset, thread, natives)
        try await renew(natives, as: known, on: asset, thread)
        guard !known.contains(where: { $0.isToGive && isUnsettled($0, thread) }) else {
            throw Self.unsettledComment(thread)
        }
        for row in known where row.isToGive {
            guard !assetsInFlight.isAwaited(asset) else { throw CancellationError() }
            try await give(row.comment, on: asset, to: thread)
        }
    }

    /// What the backend has already; `nil` where it keeps nothing for the account, and there is nothing to give.
    private func natives(of asset: AssetID, in thread: NativeThread) async throws -> [NativeComment]? {
        do throws(StorageError) { return try await thread.threads.comments(on: thread.home.id) } catch {
            guard error.isFinal else { throw error }
            return nil
        }
    }

    /// Makes what an earlier attempt has given say what it says by now; what was removed meanwhile goes there too.
    private func renew(
        _ natives: [NativeComment], as known: [KnownComment], on asset: AssetID, _ thread: NativeThread
    ) async throws {
        let rows = Dictionary(known.compactMap { row in row.native.map { ($0, row) } }) { first, _ in first }
        for native in natives {
            do throws(StorageError) {
                guard let row = rows[native.id] else {
                    try await thread.threads.remove(native.id, on: thread.home.id)
                    continue
                }
                if row.comment.says(native) { continue }
                _ = try await thread.threads.edit(native.id, on: thread.home.id, row.comment.text)
            } catch {
                // It is somebody else's, or gone.
                guard error.isFinal || error.kind == .notFound else { throw error }
            }
        }
    }

    /// What is known once comments are tied to those that the backend has already.
    private func linkedComments(
        on asset: AssetID, _ thread: NativeThread, _ natives: [NativeComment]
    ) async throws -> [KnownComment] {
        let known = try await knownComments(on: asset, at: thread.home)
        var merge = CommentMerge()
        merge.links = CommentComparison(natives: natives, settled: clock.now()).links(of: known)
        guard !merge.isEmpty else { return known }
        try await catalog.write { [merge] in try await $0.merge(merge, on: asset, at: thread.home) }
        return try await knownComments(on: asset, at: thread.home)
    }

    private func isUnsettled(_ row: KnownComment, _ thread: NativeThread) -> Bool {
        row.sent.map { clock.now() < $0 + thread.settleTime } ?? false
    }

    private func give(_ comment: Comment, on asset: AssetID, to thread: NativeThread) async throws {
        let now = clock.now()
        try await catalog.write {
            try await $0.markSent(comment.id, on: asset, to: thread.home, at: now)
        }
        do {
            let native = try await send(comment, on: asset, to: thread)
            try await catalog.write {
                _ = try await $0.link(comment.id, on: asset, to: native, at: thread.home)
            }
        } catch let error as StorageError where error.leavesNothing && error.isFinal {
            return
        }
    }

    /// What nobody can tell yet.
    private static func unsettledComment(_ thread: NativeThread) -> StorageError {
        StorageError(
            .unavailable, "nobody knows yet whether the store has a comment that it was sent",
            retry: .after(thread.settleTime)
        ).during("comment", in: thread.home.adapter)
    }
}

extension KnownComment {
    /// Whether everyone sees it, and the backend does not have it.
    fileprivate var isToGive: Bool { native == nil && !isPending }
}

extension StorageError {
    /// Whether the same text would be refused for ever.
    fileprivate var isFinal: Bool {
        switch kind {
        case .denied, .invalid, .tooLarge, .unsupported: true
        default: false
        }
    }
}
