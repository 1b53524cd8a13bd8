import Gateway
import Raster
import RasterCatalog
import Synchronization
import TestSupport
import Testing

/// Wherever the process dies, the next one leaves no orphan, no dangling row and nothing lost.
@Suite struct CrashTests {
    @Test(arguments: [
        ProcessSwitch.Moment.beforeWrite(1), .afterWrite(1), .beforeCreate(1), .afterCreate(1),
        .beforeCreate(2),
        .afterCreate(2), .beforeCreate(3), .afterCreate(3), .beforeWrite(2),
    ])
    func `an upload that dies before its commit never was`(moment: ProcessSwitch.Moment) async throws {
        let stage = try await Stage()
        let kept = try await stage.upload("kept")
        stage.process.die(at: moment)
        await #expect(throws: (any Error).self) { try await stage.upload("1", "2", "3") }

        _ = try await stage.restarted().recover()

        #expect(stage.stored == kept)
        #expect(try await stage.live() == kept)
        #expect(try await stage.intents() == [])
    }

    @Test func `an upload that dies after its commit is there`() async throws {
        let stage = try await Stage()
        stage.process.die(at: .afterWrite(2))
        await #expect(throws: (any Error).self) { try await stage.upload("1", "2") }

        let recovery = try await stage.restarted().recover()

        #expect(recovery.resolved == 0)
        #expect(stage.stored.count == 2)
        #expect(try await stage.live() == stage.stored)
    }

    @Test(arguments: [
        ProcessSwitch.Moment.afterWrite(1), .beforeDelete(1), .afterDelete(1), .beforeDelete(2),
        .afterDelete(2),
        .beforeWrite(2), .afterWrite(2),
    ])
    func `a purge that has begun is carried out`(moment: ProcessSwitch.Moment) async throws {
        let stage = try await Stage()
        let ids = try await stage.upload("1", "2", "3")
        let gone = [ids[0], ids[1]]
        try await stage.trash(gone)
        let scope = try await stage.scope()
        stage.process.die(at: moment)
        await #expect(throws: (any Error).self) {
            try await stage.gateway.purge(gone, in: scope, nil) { _ in Answer(200, []) }
        }

        _ = try await stage.restarted().recover()

        #expect(stage.stored == [ids[2]])
        #expect(try await stage.live() == [ids[2]])
        #expect(try await stage.trashed() == [])
        #expect(try await stage.intents() == [])
    }

    @Test func `a purge that never began leaves the trash as it is`() async throws {
        let stage = try await Stage()
        let ids = try await stage.upload("1")
        try await stage.trash(ids)
        let scope = try await stage.scope()
        stage.process.die(at: .beforeWrite(1))
        await #expect(throws: (any Error).self) {
            try await stage.gateway.purge(ids, in: scope, nil) { _ in Answer(200, []) }
        }

        _ = try await stage.restarted().recover()

        #expect(try await stage.trashed() == ids && stage.stored == ids)
    }

    @Test func `intents of a running upload are left alone`() async throws {
        let stage = try await Stage()
        let gateway = stage.gateway
        let seen = Mutex<Gateway.Recovery?>(nil)
        stage.store.whenCreating {
            let recovery = try? await gateway.recover()
            seen.withLock { $0 = recovery }
        }

        let ids = try await stage.upload("1")

        #expect(seen.withLock { $0?.resolved } == 0)
        #expect(try await stage.live() == ids && stage.stored == ids)
    }

    @Test func `intents of this run that nobody works on are resolved`() async throws {
        let stage = try await Stage()
        let key = NaturalKey(organization: "acme", library: "photos", asset: "x", filename: "x")
        let intent = Intent(.create, in: "memory", key, owner: "run-1", created: .sample())
        try await stage.truth.write { try await $0.record([intent]) }

        let recovery = try await stage.gateway.recover()

        #expect(recovery.resolved == 1)
        #expect(try await stage.intents() == [])
    }

    @Test func `a store that cannot tell keeps the intent open`() async throws {
        let stage = try await Stage(abilities: [])
        stage.process.die(at: .beforeWrite(2))
        await #expect(throws: (any Error).self) { try await stage.upload("1") }

        let recovery = try await stage.restarted().recover()

        #expect(recovery.open == 1 && recovery.resolved == 0)
        #expect(try await stage.intents().map(\.state) == [.unknown])
    }

    @Test func `recovery done twice changes nothing more`() async throws {
        let stage = try await Stage()
        stage.process.die(at: .afterCreate(1))
        await #expect(throws: (any Error).self) { try await stage.upload("1") }
        let next = stage.restarted()
        _ = try await next.recover()

        let again = try await next.recover()

        #expect(again.resolved == 0 && again.open == 0)
    }
}
