public import Raster

extension Gateway {
    /// Puts the files below `root` behind a library; the next scan makes them assets.
    ///
    /// `root` is an absolute path without links. Within one library folders must not overlap, since a file would be
    /// two assets; two libraries may adopt one folder. Throws `BAD_USER_INPUT` that names the other folder.
    public func adopt(
        _ root: String, into library: LibraryKey, _ writer: any CatalogWriter
    ) async throws -> Adoption {
        let adapter = AdapterName("folder-" + identifiers.identifier())
        do {
            return try await writer.insert(
                NewAdoption(library: library, adapter: adapter, root: root, created: clock.now()))
        } catch {
            guard error.kind == .alreadyExists else { throw error }
            let other = error.context.first { $0.key == "root" }?.value ?? root
            throw RasterError(
                .badUserInput,
                other == root
                    ? "The library has adopted \(root) already."
                    : "The library has adopted \(other) already, and \(root) overlaps with it.")
        }
    }

    /// Takes the adapters of all adopted folders into use, also of those that another process has adopted; the
    /// adoptions that have a library.
    @discardableResult
    public func openAdoptions() async throws -> [Adoption] {
        let all = try await catalog.read { try await $0.adoptions() }
        for adoption in all where !adapters.isAdopted(adoption.adapter) { use(adoption) }
        return all.filter { $0.library != nil }
    }

    /// Makes every file below an adopted folder an asset, and takes over what has changed since the last time.
    ///
    /// Files appear as they are found. Call it on a thread that may wait. What was taken over when it is cancelled
    /// or fails stays, and the next scan goes on from there. Throws `CancellationError` once `isCancelled`, and
    /// `.unavailable` where the folder is away, or another scan of it is under way; then nothing counts as missing.
    @discardableResult
    public func scan(
        _ adoption: Adoption, report: @escaping @Sendable (JobProgress) -> Void = { _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) async throws -> ScanOutcome {
        guard scansInFlight.claim(adoption.key) else {
            throw StorageError(
                .unavailable, "another scan of \(adoption.root) is under way", retry: .allowed,
                side: .gateway)
        }
        defer { scansInFlight.release(adoption.key) }
        let started = clock.now()
        let scan = try scan(adoption, isPlan: false, report, isCancelled)
        do {
            let outcome = try await scan.run()
            try await record(outcome, of: adoption, started)
            return outcome
        } catch let error where !(error is CancellationError) {
            let failure = (error as? StorageError)?.message ?? "\(error)"
            let record = ScanRecord(
                started: started, finished: clock.now(), files: adoption.lastScan?.files ?? 0,
                unreadable: adoption.lastScan?.unreadable ?? 0, failure: failure)
            try await catalog.write { try await $0.recordScan(record, of: adoption.key) }
            throw error
        }
    }

    /// What a scan would come to now; nothing is changed.
    public func planScan(
        _ adoption: Adoption, report: @escaping @Sendable (JobProgress) -> Void = { _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) async throws -> ScanOutcome {
        try await scan(adoption, isPlan: true, report, isCancelled).run()
    }

    private func scan(
        _ adoption: Adoption, isPlan: Bool, _ report: @escaping @Sendable (JobProgress) -> Void,
        _ isCancelled: @escaping @Sendable () -> Bool
    ) throws(StorageError) -> AdoptionScan {
        AdoptionScan(
            self, adoption, try surveying(adoption), isPlan: isPlan, report: report, isCancelled: isCancelled)
    }

    /// The folder of an adoption, to be looked at.
    func surveying(_ adoption: Adoption) throws(StorageError) -> any Surveying {
        if !adapters.isAdopted(adoption.adapter) { use(adoption) }
        guard let surveying = try adapter(adoption.adapter).surveying else {
            throw StorageError(.unsupported, "the adapter walks through no folder", side: .gateway)
        }
        return surveying
    }

    /// What the root of an adopted folder is now.
    ///
    /// Throws `.unavailable` where it cannot be reached. Waits for the disk on the calling thread.
    public func root(of adoption: Adoption) throws(StorageError) -> FileIdentity {
        try surveying(adoption).rootIdentity()
    }

    private func use(_ adoption: Adoption) {
        guard let adoptedFolder else { return }
        adapters.adopt(adoptedFolder(adoption))
    }

    private func record(_ outcome: ScanOutcome, of adoption: Adoption, _ started: Timestamp) async throws {
        let record = ScanRecord(
            started: started, finished: clock.now(), files: outcome.files,
            unreadable: outcome.unreadable.count)
        try await catalog.write { try await $0.recordScan(record, of: adoption.key) }
    }

    /// Reads `adoption` through an adapter that knows its root.
    func noteRoot(_ root: FileIdentity, of adoption: Adoption) async throws {
        try await catalog.write { try await $0.noteRoot(root, of: adoption.key) }
        var known = adoption
        known.rootIdentity = root
        use(known)
    }
}
