import Gateway
import Raster
import Synchronization
import Telemetry

/// Has adopted folders compared with the catalog while the server runs.
///
/// At the start, as soon as a new one is there, and whenever it is time; the comparing itself is a job.
struct AdoptionKeeper: Sendable {
    private let gateway: Gateway
    private let reporter: ScanReporter
    private let schedule: RescanSchedule
    private let log: any LogSink
    /// When each folder's scan was asked for last, by the clock that never leaps.
    private let asked = Times()

    /// A keeper of the folders that `gateway` has adopted, whose scans `reporter` hears of.
    init(
        _ gateway: Gateway, _ reporter: ScanReporter, _ configuration: Configuration, _ log: any LogSink
    ) {
        self.gateway = gateway
        self.reporter = reporter
        self.log = log
        let minutes = configuration.rescanMinutes
        schedule = RescanSchedule(interval: minutes > 0 ? .seconds(minutes * 60) : nil)
    }

    /// Works until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            do { try await look() } catch { note(error) }
            try? await Task.sleep(for: .seconds(1))
        }
    }

    /// Asks for what is due; folders that another process has adopted are seen here first.
    private func look() async throws {
        let due = try await gateway.openAdoptions().filter(isDue)
        guard !due.isEmpty else { return }
        try await gateway.catalog.write { [gateway] writer in
            for adoption in due {
                guard let organization = adoption.organization, let id = adoption.libraryID,
                    let library = try await writer.library(id, in: organization)
                else { continue }
                _ = try await gateway.startJob(.sync, on: library, writer)
            }
        }
        for adoption in due { asked.note(adoption.key, gateway.clock.monotonic()) }
        gateway.lookAtJobs()
    }

    private func isDue(_ adoption: Adoption) -> Bool {
        schedule.isDue(
            at: gateway.clock.monotonic(), asked: asked.last(adoption.key), last: reporter.last(adoption))
    }

    private func note(_ failure: any Error) {
        var line = LogLine(
            .error, "adopted folders", milliseconds: Int(gateway.clock.now().milliseconds))
        line.add("failure", "\(failure)")
        log.write(line)
    }
}

/// When something was done last, by folder.
private final class Times: Sendable {
    private let times = Mutex<[AdoptionKey: Duration]>([:])

    func last(_ key: AdoptionKey) -> Duration? { times.withLock { $0[key] } }

    func note(_ key: AdoptionKey, _ time: Duration) { times.withLock { $0[key] = time } }
}
