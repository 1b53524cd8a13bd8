import Gateway
import Raster
import Telemetry

// Comparisons of libraries with their backends, in the log.
extension ScanReporter {
    /// Tells what a comparison came to, where something changed or was left alone.
    func compared(_ library: Library, _ report: SyncReport) {
        guard report.hasChanges || report.counts.skipped > 0 else { return }
        var line = line(.info, library)
        add(report.counts, to: &line)
        line.add("walks", report.walks)
        add(report.skipped, to: &line)
        add("missing_assets", report.missing, to: &line)
        add("removed_copies", report.removed, to: &line)
        add("failed_assets", report.failed, to: &line)
        let mappings = report.mappings.examples.map { "\($0.folder) -> \($0.tag ?? "")" }
        if !mappings.isEmpty { line.add("mapped_tags", mappings.joined(separator: ", ")) }
        log.write(line)
    }

    /// Tells why a comparison did not come to its end.
    func failed(_ library: Library, _ failure: any Error) {
        var line = line(.error, library)
        line.add("failure", "\(failure)")
        log.write(line)
    }

    private func line(_ level: LogLine.Level, _ library: Library) -> LogLine {
        var line = LogLine(level, "sync", milliseconds: Int(clock.now().milliseconds))
        line.add("organization", library.organization.rawValue)
        line.add("library", library.id.rawValue)
        line.add("adapter", library.adapter.rawValue)
        return line
    }

    private func add(_ counts: SyncCounts, to line: inout LogLine) {
        line.add("discovered", counts.discovered)
        line.add("added", counts.added)
        line.add("changed", counts.changed)
        line.add("unchanged", counts.unchanged)
        line.add("skipped", counts.skipped)
        line.add("failed", counts.failed)
        line.add("missing", counts.missing)
        line.add("returned", counts.returned)
        line.add("moved", counts.moved)
        line.add("removed", counts.removed)
    }

    private func add(_ skipped: [SyncSkip: Int], to line: inout LogLine) {
        guard !skipped.isEmpty else { return }
        let told = skipped.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key.rawValue)" }
        line.add("skips", told.joined(separator: ", "))
    }

    private func add(_ name: StaticString, _ notes: Sampled<SyncReport.Note>, to line: inout LogLine) {
        guard notes.count > 0 else { return }
        let told = notes.examples.map { "\($0.id)" + ($0.detail.map { " (\($0))" } ?? "") }
        line.add(name, told.joined(separator: ", "))
    }
}
