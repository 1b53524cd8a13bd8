public import Raster

/// The job that compares a library with all that may have changed behind the gateway's back: first the folders that
/// it has adopted, then its backend.
///
/// Where an operator has named assets of the backend, only those are looked at.
public struct LibrarySync: JobWork {
    private let gateway: Gateway
    private let folders: AdoptionSync
    private let observer: any ScanObserver

    /// The work over `gateway`, which `observer` hears of.
    public init(_ gateway: Gateway, _ observer: any ScanObserver) {
        self.gateway = gateway
        self.observer = observer
        folders = AdoptionSync(gateway, observer)
    }

    /// Compares both, also where the first fails; throws the first failure.
    public func run(_ job: Job, _ context: JobContext) async throws {
        if try await takeOverNamed(job, context) { return }
        var failure: (any Error)?
        do { try await folders.run(job, context) } catch {
            guard !(error is CancellationError) else { throw error }
            failure = error
        }
        try await compare(job, context)
        if let failure { throw failure }
    }

    /// The library of `job`; `nil` where it is gone.
    private func library(of job: Job) async throws -> Library? {
        let library = try await gateway.catalog.read { reader in
            try await reader.library(job.libraryID, in: job.organization)
        }
        return library?.key == job.library ? library : nil
    }

    /// Takes over what an operator has named, list by list; whether there was any.
    private func takeOverNamed(_ job: Job, _ context: JobContext) async throws -> Bool {
        guard let library = try await library(of: job) else { return false }
        var done: JobProgress?
        do {
            while let list = try await gateway.nextImport(of: library) {
                let report = try await gateway.takeOver(
                    list, into: library,
                    report: { [done] in context.report(done?.adding($0) ?? $0) },
                    isCancelled: { context.isCancelled })
                observer.compared(library, report)
                done = context.progress
            }
        } catch {
            if StorageError(wrapping: error).kind != .cancelled { observer.failed(library, error) }
            throw error
        }
        return done != nil
    }

    private func compare(_ job: Job, _ context: JobContext) async throws {
        guard let library = try await library(of: job), gateway.isComparable(library) else { return }
        let done = context.progress
        let hasFolders = done.items > 0
        do {
            let report = try await gateway.compare(
                library, report: { context.report(hasFolders ? done.adding($0) : $0) },
                isCancelled: { context.isCancelled })
            if let report { observer.compared(library, report) }
        } catch {
            let isStopped = StorageError(wrapping: error).kind == .cancelled
            if !isStopped { observer.failed(library, error) }
            throw error
        }
    }
}

extension Gateway {
    /// What a sync of `library` would change now: in its adopted folders, and by its backend.
    public func planLibrarySync(of library: Library, _ context: JobContext) async throws -> SyncPlan {
        var plan = try await planSync(of: library, context)
        let report = try await planComparison(
            of: library, report: { context.report($0) }, isCancelled: { context.isCancelled })
        if let report { plan.add(report) }
        return plan
    }
}
