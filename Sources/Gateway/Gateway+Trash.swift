public import Raster

extension Gateway {
    /// Moves assets to the trash; the ids that were moved.
    public func trash(_ ids: [AssetID], in scope: LibraryScope, _ writer: any CatalogWriter) async throws
        -> [AssetID]
    {
        let now = clock.now()
        var trashed: Set<AssetID> = []
        for (days, ids) in try await retentions(of: ids, in: scope, writer) {
            trashed.formUnion(
                try await writer.acting(as: scope).trash(
                    ids, in: scope.library.key, at: now, purgeAt: now + days))
        }
        return ids.filter { trashed.remove($0) != nil }
    }

    /// The assets by how long the trash keeps them: an asset that is not where its library says keeps to the bin of
    /// where it is.
    private func retentions(
        of ids: [AssetID], in scope: LibraryScope, _ writer: any CatalogWriter
    ) async throws -> [Duration: [AssetID]] {
        let usual = trashRetention(of: scope.library.adapter)
        guard !restingAdapters.isEmpty else { return [usual: ids] }
        var groups: [Duration: [AssetID]] = [:]
        for id in ids {
            let home = try await writer.home(of: id)?.adapter
            groups[min(usual, home.map(trashRetention(of:)) ?? usual), default: []].append(id)
        }
        return groups
    }

    /// Takes assets out of the trash; the ids that were taken.
    public func restore(_ ids: [AssetID], in scope: LibraryScope, _ writer: any CatalogWriter) async throws
        -> [AssetID]
    {
        let restored = try await writer.acting(as: scope).restore(
            ids, in: scope.library.key, at: clock.now())
        try await resumeRelocation(of: restored, in: scope.library, writer)
        return restored
    }

    /// Deletes trashed assets for good, now; the ids whose bytes are gone.
    ///
    /// What a backend refuses goes back into the trash. `answer` makes the reply, which is kept with the last
    /// transaction.
    public func purge(
        _ ids: [AssetID], in scope: LibraryScope, _ ticket: IdempotencyTicket?,
        answer: @escaping @Sendable ([AssetID]) -> Answer
    ) async throws -> Answer {
        let now = clock.now()
        return try await assetsInFlight.waiting(for: Set(ids)) {
            let candidates = try await catalog.write {
                try await $0.beginPurge(ids, in: scope.library.key, at: now)
            }
            let outcome = await deleteBytes(of: candidates)
            return try await commit(ticket) { writer in
                try await Self.record(outcome, writer)
                return answer(outcome.gone)
            }
        }
    }

    /// Purges what is due; how many assets went.
    ///
    /// Nothing while the wall clock has leapt ahead, and nothing from a store that is known to be down.
    public func purgeDue(limit: Int = 200) async throws -> Int {
        guard !leapGuard.hasLeapt else { return 0 }
        let now = clock.now()
        let due = try await catalog.read { try await $0.assetsToPurge(at: now, limit: limit) }
        // What is just on its way to another store has its turn in the next round.
        let free = due.filter { isAsked($0.home.adapter) && assetsInFlight.claim($0.id) }
        defer { for candidate in free { assetsInFlight.release(candidate.id) } }
        guard !free.isEmpty else { return 0 }
        return try await purge(free, at: now)
    }

    private func purge(_ due: [PurgeCandidate], at now: Timestamp) async throws -> Int {
        let begun = try await catalog.write { try await $0.beginPurge(due, at: now) }
        guard !begun.isEmpty else { return 0 }
        let outcome = await deleteBytes(of: begun)
        try await catalog.write { try await Self.record(outcome, $0) }
        return outcome.gone.count
    }

    /// Whether calls of the store are made at all now; one that the configuration has lost says so itself.
    private func isAsked(_ name: AdapterName) -> Bool { adapters.adapter(name)?.refusal == nil }

    /// What became of some bytes.
    struct PurgeOutcome: Sendable {
        var gone: [AssetID] = []
        var refused: [AssetID] = []
    }

    static func record(_ outcome: PurgeOutcome, _ writer: any CatalogWriter) async throws {
        if !outcome.gone.isEmpty { try await writer.finishPurge(outcome.gone) }
        if !outcome.refused.isEmpty { try await writer.abandonPurge(outcome.refused) }
    }

    private func deleteBytes(of candidates: [PurgeCandidate]) async -> PurgeOutcome {
        var outcome = PurgeOutcome()
        for candidate in candidates {
            switch await removeBytes(of: candidate.id, at: candidate.home) {
            case .gone: outcome.gone.append(candidate.id)
            case .refused: outcome.refused.append(candidate.id)
            // Whoever takes it out of the trash now might hold an asset without bytes: it stays on its way out,
            // and the journal brings it to its end.
            case .unknown: break
            }
        }
        return outcome
    }

    /// What became of a deletion.
    enum Deletion: Sendable {
        /// The bytes are not there, now or since before.
        case gone
        /// They are still there.
        case refused
        /// No answer came.
        case unknown
    }

    /// Deletes the bytes of `asset` at `home`.
    ///
    /// An adopted file is never touched because its library was removed.
    func delete(_ home: NativeReference, of asset: AssetID) async -> Deletion {
        do {
            if try await catalog.read({ try await $0.leavesFile(of: asset) }) { return .gone }
        } catch { return .refused }
        return await delete(copy: home)
    }

    /// Deletes bytes that the gateway itself has stored, and which are no home.
    func delete(copy: NativeReference) async -> Deletion {
        do {
            try await adapter(copy.adapter).delete(copy.id)
            return .gone
        } catch {
            if error.kind == .notFound { return .gone }
            return error.effect == .none ? .refused : .unknown
        }
    }
}
