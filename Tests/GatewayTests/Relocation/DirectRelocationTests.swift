import AdapterKit
import Bytes
import Raster
import RasterCatalog
import Synchronization
import TestSupport
import Testing

@testable import Gateway

@Suite struct DirectRelocationTests {
    @Test func `a transfer to a library of another store sends the asset there, with a job that says so`()
        async throws
    {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "near")

        try await stage.transfer(id, from: "near", to: "next")

        #expect(try await stage.relocation(id)?.goal == "next")
        #expect(try await stage.jobs(in: "next").map(\.kind) == [.relocate])
        #expect(try await stage.home(id) == "near")
        #expect(try await stage.text(of: id) == "hello")
    }

    @Test func `two transfers make one job`() async throws {
        let stage = try await RelocationStage()
        for _ in 0..<2 {
            let id = try await stage.upload(to: "near")
            try await stage.transfer(id, from: "near", to: "next")
        }

        #expect(try await stage.jobs(in: "next").count == 1)
    }

    @Test func `a transfer within one store moves nothing`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "near")

        try await stage.transfer(id, from: "near", to: "near")

        #expect(try await stage.relocation(id) == nil)
        #expect(try await stage.jobs(in: "near") == [])
    }

    @Test func `an asset that comes back before it has left is on no way`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "near")
        try await stage.transfer(id, from: "near", to: "next")

        try await stage.transfer(id, from: "next", to: "near")

        #expect(try await stage.relocation(id) == nil)
        try await stage.settle("near")
        #expect(try await stage.holders(of: id) == ["near"])
    }

    @Test func `an asset that goes and comes back is where it was`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "disk")
        try await stage.transfer(id, from: "disk", to: "near")
        try await stage.settle("near")
        try await stage.transfer(id, from: "near", to: "disk")

        try await stage.settle("disk")

        #expect(try await stage.holders(of: id) == ["disk"])
        #expect(try await stage.intents() == [])
    }

    @Test func `an asset is tried again while its store cannot be reached`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "near")
        try await stage.transfer(id, from: "near", to: "next")
        stage.next.fail(.create, with: StorageError(.unavailable, "down"), times: 3)

        try await stage.settle("next")

        #expect(stage.next.failuresToCome == 0)
        #expect(try await stage.home(id) == "next")
    }

    @Test func `what no store answers for a day is given up`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "near")
        try await stage.transfer(id, from: "near", to: "next")
        stage.next.fail(.create, with: StorageError(.unavailable, "down"), times: 99)
        var rounds = 0
        var told: RasterError?
        while try await stage.relocation(id)?.state == .waiting, rounds < 99 {
            told = try await stage.round("next")
            stage.clock.advance(by: .seconds(3600))
            rounds += 1
        }

        #expect(rounds == RelocationPace.patience)
        // What the command tells by its exit code.
        #expect(told?.code == .serviceUnavailable)
        #expect(try await stage.relocation(id)?.failure?.kind == "unavailable")
        #expect(try await stage.text(of: id) == "hello")
    }

    @Test func `what a store refuses fails at once, and the words are the gateway's`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "near")
        try await stage.transfer(id, from: "near", to: "next")
        stage.next.fail(.create, with: StorageError(.tooLarge, "secret words"))

        let failure = try await stage.round("next")

        #expect(try await stage.relocation(id)?.state == .failed)
        #expect(failure?.message.contains("1 of 1 assets") == true)
        #expect(failure?.message.contains("secret") == false)
    }

    @Test func `an operator has what failed tried again`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "near")
        try await stage.transfer(id, from: "near", to: "next")
        stage.next.fail(.create, with: StorageError(.tooLarge, "no"))
        try await stage.round("next")
        let scope = try await stage.scope("next")

        let job = try await stage.catalog.write { [gateway = stage.gateway] in
            try await gateway.relocate(in: scope, $0)
        }
        try await stage.settle("next")

        #expect(job.kind == .relocate)
        #expect(try await stage.home(id) == "next")
    }

    @Test func `a source with other bytes than were uploaded stays, and its copy does not`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "near")
        let home = try #require(try await stage.asset(id)?.home)
        stage.near.replaceBytes(of: home.id, by: Array("HELLO".utf8))
        try await stage.transfer(id, from: "near", to: "next")

        try await stage.settle("next")

        #expect(try await stage.relocation(id)?.failure?.kind == "otherBytes")
        #expect(try await stage.holders(of: id) == ["near"])
        #expect(try await stage.intents() == [])
    }

    @Test func `a store that is known to be down is not asked`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "far")
        stage.far.refuse(with: StorageError(.unavailable, "down", retry: .after(.seconds(7))))

        try await stage.round("far")

        #expect(stage.far.records.isEmpty)
        let relocation = try #require(try await stage.relocation(id))
        #expect(relocation.attempts == 0 && relocation.failure == nil)
    }

    @Test func `what changes on the way is told to the new store`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "near")
        try await stage.transfer(id, from: "near", to: "next")
        try await stage.describe(id, in: "next", "early", tag: "early")
        try await stage.settle("next")

        let mirror = try #require(try await stage.catalog.read { try await $0.mirror(of: id) })

        #expect(!mirror.isWaiting && mirror.mirrored == mirror.version && mirror.state != nil)
        let home = try #require(try await stage.asset(id)?.home.id)
        #expect(try await stage.next.stat(home).tags == ["early"])
    }

    @Test func `a comment that is written while its asset arrives comes along`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "near")
        try await stage.comment(on: id, in: "near", "0")
        try await stage.transfer(id, from: "near", to: "next")

        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...20 {
                group.addTask { try await stage.comment(on: id, in: "next", "\(number)") }
            }
            group.addTask { try await stage.settle("next") }
            try await group.waitForAll()
        }

        let home = try #require(try await stage.asset(id)?.home)
        #expect(home.adapter == "next")
        let texts = try await stage.next.comments(on: home.id).map(\.text)
        #expect(Set(texts) == Set((0...20).map(String.init)) && texts.count == 21)
    }

    @Test func `an old copy that cannot be removed is removed later, and no sooner`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "near")
        try await stage.transfer(id, from: "near", to: "next")
        stage.near.fail(.delete, with: StorageError(.unavailable, "down"))

        try await stage.settle("next")
        #expect(try await stage.holders(of: id) == ["near", "next"])
        #expect(try await stage.intents().map(\.operation) == [.vacate])
        _ = try await stage.gateway.recover()

        #expect(try await stage.holders(of: id) == ["next"])
        #expect(try await stage.intents() == [])
    }

    @Test func `an old copy is no copy any more once the asset lives there again`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "near")
        let asset = try #require(try await stage.asset(id))
        let intent = Intent(
            .vacate, in: "near", NaturalKey(of: asset), native: asset.home.id, owner: "run-0",
            created: .sample())
        try await stage.catalog.write { try await $0.record([intent]) }

        _ = try await stage.gateway.recover()

        #expect(try await stage.text(of: id) == "hello")
        #expect(try await stage.intents() == [])
    }

    @Test func `a reader that has just looked an asset up finds it at its new home`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "near")
        let before = try #require(try await stage.asset(id))
        try await stage.transfer(id, from: "near", to: "next")
        try await stage.settle("next")

        let content = try await stage.gateway.open(before, nil)

        #expect(try await content.stream.collect(upTo: 99) == Array("hello".utf8))
    }

    @Test func `a job that is cancelled gives up what waits`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "near")
        try await stage.transfer(id, from: "near", to: "next")
        let (job, scope) = (
            try #require(try await stage.jobs(in: "next").first), try await stage.scope("next")
        )

        _ = try await stage.catalog.write { [gateway = stage.gateway] in
            try await gateway.cancelJob(job.id, in: scope, $0)
        }

        #expect(try await stage.relocation(id)?.failure?.kind == "cancelled")
        #expect(try await stage.gateway.resumeRelocations() == 0)
    }

    @Test func `what waits without a job gets one`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "near")
        try await stage.catalog.write { _ = try await $0.setGoal("next", of: [id], at: .sample()) }

        #expect(try await stage.gateway.resumeRelocations() == 1)
        #expect(try await stage.gateway.resumeRelocations() == 0)
        #expect(try await stage.jobs(in: "near").map(\.kind) == [.relocate])
    }

    @Test func `an asset on its way keeps to the trash of where it is, too`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "near")
        try await stage.transfer(id, from: "near", to: "next")

        try await stage.trash(id, in: "next")

        #expect(stage.gateway.trashRetention(of: "next") == .days(30))
        #expect(try await stage.relocation(id)?.asset.purgeAt == stage.clock.now() + .days(14))
    }

    @Test func `what a store refuses once it may take the next time`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "near")
        try await stage.transfer(id, from: "near", to: "next")
        stage.next.fail(.create, with: StorageError(.invalid, "not just now"), times: 2)

        try await stage.settle("next")

        #expect(try await stage.home(id) == "next")
    }

    @Test func `a store that takes nothing in is sent nothing`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "near")
        stage.far.close()

        let error = await #expect(throws: RasterError.self) {
            try await stage.transfer(id, from: "near", to: "far")
        }

        #expect(error?.code == .notSupported)
        #expect(try await stage.asset(id)?.library == "near")
    }

    @Test func `a store that takes nothing in any more is no end of the way`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "near")
        try await stage.catalog.write { [now = stage.clock.now()] in
            _ = try await $0.setGoal("far", of: [id], at: now)
        }
        stage.far.close()

        let outcome = try await RelocationStep(gateway: stage.gateway, id: id).run()

        #expect(outcome == .failed)
        #expect(try await stage.relocation(id)?.failure?.kind == "closed")
    }

    @Test func `a trashed asset goes on its way, unless its store has a trash of its own`() async throws {
        let stage = try await RelocationStage()
        let (free, resting) = (try await stage.upload(to: "next"), try await stage.upload(to: "near"))
        try await stage.transfer(free, from: "next", to: "disk")
        try await stage.transfer(resting, from: "near", to: "disk")
        for id in [free, resting] { try await stage.trash(id, in: "disk") }

        try await stage.settle("disk")

        #expect(try await stage.home(free) == "disk")
        #expect(try await stage.home(resting) == "near")
        #expect(try await stage.relocation(resting)?.state == .waiting)
    }

    @Test func `a trashed asset that waited goes on its way when it is taken out`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "near")
        try await stage.transfer(id, from: "near", to: "next")
        try await stage.trash(id, in: "next")
        try await stage.catalog.write { writer in
            for job in try await writer.jobs(
                in: try #require(try await writer.library("next", in: "acme")).key, page: .first)
            {
                var job = job
                _ = job.start(by: "x", at: .sample())
                _ = job.settle(.done, JobProgress(), at: .sample())
                try await writer.update(job)
            }
        }

        try await stage.restore(id, in: "next")

        #expect(try await stage.jobs(in: "next").filter { !$0.state.isEnded }.count == 1)
        try await stage.settle("next")
        #expect(try await stage.home(id) == "next")
    }
}
