import AdapterKit
import Gateway
import Raster
import RasterCatalog
import Synchronization
import TestSupport
import Testing

@Suite struct LeapGuardTests {
    @Test func `time that passes is no leap`() {
        let clock = TestClock()
        let leapGuard = LeapGuard(clock)

        clock.advance(by: .days(400))

        #expect(!leapGuard.hasLeapt)
    }

    @Test(arguments: [(3600, false), (3601, true), (-100_000, false), (30 * 86_400, true)])
    func `the wall clock may run ahead by an hour`(seconds: Int, hasLeapt: Bool) {
        let clock = TestClock()
        let leapGuard = LeapGuard(clock)

        clock.leap(by: .seconds(seconds))

        #expect(leapGuard.hasLeapt == hasLeapt)
    }

    @Test func `a leap is over when the clock is back`() {
        let clock = TestClock()
        let leapGuard = LeapGuard(clock)
        clock.leap(by: .days(1))

        clock.leap(by: .days(-1))

        #expect(!leapGuard.hasLeapt)
    }
}

@Suite struct HousekeeperTests {
    @Test func `a round purges all that is due, however much`() async throws {
        let stage = try await Stage()
        var ids: [AssetID] = []
        for _ in 0..<3 { ids += try await stage.upload("1", "2", "3", "4", "5") }
        let kept = ids.removeLast()
        try await stage.trash(ids)
        stage.clock.advance(by: .days(30))

        let round = try await Housekeeper(stage.gateway).round()

        #expect(round.purged == 14 && stage.stored == [kept])
    }

    @Test func `what the store refuses is tried again in the next round`() async throws {
        let stage = try await Stage()
        let ids = try await stage.upload("1", "2")
        try await stage.trash(ids)
        stage.clock.advance(by: .days(30))
        stage.memory.fail(.delete, with: StorageError(.unavailable, "down"), times: 3)
        let first = try await Housekeeper(stage.gateway).round()

        let second = try await Housekeeper(stage.gateway).round()

        #expect(first.purged == 0 && second.purged + stage.stored.count == 2)
        #expect(try await stage.intents() == [])
    }

    @Test func `a deletion without an answer does not come back from the trash, and is brought to its end`()
        async throws
    {
        let stage = try await Stage()
        let ids = try await stage.upload("1")
        try await stage.trash(ids)
        let scope = try await stage.scope()
        stage.memory.fail(.delete, with: StorageError(.timedOut, "planned", effect: .unknown), times: 1)

        _ = try await stage.gateway.purge(ids, in: scope, nil) { _ in Answer(200, []) }

        #expect(try await stage.trashed() == [])
        #expect(try await stage.intents().map(\.operation) == [.delete])
        _ = try await Housekeeper(stage.gateway).round()
        #expect(stage.stored == [])
        #expect(try await stage.intents() == [])
    }

    @Test func `bytes that are gone already count as purged`() async throws {
        let stage = try await Stage()
        let ids = try await stage.upload("1")
        let home = try await stage.truth.read { try await $0.asset(ids[0], in: "acme")?.home.id }
        try await stage.trash(ids)
        try await stage.memory.delete(try #require(home))
        stage.clock.advance(by: .days(30))

        let round = try await Housekeeper(stage.gateway).round()

        #expect(round.purged == 1)
        #expect(try await stage.trashed() == [])
    }

    @Test func `a stopped round purges nothing`() async throws {
        let stage = try await Stage()
        try await stage.trash(try await stage.upload("1"))
        stage.clock.advance(by: .days(30))

        let round = try await Housekeeper(stage.gateway).round(isStopped: { true })

        #expect(round.purged == 0)
    }

    @Test func `assets of a removed library are purged at once`() async throws {
        let stage = try await Stage()
        try await stage.upload("1", "2")
        let key = try await stage.scope().library.key
        try await stage.truth.write { try await $0.remove(key) }

        let round = try await Housekeeper(stage.gateway).round()

        #expect(round.purged == 2 && stage.stored == [])
    }

    @Test func `answers older than a day are forgotten`() async throws {
        let stage = try await Stage()
        _ = try await stage.gateway.withIdempotency(key: "k", scope: "s") { ticket in
            _ = try await stage.gateway.identify(ticket, as: .sample(1))
            return try await stage.gateway.commit(ticket) { _ in Answer(200, []) }
        }
        let early = try await Housekeeper(stage.gateway).round()
        stage.clock.advance(by: .days(1) + .milliseconds(1))

        #expect(early.forgotten == 0)
        #expect(try await Housekeeper(stage.gateway).round().forgotten == 1)
    }

    @Test func `only what has expired is removed`() async throws {
        let stage = try await Stage()
        let soon = Timestamp.sample() + .days(30)
        try await stage.truth.write { writer in
            try await writer.insert(Organization.sample("old", expires: soon))
            try await writer.insert(Organization.sample("new", expires: soon + .milliseconds(1)))
        }
        stage.clock.advance(by: .days(30))

        let round = try await Housekeeper(stage.gateway).round()

        #expect(round.expired == 1)
        #expect(try await stage.truth.read { try await $0.organizations().map(\.id) } == ["acme", "new"])
    }

    @Test func `a clock that leaps removes no organization`() async throws {
        let stage = try await Stage()
        try await stage.truth.write {
            try await $0.insert(Organization.sample("old", expires: .sample() + .days(30)))
        }
        stage.clock.leap(by: .days(31))

        #expect(try await Housekeeper(stage.gateway).round().expired == 0)
    }

    @Test func `thousands that are due go in one round, with their bytes`() async throws {
        let stage = try await Stage()
        let expires = Timestamp.sample() + .days(30)
        try await stage.truth.write { writer in
            for number in 0..<2500 {
                try await writer.insert(.sample(OrganizationID("old\(number)"), expires: expires))
            }
            try await writer.insert(.sample("kept", expires: expires + .milliseconds(1)))
        }
        stage.clock.advance(by: .days(30))

        let round = try await Housekeeper(stage.gateway).round()

        #expect(round.expired == 2500)
        #expect(try await stage.truth.read { try await $0.organizations().map(\.id) } == ["acme", "kept"])
    }

    @Test func `a stop ends a long removal after a step`() async throws {
        let stage = try await Stage()
        try await stage.truth.write { writer in
            for number in 0..<250 {
                try await writer.insert(.sample(OrganizationID("old\(number)"), expires: .sample(1)))
            }
        }
        stage.clock.advance(by: .seconds(1))
        let asked = Atomic<Int>(0)

        let round = try await Housekeeper(stage.gateway).round {
            asked.wrappingAdd(1, ordering: .relaxed).newValue > 1
        }

        #expect(round.expired == 100)
    }
}
