import AdapterKit
import Bytes
import Raster
import RasterCatalog
import TestSupport
import Testing

@testable import Gateway

/// What becomes of copies that do not become homes.
@Suite struct RelocationPurgeTests {
    private let silence = StorageError(.timedOut, "no answer", effect: .unknown)

    @Test func `a purge removes the copy that is being fetched too`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "far")
        try await stage.round("far")
        try await stage.trash(id, in: "far")

        let isGone = try await stage.purge(id, in: "far")

        #expect(isGone)
        #expect(stage.far.records.isEmpty)
        #expect(try await stage.holders(of: id) == [])
        #expect(try await stage.intents() == [])
    }

    @Test(arguments: [true, false])
    func `a purge finds out what an announcement without an answer has come to`(hasArrived: Bool) async throws
    {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "far")
        stage.far.fail(.announce, with: hasArrived ? silence : StorageError(.unavailable, "down"))
        try await stage.round("far")
        try await stage.trash(id, in: "far")

        let isGone = try await stage.purge(id, in: "far")

        #expect(isGone)
        #expect(stage.far.labels == (hasArrived ? [id.rawValue] : []))
        #expect(try await stage.placeholders().map(\.label) == stage.far.labels)
    }

    @Test func `a purge that cannot remove the copy leaves the asset in the trash`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "far")
        try await stage.round("far")
        try await stage.trash(id, in: "far")
        stage.far.fail(.delete, with: StorageError(.unavailable, "down"))

        #expect(try await stage.purge(id, in: "far") == false)
        #expect(try await stage.holders(of: id) == ["staging"])

        #expect(try await stage.purge(id, in: "far"))
        #expect(stage.far.records.isEmpty)
    }

    @Test func `a purge removes the old copy of an asset that has just moved`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "near")
        try await stage.transfer(id, from: "near", to: "next")
        stage.near.fail(.delete, with: StorageError(.unavailable, "down"))
        try await stage.settle("next")
        try await stage.trash(id, in: "next")

        #expect(try await stage.purge(id, in: "next"))

        #expect(try await stage.holders(of: id) == [])
        #expect(try await stage.intents() == [])
    }

    @Test func `what is due is purged with its copy`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "far")
        try await stage.round("far")
        try await stage.trash(id, in: "far")
        stage.clock.advance(by: .days(31))

        #expect(try await stage.gateway.purgeDue() == 1)

        #expect(stage.far.records.isEmpty)
        #expect(try await stage.holders(of: id) == [])
    }

    @Test func `assets of a removed library go with their copies`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "far")
        try await stage.round("far")
        let key = try await stage.scope("far").library.key
        try await stage.catalog.write { try await $0.remove(key) }

        #expect(try await stage.gateway.purgeDue() == 1)

        #expect(stage.far.records.isEmpty)
        #expect(try await stage.holders(of: id) == [])
    }

    @Test func `another transfer removes the copy before the asset goes elsewhere`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "far")
        try await stage.round("far")
        try await stage.transfer(id, from: "far", to: "near")

        try await stage.settle("near")

        #expect(stage.far.records.isEmpty)
        #expect(try await stage.holders(of: id) == ["near"])
    }

    @Test func `a transfer back home removes the copy and leaves the asset`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "near")
        try await stage.transfer(id, from: "near", to: "far")
        try await stage.round("far")
        #expect(stage.far.records.count == 1)
        try await stage.transfer(id, from: "far", to: "near")

        try await stage.settle("near")

        #expect(stage.far.records.isEmpty)
        #expect(try await stage.holders(of: id) == ["near"])
        #expect(try await stage.relocation(id) == nil)
    }

    @Test func `a copy that is no home yet is nothing that a comparison takes over or removes`() async throws
    {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "far")
        try await stage.round("far")
        await stage.far.deliver()
        let library = try await stage.scope("far").library

        let report = try await stage.gateway.compare(library)

        #expect(report != nil)
        #expect(try await stage.scope("far").library.assetsCount == 1)
        #expect(stage.far.records.count == 1)
        stage.clock.advance(by: .seconds(1))
        try await stage.settle("far")
        #expect(try await stage.home(id) == "far")
    }

    @Test func `an old copy that is about to go is nothing that a comparison takes over`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "near")
        try await stage.transfer(id, from: "near", to: "next")
        stage.near.fail(.delete, with: StorageError(.unavailable, "down"))
        try await stage.settle("next")
        let library = try await stage.scope("near").library

        _ = try await stage.gateway.compare(library)

        #expect(try await stage.scope("near").library.assetsCount == 0)
        #expect(try await stage.intents().map(\.operation) == [.vacate])
    }

    @Test func `an asset that has moved is not missing at its new home`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "near")
        try await stage.transfer(id, from: "near", to: "next")
        try await stage.settle("next")
        let library = try await stage.scope("next").library

        _ = try await stage.gateway.compare(library)

        #expect(try await stage.catalog.read { try await $0.missingAssets(limit: 9) }.isEmpty)
        #expect(try await stage.scope("next").library.assetsCount == 1)
        #expect(try await stage.text(of: id) == "hello")
    }
}
