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

    @Test func `an asset that goes back to where its copy stayed lives in that`() async throws {
        let stage = try await RelocationStage()
        stage.far.fallSilent()
        let id = try await stage.upload(to: "disk")
        let first = try #require(try await stage.asset(id)?.home)
        try await stage.transfer(id, from: "disk", to: "far")
        try await stage.settle("far")
        #expect(try await stage.holders(of: id) == ["disk", "far"])
        try await stage.transfer(id, from: "far", to: "disk")

        try await stage.settle("disk")

        #expect(try await stage.asset(id)?.home == first)
        #expect(try await stage.holders(of: id) == ["disk"])
        #expect(try await stage.catalog.read { try await $0.spare(of: id) } == nil)
        #expect(try await stage.text(of: id) == "hello")
    }

    @Test func `a copy that stayed is no new asset to whoever lists its store`() async throws {
        let stage = try await RelocationStage()
        stage.far.fallSilent()
        let id = try await stage.upload(to: "near")
        try await stage.transfer(id, from: "near", to: "far")
        try await stage.settle("far")
        #expect(try await stage.holders(of: id) == ["near", "far"])
        let library = try await stage.scope("near").library

        _ = try await stage.gateway.compare(library, report: { _ in }, isCancelled: { false })

        #expect(try await stage.holders(of: id) == ["near", "far"])
        let count = try await stage.catalog.read { [key = library.key] reader in
            try await reader.assets(in: key, carryingAnyOf: [], page: .first).count
        }
        #expect(count == 0)
    }

    @Test func `a purge removes both`() async throws {
        let (stage, id) = try await arrived()
        try await stage.trash(id, in: "far")

        #expect(try await stage.purge(id, in: "far"))

        #expect(try await stage.holders(of: id) == [])
        #expect(stage.far.records.isEmpty)
    }

    /// Does `step` with a process that dies at every moment in turn, lets the next one `finish`, and has all checked.
    private func dying(
        _ step: (RelocationStage, AssetID) async throws -> Void,
        finish: (RelocationStage, AssetID) async throws -> Void,
        check: (RelocationStage, AssetID, Testing.Comment) async throws -> Void,
        begin: () async throws -> (RelocationStage, AssetID)
    ) async throws {
        var moment = 1
        while true {
            let (stage, id) = try await begin()
            stage.process.fuse.burn(until: moment)
            _ = try? await step(stage, id)
            guard stage.process.fuse.isDead else { break }
            try await stage.restart()
            _ = try await stage.gateway.recover()
            try await finish(stage, id)
            try await check(stage, id, "dead at moment \(moment)")
            #expect(try await stage.intents() == [], "dead at moment \(moment)")
            moment += 1
        }
        #expect(moment > 4)
    }

    @Test func `wherever the process dies, the old copy is there and read`() async throws {
        try await dying { stage, _ in
            try await stage.settle("far")
        } finish: { stage, _ in
            try await stage.settle("far")
        } check: { (stage, id, moment) async throws -> Void in
            #expect(try await stage.home(id) == "far", moment)
            #expect(try await stage.holders(of: id) == ["staging", "far"], moment)
            #expect(try await stage.text(of: id) == "hello", moment)
        } begin: {
            let stage = try await RelocationStage()
            stage.far.fallSilent()
            return (stage, try await stage.upload(to: "far"))
        }
    }

    @Test func `wherever the process dies, an asset that moves on leaves nothing behind`() async throws {
        try await dying { stage, _ in
            try await stage.settle("near")
        } finish: { stage, _ in
            try await stage.settle("near")
        } check: { (stage, id, moment) async throws -> Void in
            #expect(try await stage.holders(of: id) == ["near"], moment)
            #expect(try await stage.text(of: id) == "hello", moment)
        } begin: {
            let (stage, id) = try await arrived()
            try await stage.transfer(id, from: "far", to: "near")
            return (stage, id)
        }
    }

    @Test func `wherever the process dies, a purge leaves nothing behind`() async throws {
        try await dying { stage, id in
            _ = try await stage.purge(id, in: "far")
        } finish: { stage, id in
            if try await stage.home(id) != nil { _ = try await stage.purge(id, in: "far") }
        } check: { (stage, id, moment) async throws -> Void in
            #expect(try await stage.holders(of: id) == [], moment)
            #expect(stage.far.records.isEmpty, moment)
        } begin: {
            let (stage, id) = try await arrived()
            try await stage.trash(id, in: "far")
            return (stage, id)
        }
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
        // Once may be by accident.
        #expect(try await stage.home(id) == "staging")
        stage.clock.advance(by: .seconds(30))
        try await stage.round("far")

        #expect(try await stage.home(id) == "far")
    }
}
