import Raster
import RasterCatalog
import TestSupport
import Testing

@testable import Gateway

/// Wherever the process dies on an asset's way, the next one brings it to its end, and nothing is left behind.
@Suite struct RelocationCrashTests {
    /// A way that assets go.
    struct Way: Sendable, CustomTestStringConvertible {
        /// Where the asset is uploaded, and lives when the way begins.
        let start: LibraryID
        /// Where it goes.
        let end: LibraryID

        var testDescription: String { "\(start) to \(end)" }
    }

    static let ways = [
        Way(start: "disk", end: "near"), Way(start: "near", end: "next"), Way(start: "near", end: "far"),
        Way(start: "far", end: "near"), Way(start: "far", end: "far"),
    ]

    /// A stage with an asset at the beginning of its way, and with all that may hang on one.
    private func begun(_ way: Way) async throws -> (RelocationStage, AssetID) {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: way.start)
        // An upload to a store that fetches is on its way there by itself.
        if way.start != way.end { try await stage.settle(way.start) }
        try await stage.describe(id, in: way.start)
        try await stage.catalog.write { try await $0.insert(.sample("c1"), on: id) }
        if way.start != way.end { try await stage.transfer(id, from: way.start, to: way.end) }
        return (stage, id)
    }

    @Test(arguments: ways)
    func `the asset arrives, wherever the process dies`(way: Way) async throws {
        var moment = 1
        while true {
            let (stage, id) = try await begun(way)
            stage.process.fuse.burn(until: moment)
            _ = try? await stage.settle(way.end)
            guard stage.process.fuse.isDead else { break }
            try await stage.restart()
            #expect(try await stage.text(of: id) == "hello", "readable after moment \(moment)")

            _ = try await stage.gateway.recover()
            #expect(
                try await stage.text(of: id) == "hello", "readable after the recovery of moment \(moment)")
            try await stage.settle(way.end)

            try await check(stage, id, way, "dead at moment \(moment)")
            moment += 1
        }
        #expect(moment > 6)
    }

    @Test func `a way that dies again and again comes to its end`() async throws {
        let way = Way(start: "near", end: "far")
        let (stage, id) = try await begun(way)
        for moment in [3, 5, 4, 7, 9, 6, 8, 2] {
            stage.process.fuse.burn(until: moment)
            _ = try? await stage.settle(way.end)
            try await stage.restart()
            _ = try await stage.gateway.recover()
        }

        try await stage.settle(way.end)

        try await check(stage, id, way, "dead eight times")
    }

    private func check(_ stage: RelocationStage, _ id: AssetID, _ way: Way, _ when: Testing.Comment)
        async throws
    {
        let asset = try #require(try await stage.asset(id), when)
        #expect(asset.home.adapter.rawValue == way.end.rawValue, when)
        #expect(asset.library == way.end && asset.filename == "a.txt" && asset.name == "a", when)
        #expect(asset.description == "a word" && asset.tags == ["sun"], when)
        #expect(try await stage.text(of: id) == "hello", when)
        #expect(try await stage.holders(of: id) == [asset.home.adapter], when)
        #expect(try await stage.intents() == [], when)
        #expect(try await stage.relocation(id) == nil, when)
        #expect(try await stage.catalog.read { try await $0.comments(on: id, page: .first).count } == 1, when)
        try await checkJournal(stage, when)
    }

    /// What the far store holds without bytes is what the journal says, as are its places without a library.
    private func checkJournal(_ stage: RelocationStage, _ when: Testing.Comment) async throws {
        let journal = try await stage.placeholders()
        #expect(journal.filter { $0.kind == .asset }.map(\.label) == stage.far.empty, when)
        let known = try await stage.catalog.read { try await $0.place(PlaceKey("far", "acme", "far")) }
        let label = known.map { BackendLabel("acme/far", number: $0.label).text }
        #expect(
            journal.filter { $0.kind == .project }.map(\.label)
                == stage.far.placesMade.filter { $0 != label }, when)
    }
}
