import Gateway
import Raster
import Synchronization
import Telemetry

/// Tells how scans of adopted folders go: in the log, and of each folder's first one also to whoever started the
/// server.
final class ScanReporter: ScanObserver {
    private struct State {
        var displays: [AdoptionKey: ProgressDisplay] = [:]
        var ended: [AdoptionKey: Duration] = [:]
    }

    private let clock: any WallClock
    private let log: any LogSink
    private let console: (any Console)?
    private let state = Mutex(State())

    /// A reporter that writes to `log`; people look at `console`.
    init(_ clock: any WallClock, _ log: any LogSink, _ console: (any Console)?) {
        self.clock = clock
        self.log = log
        self.console = console
    }

    /// When the last scan of a folder ended in this process, by the clock that never leaps.
    func lastEnd(_ adoption: Adoption) -> Duration? { state.withLock { $0.ended[adoption.key] } }

    /// Draws the progress of a first scan.
    func progressed(_ adoption: Adoption, _ progress: JobProgress) {
        guard let console else { return }
        let now = clock.monotonic()
        state.withLock { state in
            guard state.ended[adoption.key] == nil else { return }
            let new = ProgressDisplay(on: console, from: progress, at: now, title: adoption.root)
            state.displays[adoption.key, default: new].show(progress, at: now)
        }
    }

    /// Tells what a scan came to; of a later one only where something changed.
    func finished(_ adoption: Adoption, _ outcome: ScanOutcome) {
        let isFirst = end(adoption)
        if isFirst { outcome.lines(adoption).forEach { console?.note($0) } }
        if isFirst || outcome.hasChanges { log.write(line(outcome, of: adoption)) }
    }

    /// Tells that a scan failed, and why.
    func failed(_ adoption: Adoption, _ failure: any Error) {
        let isFirst = end(adoption)
        let sentence = (failure as? StorageError)?.message ?? "\(failure)"
        if isFirst { console?.note("\(adoption.root) was not scanned: \(sentence)") }
        var line = line(.error, adoption)
        line.add("failure", sentence)
        log.write(line)
    }

    /// Whether it was the first.
    private func end(_ adoption: Adoption) -> Bool {
        state.withLock { state in
            state.displays.removeValue(forKey: adoption.key)?.clear()
            return state.ended.updateValue(clock.monotonic(), forKey: adoption.key) == nil
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
        if let place = outcome.unreadable.examples.first { line.add("unreadable_place", place.id.rawValue) }
        let mappings = outcome.mappings.examples.map { "\($0.folder) -> \($0.tag ?? "")" }
        if !mappings.isEmpty { line.add("mapped_tags", mappings.joined(separator: ", ")) }
        return line
    }
}
