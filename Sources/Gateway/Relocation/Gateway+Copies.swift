import Raster

// Copies that are no homes: old ones, and those that do not become one.
extension Gateway {
    /// Gives every open intent about `asset` its outcome, but for that of a purge.
    ///
    /// Throws `.unavailable` where one cannot be told yet.
    func settleIntents(of asset: AssetID) async throws {
        let intents = try await catalog.read { try await $0.openIntents(of: asset) }
        for intent in intents where intent.operation != .delete {
            if case .done = try await resolve(intent) { continue }
            throw StorageError(.unavailable, "what was done before is not settled yet", retry: .allowed)
                .during(intent.operation.rawValue, in: intent.adapter).with("asset", asset)
        }
    }

    /// Whether `intent` surely has no outcome.
    func isOpen(_ intent: Intent) async -> Bool {
        (try? await catalog.read { try await $0.isOpen(intent) }) ?? false
    }

    /// Removes the old copy of an asset that has another home; whether that is done.
    ///
    /// Where the asset lives there after all, nothing is removed.
    func completeRemoval(_ intent: Intent) async throws -> Bool {
        guard let native = intent.native else { return false }
        let old = NativeReference(intent.adapter, native)
        let home = try await catalog.read { try await $0.home(of: intent.key.asset) }
        guard home != old else {
            try await catalog.write { try await $0.close([intent]) }
            return true
        }
        guard await delete(copy: old) == .gone else { return false }
        if try await catalog.read({ try await $0.leavingSpare(of: intent.key.asset) }) != nil {
            guard await removeSpare(of: intent.key.asset) == .gone else { return false }
        }
        try await catalog.write { try await $0.endVacating(intent) }
        return true
    }

    /// Removes every copy of an asset that is on its way to become its home; whether that is done.
    private func removeCopies(of asset: AssetID) async -> Deletion {
        do {
            try await settleIntents(of: asset)
            guard let relocation = try await catalog.read({ try await $0.relocation(of: asset) }),
                let copy = relocation.copy
            else { return .gone }
            try await abandon(copy, of: relocation)
            return .gone
        } catch {
            let isNothing = (error as? StorageError)?.effect == StorageError.Effect.none
            return isNothing ? .refused : .unknown
        }
    }

    /// Removes all that stores hold of an asset that is being purged: copies on their way, then its home, and last what
    /// lies beside that, so that an asset whose home is refused can still be read.
    func removeBytes(of asset: AssetID, at home: NativeReference) async -> Deletion {
        let copies = await removeCopies(of: asset)
        guard copies == .gone else { return copies }
        let deletion = await delete(home, of: asset)
        guard deletion == .gone else { return deletion }
        return await removeSpare(of: asset)
    }

    private func removeSpare(of asset: AssetID) async -> Deletion {
        do {
            guard let spare = try await catalog.read({ try await $0.spare(of: asset) }) else { return .gone }
            guard await delete(copy: spare) == .gone else { return .unknown }
            try await catalog.write { try await $0.keepSpare(nil, of: asset) }
            return .gone
        } catch { return .unknown }
    }

    /// Removes a copy that a store was to fetch, and learns what an announcement without an answer has come to.
    func abandon(_ copy: PartialCopy, of relocation: Relocation) async throws {
        let asset = relocation.asset
        let adapter = try adapter(copy.adapter)
        guard let native = try await announced(copy, of: asset, in: adapter) else {
            let label = BackendLabel(asset.id.rawValue, number: copy.label)
            let placeholder = Placeholder(.asset, in: copy.adapter, as: label, noted: clock.now())
            return try await catalog.write { writer in
                try await writer.note(placeholder)
                try await writer.forgetCopy(of: asset.id)
            }
        }
        do throws(StorageError) { try await adapter.delete(native) } catch {
            guard error.kind == .notFound else { throw error }
        }
        try await catalog.write { try await $0.forgetCopy(of: asset.id) }
    }

    /// What a copy is known by; `nil` where an announcement without an answer has made what nobody can reach.
    ///
    /// Only by announcing it again it is found out whether it was announced.
    private func announced(
        _ copy: PartialCopy, of asset: Asset, in adapter: any Adapter
    ) async throws -> NativeID? {
        if let native = copy.native { return native }
        guard let fetching = adapter.fetching else {
            throw StorageError(.unavailable, "the store does not fetch bytes any more", side: .gateway)
                .during("announce", in: adapter.name)
        }
        let label = BackendLabel(asset.id.rawValue, number: copy.label)
        guard let native = try await fetching.announceOnce(AssetDraft(of: asset), as: label) else {
            return nil
        }
        var known = copy
        (known.native, known.stage) = (native.id, .announced)
        let now = clock.now()
        try await catalog.write { [known] in try await $0.keep(known, of: asset.id, due: now) }
        return native.id
    }
}

extension Fetching {
    /// The announced asset; `nil` where the label is taken.
    func announceOnce(
        _ draft: AssetDraft, as label: BackendLabel
    ) async throws(StorageError) -> NativeAsset? {
        do throws(StorageError) { return try await announce(draft, as: label) } catch {
            guard error.kind == .alreadyExists else { throw error }
            return nil
        }
    }
}
