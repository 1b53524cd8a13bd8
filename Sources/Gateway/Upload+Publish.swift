import Bytes
import Crypto
public import Raster

extension Upload {
    /// A file with what the journal and the backend know it by.
    private struct Entry: Sendable {
        let file: File
        let draft: AssetDraft
        let intent: Intent
    }

    /// Makes the files assets: safe in the backend first, then in the catalog, together with `answer`.
    ///
    /// `request` is what identifies the request besides its files. Throws `UPLOAD_ERROR_NO_FILES`, and the
    /// storage limits; on any failure nothing of the request stays.
    public func finish(
        _ ticket: IdempotencyTicket?, request: [UInt8],
        answer: @escaping @Sendable ([Asset]) -> Answer
    ) async throws -> Answer {
        if case .answered(let earlier) = try await identify(ticket, request: request) { return earlier }
        guard !files.isEmpty else {
            throw RasterError(.noFiles, "The request has no file; send one or more parts named \"files\".")
        }
        let scope = scope
        let bytes = files.reduce(0) { $0 + $1.size }
        let gateway = gateway
        try await gateway.catalog.read { try await gateway.checkStorage(bytes, scope.caller, $0) }
        let entries = makeEntries()
        return try await gateway.assetsInFlight.holding(entries.map(\.draft.key.asset)) {
            let places = try await store(entries)
            return try await commit(entries, places, bytes, ticket, answer)
        }
    }

    /// Tells the ticket what the request is, and looks whether it was answered before.
    ///
    /// A request that was refused halfway is known by the files before that and by the refusal: the same
    /// request comes to the same point again. Throws `IDEMPOTENCY_KEY_REUSED`.
    public func identify(
        _ ticket: IdempotencyTicket?, request: [UInt8], refusedAs refusal: RasterError.Code? = nil
    ) async throws -> Repetition {
        guard ticket != nil else { return .none }
        let whole = request + Array((refusal?.rawValue ?? "").utf8)
        return try await gateway.identify(ticket, as: try fingerprint(of: whole))
    }

    private func makeEntries() -> [Entry] {
        let now = gateway.clock.now()
        return files.map { file in
            let key = NaturalKey(
                organization: scope.caller.organization.id, library: scope.library.id,
                asset: AssetID(gateway.identifiers.identifier()), filename: file.filename)
            let draft = AssetDraft(
                key: key, name: Rules.stem(of: file.filename), contentType: file.contentType,
                size: file.size, digest: file.digest)
            let intent = Intent(.create, in: adapter.name, key, owner: gateway.owner, created: now)
            return Entry(file: file, draft: draft, intent: intent)
        }
    }

    /// Puts every file into the backend, after writing down that this is about to happen.
    private func store(_ entries: [Entry]) async throws -> [NativeAsset] {
        let intents = entries.map(\.intent)
        let spools = entries.map(\.file.spool)
        // Syncing the spool is no effect on the backend, so it and the journal wait for the disk together.
        async let synced: Void = Self.sync(spools)
        do {
            try await gateway.catalog.write { try await $0.record(intents) }
            try await synced
        } catch {
            await gateway.undo(intents, leavingNothing: intents)
            throw error
        }
        let creations = await create(entries)
        guard let failure = creations.failure else { return creations.assets }
        await gateway.undo(intents, leavingNothing: creations.leavingNothing.map { intents[$0] })
        throw failure
    }

