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
    private let interval: Duration?
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
        interval = configuration.rescanMinutes > 0 ? .seconds(configuration.rescanMinutes * 60) : nil
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

    /// Counted from the end of the last scan, so that one of hours is not followed by the next at once.
    private func isDue(_ adoption: Adoption) -> Bool {
        guard let asked = asked.last(adoption.key) else { return true }
        let last = reporter.last(adoption)
        guard let pause = last.flatMap({ pause(after: $0.failures) }) ?? interval else { return false }
        return gateway.clock.monotonic() - max(asked, last?.ended ?? asked) >= pause
    }

    /// A disk that was away may be back soon, and until then nothing is to be seen of its files: so it is looked for
    /// every minute at first, and every hour in the end.
    private func pause(after failures: Int) -> Duration? {
        failures == 0 ? nil : min(.seconds(60 << min(failures - 1, 6)), .seconds(3600))
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
