import Raster
import TestSupport
import Testing

@testable import GatewayCommand

@Suite struct ProgressBarTests {
    private let bar = ProgressBar()
    private let half = JobProgress(
        items: 4_500, itemsTotal: 10_000, bytes: 1_200_000_000, bytesTotal: 2_400_000_000)

    @Test func `a line says how far, how long still and how fast`() {
        let line = bar.line(half, elapsed: .seconds(90), width: 120)

        #expect(
            line == "[####################--------------------]  50 %  4,500/10,000 items  ETA 1:30  "
                + "1.2 GB/2.4 GB  50 items/s  13.3 MB/s")
        #expect(line.count <= 120)
    }

    @Test func `without totals there is no bar, no share and no end`() {
        let line = bar.line(JobProgress(items: 1_234, bytes: 5_000), elapsed: .seconds(2), width: 100)

        #expect(line == "1,234 items  5.0 kB  617 items/s  2.5 kB/s")
    }

    @Test func `where only items are counted they tell the end`() {
        let line = bar.line(JobProgress(items: 3, itemsTotal: 4), elapsed: .seconds(3), width: 60)

        #expect(line.hasSuffix("75 %  3/4 items  ETA 0:01  1 items/s"))
    }

    @Test func `failures are told`() {
        let line = bar.line(JobProgress(items: 3, failed: 2), elapsed: .zero, width: 80)

        #expect(line == "3 items  2 failed")
    }

    @Test(arguments: 1...130)
    func `no line is wider than the terminal`(width: Int) {
        #expect(bar.line(half, elapsed: .seconds(9), width: width).count <= width)
    }

    @Test(arguments: [(10, ""), (12, "50 %"), (30, "50 %  4,500/10,000 items")])
    func `what does not fit is left out, the least important first`(width: Int, text: String) {
        let line = bar.line(half, elapsed: .seconds(9), width: width)

        #expect(line.hasPrefix(text))
    }

    @Test func `what was done before anyone looked says nothing about the speed`() {
        let resumed = ProgressBar(from: JobProgress(items: 90, itemsTotal: 100))

        let line = resumed.line(JobProgress(items: 95, itemsTotal: 100), elapsed: .seconds(5), width: 79)

        #expect(line.hasSuffix("95 %  95/100 items  ETA 0:05  1 items/s"))
    }

    @Test(arguments: [JobProgress(), JobProgress(items: 5, itemsTotal: 5), JobProgress(itemsTotal: 0)])
    func `at the start, at the end and of nothing there is no time to tell`(progress: JobProgress) {
        #expect(!bar.line(progress, elapsed: .seconds(5), width: 80).contains("ETA"))
    }

    @Test func `work that overtakes its total stops at all of it`() {
        let line = bar.line(JobProgress(items: 9, itemsTotal: 5), elapsed: .seconds(1), width: 80)

        #expect(line.contains("100 %") && !line.contains("-]"))
    }

    @Test(arguments: [
        (0, "0 B"), (999, "999 B"), (1_000, "1.0 kB"), (999_949, "999.9 kB"), (999_951, "1.0 MB"),
        (1_500_000_000, "1.5 GB"), (Int.max, "9.2 EB"),
    ])
    func `bytes are decimal, with one digit after the point`(bytes: Int, text: String) {
        #expect(Figures.bytes(bytes) == text)
    }

    @Test(arguments: [
        (0.2, "0:01"), (59, "0:59"), (60, "1:00"), (3_600, "1:00:00"), (359_999, "99:59:59"),
        (360_000, "days"),
    ])
    func `times are as clocks show them`(seconds: Double, text: String) {
        #expect(Figures.time(seconds) == text)
    }

    @Test(arguments: [(0, "0"), (999, "999"), (1_000, "1,000"), (-1_234_567, "-1,234,567")])
    func `numbers are grouped`(number: Int, text: String) { #expect(Figures.count(number) == text) }
}

/// A terminal of 80 columns, or none.
private final class Screen: Console {
    let memory = MemoryConsole()
    let width: Int?

    init(width: Int?) { self.width = width }

    func output(_ line: String) { memory.output(line) }
    func note(_ line: String) { memory.note(line) }
    func draw(_ line: String) { memory.output("draw " + line) }
}

@Suite struct ProgressDisplayTests {
    private func show(_ steps: [(items: Int, milliseconds: Int)], width: Int?) -> MemoryConsole {
        let screen = Screen(width: width)
        var display = ProgressDisplay(on: screen, from: JobProgress(), at: .zero)
        for (items, time) in steps { display.show(JobProgress(items: items), at: .milliseconds(time)) }
        display.clear()
        return screen.memory
    }

    @Test func `a terminal is drawn on ten times a second, and left clean`() {
        let console = show([(1, 0), (2, 99), (3, 100), (3, 250)], width: 80)

        #expect(console.result == "draw 1 items\ndraw 3 items  30 items/s\ndraw 3 items  12 items/s\ndraw ")
        #expect(console.notes == "")
    }

    @Test func `elsewhere there is one line a second, where something has changed`() {
        let console = show([(0, 0), (1, 999), (0, 1000), (5, 2000)], width: nil)

        #expect(console.notes == "0 items\n5 items  3 items/s" && console.result == "")
    }
}
