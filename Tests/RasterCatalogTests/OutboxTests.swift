import Raster
import RasterCatalog
import TestSupport
import Testing

/// What becomes of entries, from the intent to the outcome, in one process or in several.
@Suite struct OutboxTests {
    private func changed() async throws -> MirrorFixture {
        let fixture = try await MirrorFixture()
        try await fixture.change(at: 10)
        return fixture
    }

    @Test func `what is begun is not due again until it has settled`() async throws {
        let fixture = try await changed()

        let begun = try #require(try await fixture.begin(at: 20, settled: 100))

        #expect(begun.sent == nil && begun.attempts == 1 && begun.desired.tags == ["sun"])
        #expect(try await fixture.due(at: 99) == [])
        let due = try #require(try await fixture.due(at: 100).first)
        #expect(due.sent == .sample(20) && due.owner == "run-1" && due.attempts == 1)
    }

    @Test func `what is begun is what has become of the asset by then`() async throws {
        let fixture = try await changed()
        try await fixture.change("sea", at: 11)

        let begun = try await fixture.begin(at: 20)

        #expect(begun?.version == 2 && begun?.desired.tags == ["sun", "sea"])
    }

    @Test func `nothing is begun twice`() async throws {
        let fixture = try await changed()
        _ = try await fixture.begin(at: 20, settled: 100)

        #expect(try await fixture.begin(at: 30) == nil)
    }

    @Test func `what begins after an unknown outcome says so`() async throws {
        let fixture = try await changed()
        _ = try await fixture.begin(at: 20)
        try await fixture.leaveUnknown(until: 100)

        let begun = try await fixture.begin(at: 100)

        #expect(begun?.sent == .sample(20) && begun?.attempts == 2)
    }

    @Test func `what is shown leaves the outbox`() async throws {
        let fixture = try await changed()
        _ = try await fixture.begin()

        try await fixture.finish(1)

        #expect(try await fixture.mirror() == Mirror(version: 1, mirrored: 1, state: .sample(8)))
        #expect(try await fixture.backlog() == nil)
    }

    @Test func `a change during sending is due at once, since it was sent`() async throws {
        let fixture = try await changed()
        _ = try await fixture.begin(at: 20)
        try await fixture.change("sea", at: 25)

        try await fixture.finish(1, at: 30)

        let entry = try #require(try await fixture.due(at: 30).first)
        #expect(entry.version == 2 && entry.since == .sample(20) && entry.sent == nil && entry.attempts == 0)
        let mirror = try await fixture.mirror()
        #expect(mirror == Mirror(version: 2, mirrored: 1, state: .sample(8), isWaiting: true))
    }

    @Test func `what failed is due later, with its reason, and was not sent`() async throws {
        let fixture = try await changed()
        _ = try await fixture.begin()

        try await fixture.postpone(until: 500)

        #expect(try await fixture.due(at: 499) == [])
        let entry = try #require(try await fixture.due(at: 500).first)
        #expect(entry.sent == nil && entry.owner == nil && entry.failure == MirrorFixture.failure)
        #expect(entry.attempts == 1 && entry.since == .sample(10))
    }

    @Test func `a change makes what failed due at once`() async throws {
        let fixture = try await changed()
        _ = try await fixture.begin()
        try await fixture.postpone(until: 500)

        try await fixture.change("sea", at: 40)

        #expect(try await fixture.due(at: 40).map(\.version) == [2])
    }

    @Test func `what failed is due at once where the asset changed meanwhile`() async throws {
        let fixture = try await changed()
        _ = try await fixture.begin()
        try await fixture.change("sea", at: 25)

        try await fixture.postpone(1, until: 500, at: 30)

        #expect(try await fixture.due(at: 30).map(\.version) == [2])
    }

    @Test func `a change does not hurry what is unknown`() async throws {
        let fixture = try await changed()
        _ = try await fixture.begin()
        try await fixture.leaveUnknown(until: 500)

        try await fixture.change("sea", at: 40)

        #expect(try await fixture.due(at: 499) == [])
        #expect(try await fixture.due(at: 500).map(\.version) == [2])
    }

