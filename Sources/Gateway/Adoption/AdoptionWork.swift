public import Raster

/// Hears how scans of adopted folders and comparisons with backends go, for people and for the log.
public protocol ScanObserver: Sendable {
    /// A scan has come this far.
    func progressed(_ adoption: Adoption, _ progress: JobProgress)
    /// A scan came to its end.
    func finished(_ adoption: Adoption, _ outcome: ScanOutcome)
    /// A scan did not.
    func failed(_ adoption: Adoption, _ failure: any Error)
    /// A comparison of a library with its backend came to its end.
    func compared(_ library: Library, _ report: SyncReport)
    /// A comparison did not.
    func failed(_ library: Library, _ failure: any Error)
}

extension ScanObserver {
    /// Nothing.
    public func compared(_ library: Library, _ report: SyncReport) {}
    /// Nothing.
    public func failed(_ library: Library, _ failure: any Error) {}
}

/// Hears nothing.
public struct NoScanObserver: ScanObserver {
    /// An observer that hears nothing.
    public init() {}
    /// Nothing.
    public func progressed(_ adoption: Adoption, _ progress: JobProgress) {}
    /// Nothing.
    public func finished(_ adoption: Adoption, _ outcome: ScanOutcome) {}
    /// Nothing.
    public func failed(_ adoption: Adoption, _ failure: any Error) {}
}

/// The job that takes over what changed in the folders that a library has adopted.
///
/// What it adopts before it is stopped stays, so that the next one passes it quickly. Places that cannot be read
/// count as failed. Hashing what is new is left to a job of its own.
public struct AdoptionSync: JobWork {
    private let gateway: Gateway
    private let observer: any ScanObserver

    /// The work over `gateway`, which `observer` hears of.
    public init(_ gateway: Gateway, _ observer: any ScanObserver) {
        self.gateway = gateway
        self.observer = observer
    }

    /// Scans every folder of the library, also where one of them fails; throws the first failure.
    public func run(_ job: Job, _ context: JobContext) async throws {
        var done = JobProgress()
        var failure: (any Error)?
        for adoption in try await gateway.adoptions(of: job.library) {
            do { done = try await scan(adoption, after: done, context) } catch {
                guard !(error is CancellationError) else { throw error }
                observer.failed(adoption, error)
                failure = failure ?? error
            }
        }
        try await gateway.startHashing(of: job)
        if let failure { throw failure }
    }

    private func scan(
        _ adoption: Adoption, after done: JobProgress, _ context: JobContext
    ) async throws -> JobProgress {
        let outcome = try await gateway.scan(
            adoption,
            report: { [observer] progress in
                context.report(done.adding(progress))
                observer.progressed(adoption, progress)
            }, isCancelled: { context.isCancelled })
        observer.finished(adoption, outcome)
        let all = done.adding(
            JobProgress(items: outcome.files, itemsTotal: outcome.files, failed: outcome.unreadable.count))
        context.report(all)
        return all
    }
}

/// The job that hashes adopted files.
public struct AdoptionHash: JobWork {
    private let gateway: Gateway

    /// The work over `gateway`.
    public init(_ gateway: Gateway) { self.gateway = gateway }

    /// Hashes what has no digest yet, folder after folder.
    public func run(_ job: Job, _ context: JobContext) async throws {
        var done = JobProgress()
        for adoption in try await gateway.adoptions(of: job.library) {
            try await gateway.hashAdopted(
                adoption, report: { [done] in context.report(done.adding($0)) },
                isCancelled: { context.isCancelled })
            done = context.progress
        }
    }
}

extension Gateway {
    /// The folders that a library has adopted.
    public func adoptions(of library: LibraryKey) async throws -> [Adoption] {
        try await catalog.read { try await $0.adoptions() }.filter { $0.library == library }
    }

    /// Whether a library has adopted a folder, so that there is something to compare it with.
    public static func hasAdopted(_ library: Library, _ reader: any CatalogReader) async throws -> Bool {
        try await reader.adoptions().contains { $0.library == library.key }
    }

    /// What a sync of `library` would change now, for all of its folders.
    public func planSync(of library: Library, _ context: JobContext) async throws -> SyncPlan {
        var plan = SyncPlan()
        for adoption in try await adoptions(of: library.key) {
            let outcome = try await planScan(
                adoption, report: { context.report($0) }, isCancelled: { context.isCancelled })
            plan.add(outcome)
        }
        return plan
    }

    /// Has the files hashed that have no digest, where there are any.
    fileprivate func startHashing(of job: Job) async throws {
        try await catalog.write { writer in
            guard let library = try await writer.library(job.libraryID, in: job.organization),
                library.key == job.library
            else { return }
            var files = 0
            for adoption in try await writer.adoptions() where adoption.library == library.key {
                files += try await writer.unhashedTotals(in: adoption.adapter).files
            }
            if files > 0 { _ = try await self.startJob(.hash, on: library, writer) }
        }
        lookAtJobs()
    }
}

extension SyncPlan {
    /// Adds what a scan would come to.
    fileprivate mutating func add(_ outcome: ScanOutcome) {
        add(.add, outcome.added)
        add(.change, outcome.changed)
        add(.move, outcome.moved)
        add(.missing, outcome.missing)
        add(.return, outcome.returned)
        for (reason, count) in outcome.skipped.sorted(by: { $0.key < $1.key }) {
            add(.skip, count: count, [reason.rawValue], "\(count)")
        }
        if outcome.unwanted.count > 0 {
            add(.skip, count: outcome.unwanted.count, ["purged"], "\(outcome.unwanted.count)")
        }
    }

    private mutating func add(_ change: Change, _ files: Sampled<NativeID>) {
        add(change, count: files.count, files.examples.map(\.rawValue))
    }
}
