import AdapterKit
import Bytes
import Raster
import RasterCatalog
import TestSupport
import Testing

@testable import Gateway

@Suite struct NativeTrashTests {
    @Test func `what comes into the trash comes into the backend's`() async throws {
        let stage = try await NativeStage()

        try await stage.trash()
        let lines = try await stage.tell()

        #expect(lines == ["shown"] && stage.told == ["discard"])
        #expect(stage.memory.isDiscarded(stage.home.id))
        #expect(try await stage.backlog() == 0)
    }

    @Test func `what comes out of it comes out there too, and looks as it should`() async throws {
        let stage = try await NativeStage()
        try await stage.tag("sun")
        try await stage.trash()
        try await stage.tell()

        try await stage.restore()
        try await stage.tell()

        #expect(stage.told == ["discard", "restore", "update"])
        #expect(!stage.memory.isDiscarded(stage.home.id))
        #expect(try await stage.memory.stat(stage.home.id).tags == ["sun"])
    }

    @Test func `what was in the trash only for a moment needs no bin`() async throws {
        let stage = try await NativeStage()
        try await stage.trash()
        try await stage.restore()

        #expect(try await stage.tell() == ["shown"])
        #expect(stage.told == ["restore", "update"])
        #expect(try await stage.backlog() == 0)
    }

    @Test func `a change that is none of the trash asks for no restoring`() async throws {
        let stage = try await NativeStage()
        try await stage.trash()
        try await stage.restore()
        try await stage.tell()

        try await stage.tag("sun")
        try await stage.tell()

        #expect(stage.told == ["restore", "update", "update"])
    }

    @Test(arguments: [TurningStore.Turn.lose, .vanish])
    func `a call without an answer is repeated once it has settled`(turn: TurningStore.Turn) async throws {
        let stage = try await NativeStage()
        try await stage.trash()
        stage.store.plan("discard", turn)

        let lines = try await stage.tell(for: .seconds(61))

        #expect(lines == ["unknown: timedOut", "shown"])
        #expect(stage.memory.isDiscarded(stage.home.id))
    }

    @Test func `an asset that the backend does not have is missing`() async throws {
        let stage = try await NativeStage()
        try await stage.memory.delete(stage.home.id)
        stage.clock.advance(by: .seconds(61))
        try await stage.trash()

        let lines = try await stage.tell(for: .seconds(61))

        #expect(lines.last == "missing")
        #expect(try await stage.backlog() == 0)
    }

    @Test func `a backend without a trash is told nothing of ours`() async throws {
        let stage = try await NativeStage(abilities: [.updating])

        try await stage.trash()
        try await stage.restore()

        #expect(try await stage.backlog() == 0)
        #expect(try await stage.tell() == [])
    }

    @Test func `what lies in a trash that was switched off is not forgotten there`() async throws {
        let earlier = try await NativeStage()
        try await earlier.trash()
        try await earlier.tell()
        let stage = try await earlier.withoutTrash()

        try await stage.restore()
        let lines = try await stage.tell()

        #expect(lines == ["failed: unsupported"])
        #expect(try await stage.backlog() == 1)
    }

    @Test func `what came out of a trash is free of it`() async throws {
        let earlier = try await NativeStage()
        try await earlier.trash()
        try await earlier.tell()
        try await earlier.restore()
        try await earlier.tell()
        let stage = try await earlier.withoutTrash()

        try await stage.trash()
        try await stage.restore()

        #expect(try await stage.backlog() == 0)
    }

    @Test func `a backend that hides what lies in its trash has it`() async throws {
        let stage = try await NativeStage()
        try await stage.trash()
        stage.store.plan("discard", .vanish)
        try await stage.tell()
        try await stage.memory.delete(stage.home.id)

        let lines = try await stage.tell(for: .seconds(61))

        #expect(lines.last == "shown")
    }

    @Test(arguments: [true, false])
    func `purging deletes in the backend's trash, or finds that it is done`(isThere: Bool) async throws {
        let stage = try await NativeStage()
        try await stage.trash()
        try await stage.tell()
        if !isThere { try await stage.memory.delete(stage.home.id) }

        stage.clock.advance(by: .days(14))
        let purged = try await stage.gateway.purgeDue()

        #expect(purged == 1)
        #expect(stage.memory.contents.isEmpty)
    }

    @Test func `the trash keeps an asset as long as the backend does`() async throws {
        let stage = try await NativeStage()
        let library = try await stage.scope().library

        try await stage.trash()

        let trashed = try await stage.truth.read { try await $0.trashedAssets(in: library.key, page: .first) }
        #expect(trashed.map(\.purgeAt) == [stage.clock.now() + .days(14)])
        #expect(try stage.gateway.capabilities(of: library).limits["trashDays"] == 14)
        #expect(stage.gateway.trashRetention(of: "shelf") == .days(30))
    }
}

@Suite struct NativePlaceTests {
    private func transferred(
        _ plan: (TurningStore) -> Void = { _ in }
    ) async throws -> (stage: NativeStage, lines: [String]) {
        let stage = try await NativeStage()
        try await stage.change { [asset = stage.asset] in
            _ = try await $0.transfer([asset], to: "drafts", from: $1, $2)
        }
        plan(stage.store)
        return (stage, try await stage.tell(for: .seconds(61)))
    }

    @Test func `an asset follows its library to another place of the backend`() async throws {
        let (stage, lines) = try await transferred()

        #expect(lines == ["shown"] && stage.told == ["move", "update"])
        #expect(try await stage.memory.stat(stage.home.id).place == "acme/drafts")
        #expect(try await stage.backlog() == 0)
    }

    @Test func `a place that is gone is made anew`() async throws {
        let (stage, lines) = try await transferred {
            $0.plan("move", .refuse(StorageError(.preconditionFailed, "no such project")))
        }

        #expect(lines == ["shown"] && stage.told == ["move", "move", "update"])
        #expect(stage.store.calls.count { $0 == "place" } == 2)
    }

    @Test func `a move without an answer is repeated once it has settled`() async throws {
        let (stage, lines) = try await transferred { $0.plan("move", .lose) }

        #expect(lines == ["unknown: timedOut", "shown"])
        #expect(stage.told == ["move", "move", "update"])
    }

    @Test func `an asset stays in its place as long as it stays in its library`() async throws {
        let stage = try await NativeStage()

        try await stage.tag("sun")
        try await stage.tell()

        #expect(stage.told == ["update"])
    }
}
