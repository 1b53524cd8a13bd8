import AdapterKit
import Bytes
import Raster
import RasterCatalog
import TestSupport
import Testing

@testable import Gateway

/// A store that takes bytes and hands none out.
@Suite struct SpareTests {
    private func arrived() async throws -> (RelocationStage, AssetID) {
        let stage = try await RelocationStage()
        stage.far.fallSilent()
        let id = try await stage.upload(to: "far")
        try await stage.settle("far")
        return (stage, id)
    }

    @Test func `the old copy stays beside the home, and is what is read`() async throws {
        let (stage, id) = try await arrived()

        #expect(try await stage.home(id) == "far")
        #expect(try await stage.holders(of: id) == ["staging", "far"])
        #expect(try await stage.text(of: id) == "hello")
        #expect(try await stage.intents() == [])
        try await stage.restart()
        #expect(try await stage.text(of: id) == "hello")
    }

    @Test func `an asset that moves on takes none of its copies along`() async throws {
        let (stage, id) = try await arrived()
        try await stage.transfer(id, from: "far", to: "near")

        try await stage.settle("near")

        #expect(try await stage.holders(of: id) == ["near"])
        #expect(try await stage.catalog.read { try await $0.spare(of: id) } == nil)
        #expect(try await stage.text(of: id) == "hello")
    }

    @Test func `a purge removes both`() async throws {
        let (stage, id) = try await arrived()
        try await stage.trash(id, in: "far")

        #expect(try await stage.purge(id, in: "far"))

        #expect(try await stage.holders(of: id) == [])
        #expect(stage.far.records.isEmpty)
    }

    @Test func `a store is given the time to hand something out`() async throws {
        let stage = try await RelocationStage(far: FetchingStore(settleTime: .seconds(30)))
        stage.far.fallSilent()
        let id = try await stage.upload(to: "far")
        try await stage.round("far")
        await stage.far.deliver()
        stage.clock.advance(by: .seconds(29))

        try await stage.round("far")
        #expect(try await stage.home(id) == "staging")
        stage.clock.advance(by: .seconds(30))
        try await stage.round("far")

        #expect(try await stage.home(id) == "far")
    }
}
