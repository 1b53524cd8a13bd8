import Foundation

/// A moment, or what passed between two: on the clock, and for this process's processors alone, which a busy
/// machine does not make longer.
struct Time {
    let passed: Duration
    let busy: Duration

    static func now() -> Time {
        var used = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used)
        let busy = Duration.seconds(used.tv_sec) + .nanoseconds(used.tv_nsec)
        var clock = timespec()
        clock_gettime(CLOCK_MONOTONIC, &clock)
        return Time(passed: .seconds(clock.tv_sec) + .nanoseconds(clock.tv_nsec), busy: busy)
    }

    static func - (end: Time, start: Time) -> Time {
        Time(passed: end.passed - start.passed, busy: end.busy - start.busy)
    }
}

/// Times as lines for people, or as JSON lines.
struct Report {
    private let assets: Int
    private let isJSON: Bool

    init(assets: Int, isJSON: Bool) {
        self.assets = assets
        self.isJSON = isJSON
        guard !isJSON else { return }
        write("\(Self.padded("\(assets) live assets", 52))     p50 ms     p99 ms     max ms     cpu ms")
    }

    func add(_ name: String, _ times: [Time]) {
        let sorted = times.map { $0.passed / .milliseconds(1) }.sorted()
        guard let last = sorted.last else { return }
        let half = sorted[sorted.count / 2]
        let high = sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
        let busy = times.map { $0.busy / .milliseconds(1) }.sorted()[times.count / 2]
        write(name, [("p50", half), ("p99", high), ("max", last), ("cpu", busy)], unit: "ms")
    }

    /// The most memory that this process has had, and what it has now.
    func addMemory() {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        for (name, field) in [("memory now", "VmRSS:"), ("memory at most", "VmHWM:")] {
            guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix(field) }),
                let size = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Double($0) }
                )
            else { continue }
            write(name, [("max", size / 1024)], unit: "MiB")
        }
    }

    private func write(_ name: String, _ values: [(String, Double)], unit: String) {
        let texts = values.map { ($0.0, String(format: "%.2f", $0.1)) }
        guard isJSON else {
            let columns = texts.map { String(repeating: " ", count: max(0, 11 - $0.1.count)) + $0.1 }
            return write(Self.padded(name, 52) + columns.joined() + (unit == "ms" ? "" : " \(unit)"))
        }
        let members = texts.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",")
        write("{\"case\":\"\(name)\",\"assets\":\(assets),\(members),\"unit\":\"\(unit)\"}")
    }

    private static func padded(_ text: String, _ count: Int) -> String {
        text + String(repeating: " ", count: max(0, count - text.count))
    }

    private func write(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
}
