import Gateway
import Raster
import Synchronization
import Telemetry

/// Keeps adopted folders and the catalog together while the server runs: a scan at the start, another one whenever
/// it is time, and the hashes behind.
struct AdoptionKeeper: Sendable {
    private static let pauseAfterFailure = Duration.seconds(60)
    private let gateway: Gateway
    private let interval: Duration?
    private let log: any LogSink
    private let console: (any Console)?
    /// When each folder was scanned last, by the clock that never leaps.
    private let scanned = ScanTimes()

    /// A keeper of the folders that `gateway` has adopted; people see the first scans on `console`.
    init(
        _ gateway: Gateway, _ configuration: Configuration, _ log: any LogSink, _ console: (any Console)?
    ) {
        self.gateway = gateway
        self.log = log
        self.console = console
        interval = configuration.rescanMinutes > 0 ? .seconds(configuration.rescanMinutes * 60) : nil
    }

    /// Works until the task is cancelled.
    func run() async {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Adoption.self, bufferingPolicy: .bufferingNewest(100))
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await scan { continuation.yield($0) }
                continuation.finish()
            }
            group.addTask { for await adoption in stream { await hash(adoption) } }
        }
    }

    private func scan(_ done: (Adoption) -> Void) async {
        while !Task.isCancelled {
            for adoption in await adoptions() where isDue(adoption) && !Task.isCancelled {
                if await scan(adoption) { done(adoption) }
            }
            try? await Task.sleep(for: .seconds(1))
        }
    }

    /// The folders there are, also those that another process has adopted just now.
    private func adoptions() async -> [Adoption] {
        do { return try await gateway.openAdoptions() } catch {
            note(.error, "adopted folders", "\(error)")
            return []
        }
    }

    private func isDue(_ adoption: Adoption) -> Bool {
        guard let last = scanned.last(adoption.key) else { return true }
        let passed = gateway.clock.monotonic() - last.time
        // A disk that was away may be back soon, and until then nothing is to be seen of its files.
        if last.failure != nil { return passed >= Self.pauseAfterFailure }
        return interval.map { passed >= $0 } ?? false
    }

    private func scan(_ adoption: Adoption) async -> Bool {
        let isFirst = scanned.last(adoption.key) == nil
        let meter = isFirst ? console.map { ProgressMeter($0, adoption.root, gateway.clock) } : nil
        do {
            let outcome = try await gateway.scan(
                adoption, report: { meter?.show($0) }, isCancelled: { Task.isCancelled })
            meter?.finish()
            // By its end, so that a scan of hours is not followed by the next at once.
            scanned.note(adoption.key, gateway.clock.monotonic(), nil)
            if isFirst { outcome.lines(adoption).forEach { console?.note($0) } }
            if outcome.hasChanges || isFirst { note(outcome, of: adoption) }
            return true
        } catch {
            meter?.finish()
            guard !(error is CancellationError) else { return false }
            let failure = (error as? StorageError)?.message ?? "\(error)"
            let isNew = scanned.last(adoption.key)?.failure != failure
            scanned.note(adoption.key, gateway.clock.monotonic(), failure)
            if isNew { note(.error, adoption.root, failure) }
            return false
        }
    }

    private func hash(_ adoption: Adoption) async {
        guard !Task.isCancelled else { return }
        do {
            _ = try await gateway.hashAdopted(adoption, isCancelled: { Task.isCancelled })
        } catch {
            guard !(error is CancellationError) else { return }
            note(.error, adoption.root, "hashing: \((error as? StorageError)?.message ?? "\(error)")")
        }
    }

    private func note(_ level: LogLine.Level, _ root: String, _ failure: String) {
        var line = LogLine(level, "adopted folder", milliseconds: Int(gateway.clock.now().milliseconds))
        line.add("folder", root)
        line.add("failure", failure)
        log.write(line)
    }

    private func note(_ outcome: ScanOutcome, of adoption: Adoption) {
        var line = LogLine(.info, "adopted folder", milliseconds: Int(gateway.clock.now().milliseconds))
        line.add("folder", adoption.root)
        line.add("files", outcome.files)
        line.add("added", outcome.added.count)
        line.add("changed", outcome.changed.count)
        line.add("moved", outcome.moved.count)
        line.add("missing", outcome.missing.count)
        line.add("returned", outcome.returned.count)
        line.add("unwanted", outcome.unwanted.count)
        line.add("skipped", outcome.skipped.values.reduce(0, +))
        line.add("unreadable", outcome.unreadable.count)
        let places = outcome.unreadable.examples.prefix(20).map { "\($0.id) (\($0.reason))" }
        if !places.isEmpty { line.add("unreadable_places", places.joined(separator: ", ")) }
        let mappings = outcome.mappings.examples.map { "\($0.folder) -> \($0.tag ?? "")" }
        if !mappings.isEmpty { line.add("mapped_tags", mappings.joined(separator: ", ")) }
        log.write(line)
    }
}

/// When folders were scanned last, and what came in the way.
private final class ScanTimes: Sendable {
    private typealias Scan = (time: Duration, failure: String?)
    private let scans = Mutex<[AdoptionKey: Scan]>([:])

    func last(_ key: AdoptionKey) -> (time: Duration, failure: String?)? { scans.withLock { $0[key] } }

    func note(_ key: AdoptionKey, _ time: Duration, _ failure: String?) {
        scans.withLock { $0[key] = (time, failure) }
    }
}
