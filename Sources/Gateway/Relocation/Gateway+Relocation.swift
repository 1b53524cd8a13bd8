public import Raster

extension Gateway {
    /// Brings the assets of a library to its store, those too that have failed: the job that does it.
    ///
    /// Call ``lookAtJobs()`` once it is committed.
    public func relocate(in scope: LibraryScope, _ writer: any CatalogWriter) async throws -> Job {
        try await startRelocation(of: scope.library, writer)
    }

    /// The same for people who run the gateway.
    public func startRelocation(of library: Library, _ writer: any CatalogWriter) async throws -> Job {
        try await writer.retryRelocations(in: library.key, at: clock.now())
        return try await startJob(.relocate, on: library, writer)
    }

    /// Makes jobs for libraries with assets that wait and that no job sees to; how many.
    ///
    /// For the owner only: an upgrade has found assets elsewhere, or a job ended before its own end.
    @discardableResult
    public func resumeRelocations() async throws -> Int {
        let resting = restingAdapters
        let libraries = try await catalog.read { try await $0.librariesToRelocate(resting: resting) }
        for library in libraries {
            _ = try await catalog.write { writer in try await self.startJob(.relocate, on: library, writer) }
        }
        if !libraries.isEmpty { lookAtJobs() }
        return libraries.count
    }

    /// The stores with a trash of their own: what lies in it is left there.
    var restingAdapters: Set<AdapterName> {
        Set(adapters.configured.filter { $0.trash != nil }.map(\.name))
    }

    /// Sends assets that were just moved to `library` to its store, where that is another one and takes them.
    func redirect(_ ids: [AssetID], to library: Library, _ writer: any CatalogWriter) async throws {
        let now = clock.now()
        var isWaiting = false
        for id in Set(ids) {
            guard let home = try await writer.home(of: id)?.adapter else { continue }
            let goal = canRelocate(from: home, to: library.adapter) ? library.adapter : home
            try await writer.setGoal(goal, of: [id], at: now)
            if try await writer.relocation(of: id) != nil { isWaiting = true }
        }
        if isWaiting { _ = try await startJob(.relocate, on: library, writer) }
    }

    /// Whether assets are brought from one store to the other; files that were adopted stay where they are.
    private func canRelocate(from home: AdapterName, to goal: AdapterName) -> Bool {
        guard home != goal, !adapters.isAdopted(home), !adapters.isAdopted(goal),
            adapters.adapter(home) != nil, let target = adapters.adapter(goal), target.takesUploads
        else { return false }
        return target.fetching == nil || settings.staging != nil
    }

    /// Sees to it that assets which are live again go on their way.
    func resumeRelocation(
        of ids: [AssetID], in library: Library, _ writer: any CatalogWriter
    ) async throws {
        try await writer.resumeCopies(of: ids, at: clock.now())
        for id in ids {
            guard try await writer.relocation(of: id)?.state == .waiting else { continue }
            _ = try await startJob(.relocate, on: library, writer)
            return
        }
    }
}
