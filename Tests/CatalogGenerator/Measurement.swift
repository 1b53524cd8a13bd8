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

    private func open() async throws -> (SQLiteCatalog, Time) {
        let start = Time.now()
        let catalog = try await SQLiteCatalog(path: path)
        _ = try await catalog.read { try await $0.organizations() }
        return (catalog, Time.now() - start)
    }

    /// The first time on a catalog that was just opened, then again and again.
    private func measure(
        _ item: Read, _ catalog: SQLiteCatalog, _ libraries: [Library], into report: inout Report
    ) async throws {
        var cold: [Time] = []
        for round in 0..<max(5, options.rounds / 4) {
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
    ) async throws -> [Time] {
        var random = SplitMix64(seed: options.seed &+ seed)
        var times: [Time] = []
        for _ in 0..<rounds {
            let own = SplitMix64(seed: random.next())
            let start = Time.now()
            try await body(own)
            times.append(Time.now() - start)
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