    private static func sync(_ spools: [SpoolFile]) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for spool in spools { group.addTask { try spool.sync() } }
            try await group.waitForAll()
        }
    }

    /// Creates the assets, several at once; after the first failure none is begun, and those under way are cancelled.
    private func create(_ entries: [Entry]) async -> Creations {
        let adapter = adapter
        return await withTaskGroup(of: Creations.Outcome.self) { group in
            var creations = Creations(count: entries.count)
            for (index, entry) in entries.enumerated() {
                if index >= adapter.limits.concurrency, let ended = await group.next() {
                    creations.note(ended)
                }
                if creations.failure != nil { break }
                group.addTask { await Self.create(entry, index, in: adapter) }
                creations.begin(index)
            }
            if creations.failure != nil { group.cancelAll() }
            while let ended = await group.next() {
                creations.note(ended)
                if creations.failure != nil { group.cancelAll() }
            }
            return creations
        }
    }

    /// A function of its own, with one named type for what comes of it: of a closure with a typed `do` that returns a
    /// pair with a `Result`, the optimizer of Swift 6.3.1 makes code that hands over another number.
    private static func create(
        _ entry: Entry, _ index: Int, in adapter: any Adapter
    ) async -> Creations.Outcome {
        let slice = FileSlice(entry.file.spool.file, ByteRange(offset: 0, length: entry.file.size))
        do {
            return Creations.Outcome(index, made: try await adapter.create(entry.draft, .file(slice)))
        } catch { return Creations.Outcome(index, failed: StorageError(wrapping: error)) }
    }

    private func commit(
        _ entries: [Entry], _ places: [NativeAsset], _ bytes: Int, _ ticket: IdempotencyTicket?,
        _ answer: @escaping @Sendable ([Asset]) -> Answer
    ) async throws -> Answer {
        let scope = scope
        let gateway = gateway
        let assets = zip(entries, places).map { newAsset($0, $1) }
        let isStaged = isStaged
        do {
            return try await gateway.commit(ticket) { writer in
                try await gateway.checkStorage(bytes, scope.caller, writer)
                let published = try await Gateway.reaching { () async throws(StorageError) in
                    try await writer.publish(assets)
                }
                if isStaged { try await gateway.redirect(published.map(\.id), to: scope.library, writer) }
                return answer(published)
            }
        } catch {
            await gateway.undo(entries.map(\.intent))
            throw error
        }
    }

    private func newAsset(_ entry: Entry, _ native: NativeAsset) -> NewAsset {
        let asset = Asset(
            id: entry.draft.key.asset, organization: entry.draft.key.organization,
            library: entry.draft.key.library, name: entry.draft.name, filename: entry.file.filename,
            contentType: entry.file.contentType, size: entry.file.size, digest: entry.file.digest,
            created: entry.intent.created, updated: entry.intent.created,
            uploadedBy: scope.caller.key.label, home: NativeReference(adapter.name, native.id))
        return NewAsset(
            asset, in: scope.library.key, place: native.place, shown: entry.draft.shown(in: adapter))
    }
}

extension Gateway {
    /// Refuses `bytes` more than the organization's plan holds.
    func checkStorage(_ bytes: Int, _ caller: Caller, _ reader: any CatalogReader) async throws {
        let organization = caller.organization
        guard organization.isUnclaimed || organization.plan == .hobby else { return }
        let total = try await reader.storedBytes(of: organization.id) + bytes
        if organization.isUnclaimed {
            try await checkUnclaimedStorage(total, bytes, reader)
        } else if total > settings.hobby.bytes {
            throw RasterError(
                .storageLimitExceeded, "The hobby plan holds \(settings.hobby.bytes) bytes.")
        }
    }

    /// The bounds of one unclaimed organization, which would hold `total`, and of all of them together.
    private func checkUnclaimedStorage(_ total: Int, _ bytes: Int, _ reader: any CatalogReader) async throws {
        guard total <= settings.hobby.unclaimedBytes else {
            throw RasterError(
                .ephemeralStorageLimitExceeded,
                "An unclaimed organization holds \(settings.hobby.unclaimedBytes) bytes; claim it first.")
        }
        let nobody = try SHA256.digest([])
        let now = clock.now()
        let usage = try await reader.anonymousUsage(
            email: nobody, address: nobody, addressSince: now, at: now)
        guard usage.bytes + bytes <= settings.anonymous.maximumTotalBytes else {
            throw RasterError(
                .ephemeralStorageLimitExceeded,
                "Unclaimed organizations together hold no more here; claim this one first.")
        }
    }
}
