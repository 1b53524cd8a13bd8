public import Raster

extension Gateway {
    /// Whether the backend of a library can be compared with the catalog: it lists what it holds, and shows what the
    /// catalog says of it.
    ///
    /// A store that only keeps bytes can be listed too, but nobody but the gateway changes anything there.
    public func isComparable(_ library: Library) -> Bool { comparable(library) != nil }

    private func comparable(_ library: Library) -> ComparableStore? {
        guard let adapter = adapters.adapter(library.adapter), showsRecords(adapter),
            let enumeration = adapter.enumeration
        else { return nil }
        return ComparableStore(adapter: adapter, source: .listing(enumeration))
    }

    /// Compares a library with its backend, and takes over what differs; `nil` where that cannot be done.
    ///
    /// In the backend nothing changes, but for second copies of one asset, unless it is only read from. It waits for its turn where another
    /// library is compared with the same backend. Throws `CancellationError` once `isCancelled`; whatever stops it,
    /// the next call goes on where it was, unless the listing contradicts itself: that ends the run, which names
    /// the page.
    @discardableResult
    public func compare(
        _ library: Library, report: @escaping @Sendable (JobProgress) -> Void = { _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) async throws -> SyncReport? {
        guard let store = comparable(library) else { return nil }
        return try await syncTurns.holding(library.adapter) {
            let start = try await begin(library)
            let sync = StoreSync(
                self, library, store, start, isPlan: false, report: report, isCancelled: isCancelled)
            do { return try await sync.compare() } catch {
                try? await note(error, of: sync)
                throw error
            }
        }
    }

    /// What a comparison would come to now; nothing is changed.
    public func planComparison(
        of library: Library, report: @escaping @Sendable (JobProgress) -> Void = { _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) async throws -> SyncReport? {
        guard let store = comparable(library) else { return nil }
        let now = clock.now()
        let start = try await catalog.read { reader in
            var run = SyncRun(
                library: library.key, adapter: library.adapter, number: 1, started: now,
                newest: AssetKey(.max))
            run.expected = try await reader.syncRun(of: library.key)?.expectation
            return try await Self.start(run, reader)
        }
        return try await StoreSync(
            self, library, store, start, isPlan: true, report: report, isCancelled: isCancelled
        ).compare()
    }

    /// The run that is under way, unless others have walked through the backend since; else a new one.
    private func begin(_ library: Library) async throws -> SyncStart {
        let now = clock.now()
        return try await catalog.write { writer in
            let last = try await writer.lastWalk(over: library.adapter)
            if let run = try await writer.syncRun(of: library.key), run.finished == nil, run.list == nil,
                run.adapter == library.adapter, run.number == last
            {
                return try await Self.start(run, writer)
            }
            let run = try await writer.beginSync(of: library.key, on: library.adapter, at: now)
            return try await Self.start(run, writer)
        }
    }

    static func start(_ run: SyncRun, _ reader: any CatalogReader) async throws -> SyncStart {
        let libraries = try await reader.libraries(on: run.adapter)
        var places: [LibraryKey: NativePlace] = [:]
        for library in libraries {
            let key = PlaceKey(run.adapter, library.organization, library.id)
            places[library.key] = try await reader.place(key)?.place
        }
        return SyncStart(
            run: run, libraries: libraries, places: places,
            assets: try await reader.assetCount(in: run.adapter))
    }

    /// Keeps why a run did not come to its end; only a listing that contradicts itself makes that final.
    func note(_ error: any Error, of sync: StoreSync) async throws {
        guard StorageError(wrapping: error).kind != .cancelled else { return }
        if let fault = error as? ListingFault { return try await sync.end(failure: fault.description) }
        var run = sync.run
        run.failure = (error as? StorageError)?.message ?? "\(error)"
        try await catalog.write { [run] in try await $0.keep(run) }
    }
}
