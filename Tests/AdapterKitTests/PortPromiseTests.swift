import AdapterKit
import Foundation
import Testing

@Suite struct PortPromiseTests {
    /// The port's documentation, line by line.
    private static func documentation() throws -> [String] {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let sources = tests.deletingLastPathComponent().appending(path: "Sources/Raster")
        let files = [
            "Ports/Adapter.swift", "Ports/Adapter+Abilities.swift", "Ports/Revising.swift",
            "Ports/Fetching.swift", "Ports/PlaceTree.swift", "Errors/StorageError.swift",
        ]
        return try files.flatMap { file in
            try String(contentsOf: sources.appending(path: file), encoding: .utf8).split(separator: "\n")
                .map { $0.trimmingCharacters(in: .whitespaces) }.filter { $0.hasPrefix("///") }
        }
    }

    @Test func `every promise of the table stands in the documentation`() throws {
        let lines = try Self.documentation()

        for (sentence, _) in PortPromises.all {
            #expect(lines.contains { $0.contains(sentence) }, "\(sentence)")
        }
    }

    @Test func `every promise has a check`() {
        let titles = Set(ConformanceCheck.all.map(\.title))

        for (sentence, checks) in PortPromises.all {
            #expect(!checks.isEmpty && titles.isSuperset(of: checks), "\(sentence): \(checks)")
        }
    }

    @Test func `every failure that the documentation names is in the table`() throws {
        let promised = PortPromises.all.map(\.sentence) + PortPromises.untried

        for line in try Self.documentation() where line.contains("hrows `.") {
            #expect(promised.contains { line.contains($0) }, "\(line)")
        }
    }
}
