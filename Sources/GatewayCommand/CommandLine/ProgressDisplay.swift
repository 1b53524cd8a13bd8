import Raster

/// Shows long work while it goes on: on a terminal one line that changes, elsewhere a line now and then.
struct ProgressDisplay {
    private let console: any Console
    private let bar: ProgressBar
    private let began: Duration
    private var shown: (line: String, at: Duration)?

    /// A display on `console` for work that had come as far as `start` at `now`.
    init(on console: any Console, from start: JobProgress, at now: Duration) {
        self.console = console
        bar = ProgressBar(from: start)
        began = now
    }

    /// Shows how far the work is, at most ten times a second on a terminal and once a second elsewhere.
    mutating func show(_ progress: JobProgress, at now: Duration) {
        let width = console.width
        let pause: Duration = width == nil ? .seconds(1) : .milliseconds(100)
        if let shown, now - shown.at < pause { return }
        let line = bar.line(progress, elapsed: now - began, width: width.map { $0 - 1 } ?? 200)
        guard line != shown?.line else { return }
        if width == nil { console.note(line) } else { console.draw(line) }
        shown = (line, now)
    }

    /// Takes the line away.
    func clear() {
        if console.width != nil { console.draw("") }
    }
}
