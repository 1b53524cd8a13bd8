import AdapterKit
import Gateway
import Raster
import Synchronization

/// Tries stores one after the other, with a progress bar.
struct ConformanceTrial {
    let context: CommandContext
    let groups: Set<ConformanceCheck.Group>
    let seed: UInt64

    /// What came of it.
    struct Results: Sendable {
        /// What was tried.
        var reports: [ConformanceReport] = []
        /// Why the others could not be tried.
        var failures: [StorageError] = []
    }

    /// Tries the stores called `names`, until someone interrupts.
    func results(of names: [AdapterName]) async throws -> Results {
        let interruption = context.interruption()
        let isStopped = StopFlag()
        return try await withThrowingTaskGroup(of: Results?.self) { group in
            group.addTask {
                await interruption.wait()
                if !Task.isCancelled { isStopped.set() }
                return nil
            }
            group.addTask { try await results(of: names, isStopped) }
            defer { group.cancelAll() }
            while let results = try await group.next() {
                if let results { return results }
            }
            return Results()
        }
    }

    private func results(of names: [AdapterName], _ isStopped: StopFlag) async throws -> Results {
        var results = Results()
        for name in names where !isStopped.isSet {
            do {
                let adapter = try await adapter(name)
                results.reports.append(try await reportServing(adapter, isStopped))
            } catch let error as StorageError {
                results.failures.append(error.during("conformance", in: name))
            }
        }
        return results
    }

    /// A store of the configuration, or else the one in memory, which shows what a whole report looks like.
    private func adapter(_ name: AdapterName) async throws -> any Adapter {
        if let adapter = try await Composition.store(name, of: context.configuration) { return adapter }
        return MemoryAdapter(name: name, abilities: Set(MemoryAdapter.Ability.allCases))
    }

    /// The same, with bytes to fetch for a store that takes them in no other way.
    private func reportServing(_ adapter: any Adapter, _ isStopped: StopFlag) async throws
        -> ConformanceReport
    {
        guard let store = context.configuration.stores.first(where: { $0.name == adapter.name }),
            adapter.fetching != nil
        else { return try await report(on: adapter, isStopped) }
        let host = try ConformanceHost(for: store, context.configuration)
        let staged = Staged(adapter, host: host, sleeper: context.sleeper, pause: Self.pause, looks: 600)
        do {
            let report = try await report(on: staged ?? adapter, isStopped)
            await host.stop()
            return report
        } catch {
            await host.stop()
            throw error
        }
    }

    /// Between two looks at an arrival: with 600 of them, a store may take two minutes and more.
    private static let pause = Duration.milliseconds(200)

    private func report(on adapter: any Adapter, _ isStopped: StopFlag) async throws(StorageError)
        -> ConformanceReport
    {
        let clock = SystemClock()
        let display = Mutex(
            ProgressDisplay(
                on: context.console, from: JobProgress(), at: clock.monotonic(), title: adapter.name.rawValue)
        )
        defer { display.withLock { $0.clear() } }
        let run = ConformanceRun(of: adapter, seed: seed, groups: groups) { clock.monotonic() }
        return try await run.report(
            isStopped: { isStopped.isSet },
            progress: { progress in
                let shown = JobProgress(
                    items: progress.done, itemsTotal: progress.total, failed: progress.broken)
                display.withLock { $0.show(shown, at: clock.monotonic()) }
            })
    }
}

extension ConformanceTrial.Results {
    /// Throws what the command ends with, unless all that applies is kept.
    func checkEnd() throws {
        if reports.contains(where: { !$0.isComplete }) { throw CancellationError() }
        let away =
            failures.map { "\($0.adapter ?? "") is away" }
            + reports.filter(\.isUnavailable).map { "\($0.adapter) went away" }
        if let away = away.first { throw CommandFailure(away, .unavailable) }
        let left = reports.reduce(0) { $0 + $1.left.count }
        let broken = reports.reduce(0) { $0 + $1.broken.count }
        if broken > 0 { throw CommandFailure("\(broken) checks are not kept") }
        if left > 0 { throw CommandFailure("\(left) assets could not be removed") }
    }
}

/// Whether someone wants the work to end.
private final class StopFlag: Sendable {
    private let flag = Atomic(false)

    var isSet: Bool { flag.load(ordering: .relaxed) }
    func set() { flag.store(true, ordering: .relaxed) }
}
