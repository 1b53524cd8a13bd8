public import Raster
import Synchronization

extension Gateway {
    /// The jobs of a library, newest first.
    public func jobs(
        in scope: LibraryScope, page: PageRequest, _ reader: any CatalogReader
    ) async throws -> [Job] {
        try await reader.jobs(in: scope.library.key, page: page)
    }

    /// One job of a library.
    ///
    /// Throws `RESOURCE_NOT_FOUND`, for one of another library too.
    public func job(_ id: JobID, in scope: LibraryScope, _ reader: any CatalogReader) async throws -> Job {
        guard let job = try await reader.job(id), job.library == scope.library.key else {
            throw RasterError(.resourceNotFound, "Job not found.")
        }
        return job
    }

    /// Makes a job that waits end, and asks one that runs to; one that has ended stays as it is.
    ///
    /// What has not arrived by then has failed, where it brings assets to the library's store. Throws
    /// `RESOURCE_NOT_FOUND`. Call ``lookAtJobs()`` once it is committed.
    public func cancelJob(
        _ id: JobID, in scope: LibraryScope, _ writer: any CatalogWriter
    ) async throws -> Job {
        var job = try await job(id, in: scope, writer)
        guard job.cancel(at: clock.now()) else { return job }
        try await writer.update(job)
        if job.kind == .relocate {
            try await writer.failRelocations(in: job.library, .cancelled, at: clock.now())
        }
        return job
    }

    /// The job that compares `library` with its store, or takes over what an operator has named there.
    ///
    /// It is the one that has not ended yet, or a new one. Throws `NOT_SUPPORTED` where there is nothing to compare.
    /// Call ``lookAtJobs()`` once it is committed.
    public func startSync(of library: Library, _ writer: any CatalogWriter) async throws -> Job {
        try await checkSyncable(library, writer)
        return try await startJob(.sync, on: library, writer)
    }

    /// Throws `NOT_SUPPORTED` where there is nothing that `library` can be compared with.
    public func checkSyncable(_ library: Library, _ reader: any CatalogReader) async throws {
        if settings.comparesStores, isComparable(library) { return }
        if isNameable(library), try await reader.nextImport(of: library.key) != nil { return }
        guard try await settings.isSyncable(library, reader) else {
            throw RasterError(.notSupported, isUnlisted(library) ? Self.unlisted : Self.unchanging)
        }
    }

    /// Whether its store has assets that nobody but an operator can name.
    private func isUnlisted(_ library: Library) -> Bool { isNameable(library) && !isComparable(library) }

    private static let unlisted =
        "The store cannot list what it holds; name the assets with sync --ids."
    private static let unchanging = "Nothing of this library can change behind the gateway's back."

    /// The job of `kind` on `library` that has not ended and that nobody has cancelled, or a new one.
    ///
    /// So that asking twice does the work once. Throws ``unreachable`` where the library is gone.
    public func startJob(
        _ kind: JobKind, on library: Library, _ writer: any CatalogWriter
    ) async throws -> Job {
        if let open = try await writer.openJob(kind, in: library.key) { return open }
        let job = Job(id: JobID(identifiers.identifier()), kind, on: library, created: clock.now())
        try await Self.reaching { () async throws(StorageError) in try await writer.insert(job) }
        hasNewJobs.store(true, ordering: .relaxed)
        return job
    }

    /// The same, where a transaction that has just ended may have made some.
    func lookAtNewJobs() { if hasNewJobs.exchange(false, ordering: .relaxed) { lookAtJobs() } }

    /// Has the runner, if one runs in this process, look at the jobs now.
    public func lookAtJobs() { jobBell.ring() }
}
