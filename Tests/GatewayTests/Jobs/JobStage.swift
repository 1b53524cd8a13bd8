import Raster
import RasterCatalog
import Synchronization
import TestSupport
import Testing

@testable import Gateway

/// Work as a test wants it.
struct PlannedWork: JobWork {
    let body: @Sendable (Job, JobContext) async throws -> Void

    init(_ body: @escaping @Sendable (Job, JobContext) async throws -> Void) { self.body = body }

    func run(_ job: Job, _ context: JobContext) async throws { try await body(job, context) }

    /// Work that reports `progress` and goes on until it is stopped; meanwhile it sleeps on `bed`.
    static func endless(on bed: ManualSleeper = ManualSleeper(), _ progress: JobProgress? = nil) -> Self {
        PlannedWork { _, context in
            if let progress { context.report(progress) }
            await bed.wait(for: .zero)
            try context.checkCancellation()
        }
    }
}

/// Keeps what became of jobs, and lets a test wait for it.
final class JobLog: JobObserver {
    struct Entry: Sendable {
        let job: Job
        let failure: String?
    }

    private struct State {
        var entries: [Entry] = []
        var failures: [String] = []
        var counts: (waiting: Int, running: Int)?
        var waiting: [(isMet: @Sendable (JobLog.State) -> Bool, CheckedContinuation<Void, Never>)] = []

        /// Those whose wish has come true.
        mutating func takeMet() -> [CheckedContinuation<Void, Never>] {
            let now = self
            waiting.removeAll { $0.isMet(now) }
            return now.waiting.filter { $0.isMet(now) }.map(\.1)
        }
    }

    private let state = Mutex(State())

    func changed(_ job: Job, _ failure: (any Error)?) {
        note { $0.entries.append(Entry(job: job, failure: failure.map { "\($0)" })) }
    }

    func counted(waiting: Int, running: Int) { note { $0.counts = (waiting, running) } }
    func faltered(_ failure: any Error) { note { $0.failures.append("\(failure)") } }

    private func note(_ change: (inout State) -> Void) {
        let met = state.withLock { state in
            change(&state)
            return state.takeMet()
        }
        for waiter in met { waiter.resume() }
    }

    private func wait(until isMet: @escaping @Sendable (State) -> Bool) async {
        await withCheckedContinuation { continuation in
            let met = state.withLock { state in
                state.waiting.append((isMet, continuation))
                return state.takeMet()
            }
            for waiter in met { waiter.resume() }
        }
    }

    /// What became of jobs so far: `a running`, `a done`.
    var lines: [String] { state.withLock { $0.entries.map { "\($0.job.id) \($0.job.state)" } } }
    var entries: [Entry] { state.withLock { $0.entries } }
    var failures: [String] { state.withLock { $0.failures } }
    var counts: (waiting: Int, running: Int)? { state.withLock { $0.counts } }

    /// Returns when a job has come into this state.
    func has(_ wanted: JobState) async {
        await wait { $0.entries.contains { $0.job.state == wanted } }
    }

    /// Returns when the runner has nothing to do.
    func hasNothingRunning() async { await wait { $0.counts?.running == 0 } }

    /// Returns when the runner has failed.
    func hasFaltered() async { await wait { !$0.failures.isEmpty } }
}

extension Stage {
    /// A runner of `works` over a gateway of this stage, in which time stands still.
    func runner(
        _ works: [JobKind: any JobWork], _ log: JobLog, of gateway: Gateway? = nil,
        sleeper: ManualSleeper = ManualSleeper(), options: JobRunner.Options = .init()
    ) -> JobRunner {
        JobRunner(
            gateway ?? self.gateway, works: works, observer: log, sleeper: sleeper, options: options)
    }

    /// Makes a job in the catalog, as another process does.
    @discardableResult
    func insertJob(
        _ id: JobID, _ kind: JobKind = .sync, in library: LibraryID = "photos",
        _ change: @escaping @Sendable (inout Job) -> Void = { _ in }
    ) async throws -> Job {
        let now = clock.now()
        return try await truth.write { writer in
            var found = try await writer.library(library, in: "acme")
            if found == nil {
                found = try await writer.insert(
                    NewLibrary(
                        organization: "acme", id: library, name: "x", adapter: "memory", created: now))
            }
            var job = Job(id: id, kind, on: try #require(found), created: now)
            change(&job)
            try await writer.insert(job)
            return job
        }
    }

    func job(_ id: JobID) async throws -> Job? { try await truth.read { try await $0.job(id) } }

    /// Cancels a job, as another process does.
    func cancelJob(_ id: JobID) async throws {
        let now = clock.now()
        try await truth.write { writer in
            guard var job = try await writer.job(id), job.cancel(at: now) else { return }
            try await writer.update(job)
        }
    }
}
