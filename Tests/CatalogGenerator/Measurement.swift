import Foundation
import Raster
import RasterCatalog
import TestSupport

/// Asks a catalog what clients ask, and says how long it took.
struct Measurement {
    private let options: Options
    private let path: String

    init(_ options: Options) {
        self.options = options
        path = "\(options.data)/catalog.sqlite"
    }

    func run() async throws {
        guard FileManager.default.fileExists(atPath: path) else {
            throw Refusal(description: "\(path) is missing; \"CatalogGenerator make\" makes it")
        }
        let (catalog, opening) = try await open()
        var report = Report(assets: try await assets(catalog), isJSON: options.json)
        report.add("open the catalog", [opening])
        let libraries = try await libraries(catalog)
        for item in Self.reads {
            try await measure(item, catalog, libraries, into: &report)
        }
        for item in Self.writes {
            report.add(
                item.name,
                try await times(options.rounds) { random in
                    try await item.run(catalog, libraries, random)
                })
        }
        report.addMemory()
        await catalog.close()
    }

    private func open() async throws -> (SQLiteCatalog, Duration) {
        let start = ContinuousClock.now
        let catalog = try await SQLiteCatalog(path: path)
        _ = try await catalog.read { try await $0.organizations() }
        return (catalog, ContinuousClock.now - start)
    }

    /// The first time on a catalog that was just opened, then again and again.
    private func measure(
        _ item: Read, _ catalog: SQLiteCatalog, _ libraries: [Library], into report: inout Report
    ) async throws {
        var cold: [Duration] = []
        for round in 0..<5 {
            let (fresh, _) = try await open()
            cold += try await times(1, seed: UInt64(round)) { random in
                try await fresh.read { try await item.run($0, libraries, random) }
            }
            await fresh.close()
        }
        report.add(item.name + ", cold", cold)
        report.add(
            item.name,
            try await times(options.rounds) { random in
                try await catalog.read { try await item.run($0, libraries, random) }
            })
    }

    private func times(
        _ rounds: Int, seed: UInt64 = 7, _ body: (SplitMix64) async throws -> Void
    ) async throws -> [Duration] {
        var random = SplitMix64(seed: options.seed &+ seed)
        var times: [Duration] = []
        for _ in 0..<rounds {
            let own = SplitMix64(seed: random.next())
            let start = ContinuousClock.now
            try await body(own)
            times.append(ContinuousClock.now - start)
        }
        return times
    }

    private func libraries(_ catalog: SQLiteCatalog) async throws -> [Library] {
        let found = try await catalog.read { reader in
            try await ["library", "small"].asyncMap { try await reader.library(LibraryID($0), in: "local") }
        }
        guard let library = found[0], let small = found[1] else {
            throw Refusal(description: "\(path) was not made by \"CatalogGenerator make\"")
        }
        return [library, small]
    }

    private func assets(_ catalog: SQLiteCatalog) async throws -> Int {
        try await libraries(catalog)[0].assetsCount
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
        write("\(Self.padded("\(assets) live assets", 52))     p50 ms     p99 ms     max ms")
    }

    func add(_ name: String, _ times: [Duration]) {
        let sorted = times.map { $0 / .milliseconds(1) }.sorted()
        guard let last = sorted.last else { return }
        let half = sorted[sorted.count / 2]
        let high = sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
        write(name, [("p50", half), ("p99", high), ("max", last)], unit: "ms")
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
