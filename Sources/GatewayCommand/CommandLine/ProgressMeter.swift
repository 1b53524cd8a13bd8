import Raster
import Synchronization

/// Shows people how far long work has come: a line that is drawn anew on a terminal, else now and then a line.
final class ProgressMeter: Sendable {
    private struct State {
        var started: Duration
        var shown: Duration?
        var hasDrawn = false
    }

    private let console: any Console
    private let title: String
    private let clock: any WallClock
    private let state: Mutex<State>

    /// A meter for the work called `title`, which begins now.
    init(_ console: any Console, _ title: String, _ clock: any WallClock) {
        self.console = console
        self.title = title
        self.clock = clock
        state = Mutex(State(started: clock.monotonic()))
    }

    /// Shows `progress`, unless something was shown just before: a second ago, or a tenth on a terminal.
    func show(_ progress: JobProgress) {
        let now = clock.monotonic()
        let isTerminal = console.isTerminal
        let elapsed = state.withLock { state -> Duration? in
            let pause = isTerminal ? Duration.milliseconds(100) : .seconds(1)
            // Work of less than a second needs no line.
            guard now - (state.shown ?? state.started) >= pause else { return nil }
            state.shown = now
            state.hasDrawn = state.hasDrawn || isTerminal
            return now - state.started
        }
        guard let elapsed else { return }
        let line = "\(title): \(Self.text(progress, after: elapsed))"
        if isTerminal { console.draw(line) } else { console.note(line) }
    }

    /// Removes what was drawn.
    func finish() {
        let hasDrawn = state.withLock { state in
            defer { state.hasDrawn = false }
            return state.hasDrawn
        }
        if hasDrawn { console.draw("") }
    }

    /// A bar where the whole is known, the counts, the rate and the time that is left.
    static func text(_ progress: JobProgress, after elapsed: Duration) -> String {
        let seconds = Double(elapsed.milliseconds) / 1000
        let rate = seconds > 0 ? Int(Double(progress.items) / seconds) : 0
        guard let total = progress.itemsTotal, total > 0 else {
            return "\(progress.items) files, \(rate) a second"
        }
        let filled = min(20, progress.items * 20 / total)
        let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: 20 - filled)
        let left = rate > 0 ? ", \((total - min(total, progress.items)) / rate) s left" : ""
        return "[\(bar)] \(progress.items) of \(total) files, \(rate) a second\(left)"
    }
}
