import Gateway
import Raster
import Synchronization
import Telemetry

/// Tells how scans of adopted folders go: in the log, and of each folder's first one also to whoever started the
/// server.
final class ScanReporter: ScanObserver {
    /// How the last scan of a folder went.
    struct Last {
        /// When it ended in this process, by the clock that never leaps.
        var ended: Duration
        /// How many have failed since one came to its end.
        var failures = 0
        /// Why it failed.
        var failure: String?
    }

    private struct State {
        var displays: [AdoptionKey: ProgressDisplay] = [:]
        var last: [AdoptionKey: Last] = [:]
    }

    let clock: any WallClock
    let log: any LogSink
    private let console: (any Console)?
    private let state = Mutex(State())

    /// A reporter that writes to `log`; people look at `console`.
    init(_ clock: any WallClock, _ log: any LogSink, _ console: (any Console)?) {
        self.clock = clock
        self.log = log
        self.console = console
    }

    /// How the last scan of a folder went; `nil` before the first has ended.
    func last(_ adoption: Adoption) -> Last? { state.withLock { $0.last[adoption.key] } }

    /// Draws the progress of a first scan.
    func progressed(_ adoption: Adoption, _ progress: JobProgress) {
        guard let console else { return }
        let now = clock.monotonic()
        state.withLock { state in
            guard state.last[adoption.key] == nil else { return }
            let new = ProgressDisplay(on: console, from: progress, at: now, title: adoption.root)
            state.displays[adoption.key, default: new].show(progress, at: now)
        }
    }

    /// Tells what a scan came to; of a later one only where something changed.
    func finished(_ adoption: Adoption, _ outcome: ScanOutcome) {
        let isFirst = end(adoption, nil) == nil
        if isFirst { outcome.lines(adoption).forEach { console?.note($0) } }
        if isFirst || outcome.hasChanges { log.write(line(outcome, of: adoption)) }
    }

    /// Tells that a scan failed, and why, unless the one before failed for the same reason.
    func failed(_ adoption: Adoption, _ failure: any Error) {
        let sentence = (failure as? StorageError)?.message ?? "\(failure)"
        let before = end(adoption, sentence)
        guard before?.failure != sentence else { return }
        if before == nil { console?.note("\(adoption.root) was not scanned: \(sentence)") }
        var line = line(.error, adoption)
        line.add("failure", sentence)
        log.write(line)
    }

    /// Notes the end of a scan; how the one before went.
    private func end(_ adoption: Adoption, _ failure: String?) -> Last? {
        state.withLock { state in
            state.displays.removeValue(forKey: adoption.key)?.clear()
            let before = state.last[adoption.key]
            let failures = failure == nil ? 0 : (before?.failures ?? 0) + 1
            state.last[adoption.key] = Last(
                ended: clock.monotonic(), failures: failures, failure: failure)
            return before
        }
    }

    private func line(_ level: LogLine.Level, _ adoption: Adoption) -> LogLine {
        var line = LogLine(level, "adopted folder", milliseconds: Int(clock.now().milliseconds))
        line.add("folder", adoption.root)
        return line
    }

    private func line(_ outcome: ScanOutcome, of adoption: Adoption) -> LogLine {
        var line = line(.info, adoption)
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
        return line
    }
}