    @Test func `a process that dies after the intent leaves it unknown to the next one`() async throws {
        let fixture = try await changed()
        _ = try await fixture.begin(at: 20, settled: 100)

        let again = try await fixture.reopened()

        let entry = try #require(try await again.due(at: 100).first)
        #expect(entry.sent == .sample(20) && entry.owner == "run-1" && entry.failure == nil)
    }

    @Test func `every outcome outlives the process`() async throws {
        let fixture = try await changed()
        _ = try await fixture.begin()
        try await fixture.postpone(until: 500)

        let again = try await fixture.reopened()

        #expect(try await again.due(at: 499) == [])
        #expect(try await again.due(at: 500).map(\.failure) == [MirrorFixture.failure])
    }

    @Test func `what others sent is looked at once it has settled for sure`() async throws {
        let fixture = try await changed()
        _ = try await fixture.begin(at: 20, settled: 100, "run-1")

        let taken = try await fixture.inherit("run-2", at: 90, settled: 200)

        #expect(taken == 1)
        #expect(try await fixture.due(at: 199) == [])
        #expect(try await fixture.due(at: 200).map(\.owner) == ["run-2"])
    }

    @Test func `one's own and what was never sent are not inherited`() async throws {
        let fixture = try await changed()
        try await fixture.publish("b")
        try await fixture.change(at: 10, "b")
        _ = try await fixture.begin(at: 20, settled: 100, "run-2")

        let taken = try await fixture.inherit("run-2", at: 90, settled: 200)

        #expect(taken == 0)
        #expect(try await fixture.due(at: 100).map(\.asset) == ["b", "a"])
    }

    @Test func `a clock that is set back keeps nothing waiting for ever`() async throws {
        let fixture = try await changed()
        _ = try await fixture.begin()
        try await fixture.postpone(until: 900_000)

        _ = try await fixture.inherit("run-2", at: 50, settled: 60, horizon: 1000)

        #expect(try await fixture.due(at: 50).count == 1)
    }

    @Test func `entries come in their turn, of one backend only`() async throws {
        let fixture = try await MirrorFixture(mirrored: ["disk", "cloud"])
        for id in ["b", "c"] as [AssetID] { try await fixture.publish(id) }
        for (id, moment) in [("a", 30), ("b", 10), ("c", 20)] as [(AssetID, Int64)] {
            try await fixture.change(at: moment, id)
        }

        #expect(try await fixture.due(at: 25).map(\.asset) == ["b", "c"])
        #expect(try await fixture.due(limit: 1).map(\.asset) == ["b"])
        try await fixture.catalog.read { reader async throws in
            #expect(try await reader.outboxDue(in: "cloud", at: .sample(99), limit: 9) == [])
            #expect(try await reader.nextOutboxTry(in: "disk", after: .sample(10)) == .sample(20))
            #expect(try await reader.nextOutboxTry(in: "disk", after: .sample(30)) == nil)
        }
    }

    @Test func `the backlog tells what waits, fails and is unknown`() async throws {
        let fixture = try await MirrorFixture()
        for id in ["b", "c"] as [AssetID] {
            try await fixture.publish(id)
            try await fixture.change(at: 50, id)
        }
        try await fixture.change(at: 60)
        _ = try await fixture.begin(at: 70)
        try await fixture.leaveUnknown()

        let backlog = try await fixture.backlog()

        #expect(backlog == OutboxBacklog("disk", count: 3, oldest: .sample(50), failing: 1, unknown: 1))
        try await fixture.catalog.read { reader async throws in
            #expect(try await reader.oldestOutboxEntries(in: "disk", limit: 2).map(\.asset) == ["b", "c"])
            #expect(try await reader.failingOutboxEntries(in: "disk", limit: 9).map(\.asset) == ["a"])
        }
    }

    @Test func `an asset that is gone is passed over`() async throws {
        let fixture = try await changed()

        try await fixture.catalog.write { writer in
            #expect(
                try await writer.beginMirroring(
                    ["gone"], owner: "run-1", at: .sample(), settled: .sample()) == [])
            try await writer.finishMirroring("gone", version: 1, showing: .sample(1), at: .sample())
            try await writer.markMissing("gone", from: NativeReference("disk", "native-gone"), at: .sample())
            try await writer.markReturned("gone", at: .sample())
        }

        #expect(try await fixture.due().count == 1)
    }
}
