public import Raster

// Assets of backends that an operator names by their identifiers, as where a backend cannot list what it holds.
extension Gateway {
    /// Whether assets of the backend of a library can be named: it shows what the catalog says of them.
    ///
    /// Where a store only keeps bytes, the gateway knows all there are.
    public func isNameable(_ library: Library) -> Bool { nameable(library) != nil }

    private func nameable(_ library: Library) -> (any Adapter)? {
        guard let adapter = adapters.adapter(library.adapter), showsRecords(adapter) else { return nil }
        return adapter
    }

    /// Whether a backend shows what the catalog says of its assets, also where it is only read from.
    func showsRecords(_ adapter: any Adapter) -> Bool {
        adapter.updating != nil || isReadOnly(adapter.name)
    }

    /// Whether nothing is ever changed in a backend.
    func isReadOnly(_ name: AdapterName) -> Bool { settings.readOnlyAdapters.contains(name) }

    private func requireNameable(_ library: Library) throws(RasterError) -> any Adapter {
        guard let adapter = nameable(library) else {
            throw RasterError(.notSupported, "The store of this library holds nothing but the gateway's own.")
        }
        return adapter
    }

    /// Throws `NOT_SUPPORTED` where no assets of the backend of `library` can be named.
    public func checkNameable(_ library: Library) throws(RasterError) { _ = try requireNameable(library) }

    /// Keeps `ids` for `library`, until they are worked off; where that fails nothing is kept.
    public func keep(_ ids: any NamedIDs, for library: Library) async throws -> ImportKey {
        let (now, key) = (clock.now(), library.key)
        let list = try await catalog.write { writer in
            try await writer.beginImport(of: key, at: now, forgettingBefore: now + .seconds(-86_400))
        }
        do {
            while case let some = try await ids.next(1_000), !some.isEmpty {
                _ = try await catalog.write { try await $0.add(some, to: list) }
            }
            return list
        } catch {
            try? await catalog.write { try await $0.forgetImport(list) }
            throw error
        }
    }

    /// The job that takes over what `list` names for `library`: the one that has not ended yet, or a new one.
    ///
    /// Call ``lookAtJobs()`` once it is committed.
    public func startSync(
        of library: Library, through list: ImportKey, _ writer: any CatalogWriter
    ) async throws -> Job {
        try checkNameable(library)
        _ = try await writer.completeImport(list)
        return try await startJob(.sync, on: library, writer)
    }

    /// The next identifiers to be worked off for a library; `nil` where there are none, or it has no such backend.
    public func nextImport(of library: Library) async throws -> Import? {
        guard isNameable(library) else { return nil }
        return try await catalog.read { try await $0.nextImport(of: library.key) }
    }

    /// Makes what `list` names assets of `library`, and takes over what differs of those that are.
    ///
    /// Whatever stops it, the next call goes on where it was. It waits for its turn where another library is
    /// compared with the same backend. Throws `CancellationError` once `isCancelled`.
    func takeOver(
        _ list: Import, into library: Library, report: @escaping @Sendable (JobProgress) -> Void = { _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) async throws -> SyncReport {
        let store = ComparableStore(adapter: try requireNameable(library), source: .listed(list))
        return try await syncTurns.holding(library.adapter) {
            let start = try await begin(list, library)
            let sync = StoreSync(
                self, library, store, start, isPlan: false, report: report, isCancelled: isCancelled)
            do { return try await sync.compare() } catch {
                try? await note(error, of: sync)
                throw error
            }
        }
    }

    /// What would come of it if `ids` were kept and worked off now; nothing is changed.
    public func planTakeOver(
        of ids: any NamedIDs, into library: Library, _ context: JobContext = JobContext()
    ) async throws -> SyncPlan {
        let store = ComparableStore(adapter: try requireNameable(library), source: .named(ids))
        let now = clock.now()
        let start = try await catalog.read { reader in
            let run = SyncRun(
                library: library.key, adapter: library.adapter, number: 1, started: now,
                newest: AssetKey(.max))
            return try await Self.start(run, reader)
        }
        let sync = StoreSync(
            self, library, store, start, isPlan: true, report: { context.report($0) },
            isCancelled: { context.isCancelled })
        var plan = SyncPlan()
        plan.add(try await sync.compare())
        return plan
    }

    /// The run that goes through `list`, or a new one.
    private func begin(_ list: Import, _ library: Library) async throws -> SyncStart {
        let now = clock.now()
        return try await catalog.write { writer in
            if let run = try await writer.syncRun(of: library.key), run.finished == nil, run.list == list.key
            {
                return try await Self.start(run, writer)
            }
            let run = try await writer.beginSync(of: list, on: library.adapter, at: now)
            return try await Self.start(run, writer)
        }
    }
}
