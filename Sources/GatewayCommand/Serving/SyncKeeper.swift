import Gateway
import Raster
import Synchronization
import Telemetry

/// Has libraries compared with their backends while the server runs; the comparing itself is a job.
///
/// The first comparison is people's to begin (`sync`): it decides which library fronts what lies in a backend.
struct SyncKeeper: Sendable {
    private let gateway: Gateway
    private let schedule: SyncSchedule
    private let log: any LogSink
    /// When each library's comparison was asked for last, by the clock that never leaps.
    private let asked = Asked()

    /// A keeper of the libraries of `gateway`, each compared `minutes` after the last time; never for 0.
    init(_ gateway: Gateway, everyMinutes minutes: Int, _ log: any LogSink) {
        self.gateway = gateway
        self.log = log
        schedule = SyncSchedule(interval: minutes > 0 ? .seconds(minutes * 60) : nil)
    }

    /// Works until the task is cancelled.
    func run() async {
        guard schedule.interval != nil else { return }
        while !Task.isCancelled {
            do { try await look() } catch { note(error) }
            try? await Task.sleep(for: .seconds(10))
        }
    }

    /// Asks for what is due; of libraries that share a backend for one at a time, since one waits for the other.
    func look() async throws {
        let due = try await gateway.catalog.read { try await $0.syncRuns() }.filter { isDue($0.run) }
            .filter { gateway.isComparable($0.library) }
        guard !due.isEmpty else { return }
        let begun = try await gateway.catalog.write { [gateway] writer in
            var begun: [LibraryKey] = []
            for (library, run) in due where try await !Self.isBusy(run.adapter, writer) {
                _ = try await gateway.startJob(.sync, on: library, writer)
                begun.append(library.key)
            }
            return begun
        }
        for library in begun { asked.note(library, gateway.clock.monotonic()) }
        gateway.lookAtJobs()
    }

    private func isDue(_ run: SyncRun) -> Bool {
        let end = run.finished ?? run.started
        let age = max(0, gateway.clock.now().milliseconds - end.milliseconds)
        let now = gateway.clock.monotonic()
        return schedule.isDue(
            sinceEnd: .milliseconds(age), sinceAsked: asked.last(run.library).map { now - $0 },
            hasFailed: run.failure != nil)
    }

    private static func isBusy(_ adapter: AdapterName, _ reader: any CatalogReader) async throws -> Bool {
        for library in try await reader.libraries(on: adapter)
        where try await reader.openJob(.sync, in: library.key) != nil { return true }
        return false
    }

    private func note(_ failure: any Error) {
        var line = LogLine(.error, "sync", milliseconds: Int(gateway.clock.now().milliseconds))
        line.add("failure", "\(failure)")
        log.write(line)
    }
}

/// When something was asked for last, by library.
private final class Asked: Sendable {
    private let times = Mutex<[LibraryKey: Duration]>([:])

    func last(_ key: LibraryKey) -> Duration? { times.withLock { $0[key] } }

    func note(_ key: LibraryKey, _ time: Duration) { times.withLock { $0[key] = time } }
}
