import Raster
import RasterCatalog
import TestSupport
import Testing

/// What puts an asset into the outbox, and what does not.
@Suite struct MirrorMarkTests {
    @Test func `a published asset is shown as it was stored`() async throws {
        let fixture = try await MirrorFixture()

        #expect(try await fixture.mirror() == Mirror(state: .sample(7)))
        #expect(try await fixture.due() == [])
    }

    @Test func `a change waits with all that its payload is made of`() async throws {
        let fixture = try await MirrorFixture()
        try await fixture.change("sun", at: 10)

        let entry = try #require(try await fixture.due().first)

        let key = NaturalKey(organization: "acme", library: "photos", asset: "a", filename: "a.jpg")
        let desired = DesiredState(
            key: key, name: "a", description: nil, tags: ["sun"], digest: .sample(1))
        let home = NativeReference("disk", "native-a")
        #expect(
            entry
                == OutboxEntry(
                    home: home, desired: desired, version: 1, since: .sample(10), nextTry: .sample(10)))
        #expect(try await fixture.mirror() == Mirror(version: 1, state: .sample(7), isWaiting: true))
    }

    @Test func `changes of one asset wait as one, since the first`() async throws {
        let fixture = try await MirrorFixture()
        try await fixture.change("sun", at: 10)
        _ = try await fixture.base.untag(["a"], ["sun"], at: .sample(11))
        try await fixture.catalog.write { [photos = fixture.base.photos] in
            try await $0.describe("a", as: "Dawn", in: photos, at: .sample(12))
        }

        let entries = try await fixture.due()

        #expect(entries.map(\.version) == [3] && entries.map(\.since) == [.sample(10)])
        #expect(entries[0].desired.description == "Dawn" && entries[0].desired.tags == [])
    }

    @Test func `what changes nothing marks nothing`() async throws {
        let fixture = try await MirrorFixture()
        try await fixture.change("sun")
        _ = try await fixture.begin()
        try await fixture.finish(1)

        try await fixture.change("sun")
        _ = try await fixture.base.untag(["a"], ["sea"])

        #expect(try await fixture.mirror()?.version == 1)
        #expect(try await fixture.due() == [])
    }

    @Test func `a change that is undone marks nothing`() async throws {
        let fixture = try await MirrorFixture()
        struct Refused: Error {}

        await #expect(throws: Refused.self) {
            try await fixture.catalog.write { [photos = fixture.base.photos] in
                _ = try await $0.tag(["a"], with: ["sun"], in: photos, at: .sample())
                throw Refused()
            }
        }

        #expect(try await fixture.due() == [])
    }

    @Test func `assets of other backends cost nothing`() async throws {
        let fixture = try await MirrorFixture(mirrored: ["elsewhere"])

        try await fixture.change()

        #expect(try await fixture.mirror() == nil)
        #expect(try await fixture.due() == [])
    }

    @Test func `an asset from before the mirror is taken up with its first change`() async throws {
        let fixture = try await MirrorFixture(mirrored: [])
        await fixture.catalog.close()
        var options = SQLiteCatalog.Options()
        options.mirrored = ["disk"]
        let again = try await SQLiteCatalog(path: fixture.base.folder.file, options: options)

        _ = try await again.write { [photos = fixture.base.photos] in
            try await $0.tag(["a"], with: ["sun"], in: photos, at: .sample(10))
        }

        #expect(try await again.due().map(\.version) == [1])
    }

    @Test func `the trash, its return and a transfer mark nothing`() async throws {
        let fixture = try await MirrorFixture()
        try await fixture.base.trash("a")
        try await fixture.base.restore("a")
        _ = try await fixture.base.transfer("a")

        #expect(try await fixture.mirror()?.version == 0)
        #expect(try await fixture.due() == [])
    }

    @Test func `what was changed before the trash still goes out, under the present library`() async throws {
        let fixture = try await MirrorFixture()
        try await fixture.change()
        _ = try await fixture.base.transfer("a")
        _ = try await fixture.catalog.write { [drafts = fixture.base.drafts] in
            try await $0.trash(["a"], in: drafts, at: .sample(20), purgeAt: .sample(99))
        }

        let entries = try await fixture.due()

        #expect(entries.map(\.desired.key.library) == ["drafts"])
        #expect(entries.map(\.desired.tags) == [["sun"]])
    }

    @Test func `what is being purged is no longer due, and goes with its asset`() async throws {
        let fixture = try await MirrorFixture()
        try await fixture.change()
        try await fixture.base.trash("a")
        _ = try await fixture.catalog.write { [photos = fixture.base.photos] in
            try await $0.beginPurge(["a"], in: photos, at: .sample(9000))
        }
        let duringPurge = try await fixture.due()

        try await fixture.catalog.write { try await $0.finishPurge(["a"]) }

        #expect(duringPurge == [])
        #expect(try await fixture.backlog() == nil)
        #expect(try await fixture.mirror() == nil)
    }

    @Test func `an asset that moves to another mirrored backend is told to it whole`() async throws {
        let fixture = try await MirrorFixture(mirrored: ["disk", "cloud"])
        let home = NativeReference("cloud", "c1")

        try await fixture.catalog.write {
            try await $0.move("a", from: NativeReference("disk", "native-a"), to: home, place: nil)
        }

        let due = try await fixture.catalog.read {
            try await $0.outboxDue(in: "cloud", at: .sample(9), limit: 9)
        }
        #expect(due.map(\.home) == [home])
        #expect(try await fixture.mirror() == Mirror(version: 1, isWaiting: true))
    }

    @Test func `an asset that moves to a backend without a mirror has none`() async throws {
        let fixture = try await MirrorFixture()
        try await fixture.change()

        try await fixture.catalog.write {
            try await $0.move(
                "a", from: NativeReference("disk", "native-a"), to: NativeReference("tape", "t"), place: nil)
        }

        #expect(try await fixture.mirror() == nil)
        #expect(try await fixture.backlog() == nil)
    }
}
