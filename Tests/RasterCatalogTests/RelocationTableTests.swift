import Bytes
import Raster
import SQLite
import TestSupport
import Testing

@testable import RasterCatalog

@Suite struct RelocationTableTests {
    private func due(
        _ fixture: CatalogFixture, at moment: Int64, resting: Set<AdapterName> = [], fetches: Int = 9
    ) async throws
        -> [AssetID]
    {
        try await fixture.catalog.read { [photos = fixture.photos] in
            try await $0.relocationsDue(
                in: photos, at: .sample(moment), resting: resting, fetches: fetches, limit: 9)
        }
    }

    private func begun() async throws -> CatalogFixture {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a", tags: ["sun"]))
        try await fixture.catalog.write { _ = try await $0.setGoal("far", of: ["a"], at: .sample(10)) }
        return fixture
    }

    private static let failure = BackendFailure(kind: "late", message: "no")

    private var copy: PartialCopy {
        var copy = PartialCopy(in: "far", label: 2, md5: "0f")
        (copy.native, copy.place, copy.stage) = ("n", "p", .told)
        (copy.shown, copy.token, copy.deadline) = (.sample(3), .sample(4), .sample(99))
        return copy
    }

    @Test func `an asset that belongs elsewhere is due, with all that is known of it`() async throws {
        let fixture = try await begun()

        let relocation = try await fixture.catalog.read { try await $0.relocation(of: "a") }

        #expect(relocation?.asset.tags == ["sun"] && relocation?.asset.library == "photos")
        #expect(relocation?.goal == "far" && relocation?.since == .sample(10) && relocation?.copy == nil)
        #expect(try await due(fixture, at: 10) == ["a"])
        #expect(try await due(fixture, at: 9) == [])
    }

    @Test func `a copy is kept whole, and found by its token`() async throws {
        let fixture = try await begun()
        try await fixture.catalog.write { [copy] in try await $0.keep(copy, of: "a", due: .sample(20)) }

        let found = try await fixture.catalog.read { try await $0.relocation(fetchedWith: .sample(4)) }

        #expect(found?.copy == copy)
        #expect(found?.nextTry == .sample(20))
    }

    @Test func `no copy is kept of an asset that is on no way`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a"))

        let error = await #expect(throws: StorageError.self) {
            try await fixture.catalog.write { [copy] in try await $0.keep(copy, of: "a", due: .sample()) }
        }

        #expect(error?.kind == .preconditionFailed)
    }

    @Test func `what has failed is not due, and its token is worth nothing`() async throws {
        let fixture = try await begun()
        try await fixture.catalog.write { [copy] writer in
            try await writer.keep(copy, of: "a", due: .sample())
            try await writer.failRelocation(of: "a", to: "far", Self.failure, at: .sample(40))
        }

        #expect(try await due(fixture, at: 99) == [])
        #expect(try await fixture.catalog.read { try await $0.relocation(fetchedWith: .sample(4)) } == nil)
        let count = try await fixture.catalog.write { [photos = fixture.photos] in
            try await $0.retryRelocations(in: photos, at: .sample(50))
        }
        #expect(count == 1)
        #expect(try await due(fixture, at: 50) == ["a"])
    }

    @Test func `what came of one way is not written over another`() async throws {
        let fixture = try await begun()

        let isGivenUp = try await fixture.catalog.write { writer in
            try await writer.postponeRelocation(
                of: "a", to: "near", until: .sample(70), Self.failure, isCounted: true)
            try await writer.endRelocation(of: "a", to: "near")
            return try await writer.failRelocation(of: "a", to: "near", Self.failure, at: .sample(40))
        }

        let relocation = try await fixture.catalog.read { try await $0.relocation(of: "a") }
        #expect(!isGivenUp && relocation?.state == .waiting && relocation?.failure == nil)
        #expect(relocation?.nextTry == .sample(10))
    }

    @Test func `no bytes can be fetched of what was given up meanwhile`() async throws {
        let fixture = try await begun()
        try await fixture.catalog.write { [photos = fixture.photos] in
            _ = try await $0.failRelocations(in: photos, Self.failure, at: .sample(40))
        }

        let error = await #expect(throws: StorageError.self) {
            try await fixture.catalog.write { [copy] in try await $0.keep(copy, of: "a", due: .sample()) }
        }

        #expect(error?.kind == .preconditionFailed)
        #expect(try await fixture.catalog.read { try await $0.relocation(of: "a")?.copy } == nil)
    }

    @Test func `what was given up is counted from a moment on`() async throws {
        let fixture = try await begun()
        try await fixture.catalog.write {
            _ = try await $0.failRelocation(of: "a", to: "far", Self.failure, at: .sample(40))
        }

        for (since, count) in [(Int64(40), 1), (41, 0)] {
            let (found, named) = try await fixture.catalog.read { [photos = fixture.photos] reader in
                (
                    try await reader.failedRelocationCount(in: photos, since: .sample(since)),
                    try await reader.failedRelocations(in: photos, since: .sample(since), limit: 9).count
                )
            }
            #expect(found == count && named == count)
        }
    }

    @Test func `a success ends the count of failures`() async throws {
        let fixture = try await begun()
        try await fixture.catalog.write { writer in
            try await writer.postponeRelocation(
                of: "a", to: "far", until: .sample(), Self.failure, isCounted: true)
        }
        #expect(try await fixture.catalog.read { try await $0.relocation(of: "a")?.attempts } == 1)

        try await fixture.catalog.write { writer in
            try await writer.postponeRelocation(of: "a", to: "far", until: .sample(), nil, isCounted: false)
        }

        #expect(try await fixture.catalog.read { try await $0.relocation(of: "a")?.attempts } == 0)
    }

    @Test func `bytes whose time passed in the trash are fetched anew`() async throws {
        let fixture = try await begun()
        try await fixture.catalog.write { [copy] in try await $0.keep(copy, of: "a", due: .sample()) }

        try await fixture.catalog.write { try await $0.resumeCopies(of: ["a"], at: .sample(98)) }
        #expect(try await fixture.catalog.read { try await $0.relocation(of: "a")?.copy?.token } != nil)
        try await fixture.catalog.write { try await $0.resumeCopies(of: ["a"], at: .sample(99)) }

        let found = try await fixture.catalog.read { try await $0.relocation(of: "a")?.copy }
        #expect(found?.token == nil && found?.deadline == nil && found?.native == "n")
    }

    @Test func `a goal that is the home ends the way, unless there is a copy`() async throws {
        let fixture = try await begun()
        try await fixture.catalog.write { [copy] in try await $0.keep(copy, of: "a", due: .sample()) }
        try await fixture.catalog.write { _ = try await $0.setGoal("disk", of: ["a"], at: .sample(60)) }

        #expect(try await fixture.catalog.read { try await $0.relocation(of: "a")?.goal } == "disk")
        try await fixture.catalog.write { writer in
            try await writer.forgetCopy(of: "a")
            _ = try await writer.setGoal("disk", of: ["a"], at: .sample(61))
        }
        #expect(try await fixture.catalog.read { try await $0.relocation(of: "a") } == nil)
    }

    @Test func `a trashed asset rests where its store has a trash`() async throws {
        let fixture = try await begun()
        try await fixture.trash("a")

        #expect(try await due(fixture, at: 99, resting: ["disk"]) == [])
        #expect(try await due(fixture, at: 99, resting: ["far"]) == [])
        #expect(try await due(fixture, at: 99, resting: ["other"]) == ["a"])
    }

    @Test func `while enough are fetched, no others are due`() async throws {
        let fixture = try await begun()
        try await fixture.publish(.sample("b"))
        try await fixture.catalog.write { [copy] writer in
            _ = try await writer.setGoal("far", of: ["b"], at: .sample(5))
            try await writer.keep(copy, of: "a", due: .sample(10))
        }

        #expect(try await due(fixture, at: 20, fetches: 1) == ["a"])
        #expect(try await due(fixture, at: 20, fetches: 2) == ["b", "a"])
        // What cannot be fetched any more takes no room.
        #expect(try await due(fixture, at: 99, fetches: 1) == ["b", "a"])
        for (fetches, next) in [(1, Int64(10)), (2, 5)] {
            let found = try await fixture.catalog.read { [photos = fixture.photos] in
                try await $0.nextRelocation(in: photos, resting: [], at: .sample(20), fetches: fetches)
            }
            #expect(found == .sample(next))
        }
    }

    @Test func `a relocation goes with its asset from library to library`() async throws {
        let fixture = try await begun()

        _ = try await fixture.transfer("a")

        #expect(try await due(fixture, at: 99) == [])
        let there = try await fixture.catalog.read { [drafts = fixture.drafts] in
            try await $0.relocationsDue(in: drafts, at: .sample(99), resting: [], fetches: 9, limit: 9)
        }
        #expect(there == ["a"])
    }

    @Test func `an asset arrives only from where it is`() async throws {
        let fixture = try await begun()

        let error = await #expect(throws: StorageError.self) {
            try await fixture.catalog.write { writer in
                try await writer.arrive(
                    "a", from: NativeReference("disk", "elsewhere"), to: NativeReference("far", "n"),
                    place: nil, showing: nil, at: .sample(70))
            }
        }

        #expect(error?.kind == .preconditionFailed)
        #expect(try await fixture.catalog.read { try await $0.relocation(of: "a") } != nil)
    }

    @Test func `labels are given once for each base and store`() async throws {
        let fixture = try await CatalogFixture()

        let numbers = try await fixture.catalog.write { writer in
            [
                try await writer.nextLabel("a", in: "far"), try await writer.nextLabel("a", in: "far"),
                try await writer.nextLabel("a", in: "near"), try await writer.nextLabel("b", in: "far"),
            ]
        }

        #expect(numbers == [1, 2, 1, 1])
    }

    @Test func `places and placeholders are kept`() async throws {
        let fixture = try await CatalogFixture()
        let key = PlaceKey("far", "acme", "photos")
        let placeholder = Placeholder(.project, in: "far", as: BackendLabel("acme/photos"), noted: .sample())
        try await fixture.catalog.write { writer in
            try await writer.keep(KnownPlace(label: 2, place: "p"), of: key)
            try await writer.note(placeholder)
            try await writer.note(placeholder)
        }

        #expect(
            try await fixture.catalog.read { try await $0.place(key) } == KnownPlace(label: 2, place: "p"))
        #expect(try await fixture.catalog.read { try await $0.placeholders(limit: 9) } == [placeholder])
        #expect(try await fixture.catalog.read { try await $0.placeholderCount(in: "far") } == 1)
    }

    @Test func `a copy beside a home is known to those who look for what nobody needs`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a"))
        let spare = NativeReference("near", "n")
        try await fixture.catalog.write { try await $0.keepSpare(spare, of: "a") }

        func known() async throws -> [NativeID] {
            try await fixture.catalog.read { try await $0.homes(in: "near", after: nil, limit: 9) }
        }
        #expect(try await known() == ["n"])
        #expect(try await fixture.catalog.read { try await $0.spareCounts() } == ["disk": 1])
        #expect(try await fixture.catalog.read { try await $0.spare(of: "a") } == spare)
        #expect(try await fixture.catalog.read { try await $0.leavingSpare(of: "a") } == nil)
        try await fixture.catalog.write { try await $0.releaseSpare(of: "a") }
        #expect(try await fixture.catalog.read { try await $0.leavingSpare(of: "a") } == spare)
        try await fixture.catalog.write { try await $0.keepSpare(nil, of: "a") }
        #expect(try await known() == [])
    }

    @Test func `the labels that one asset has lost are counted from a moment on`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.catalog.write { writer in
            for (base, number, moment) in [("a", 1, 5), ("a", 2, 7), ("a", 12, 9), ("ab", 1, 9)] {
                try await writer.note(
                    Placeholder(
                        .asset, in: "far", as: BackendLabel(base, number: number),
                        noted: .sample(Int64(moment))))
            }
        }

        for (since, count) in [(Int64(5), 3), (7, 2), (10, 0)] {
            let found = try await fixture.catalog.read {
                try await $0.placeholderCount(of: "a", in: "far", since: .sample(since))
            }
            #expect(found == count)
        }
    }

    @Test func `assets that earlier programs left elsewhere are on their way after the upgrade`() throws {
        let connection = try Connection(path: ":memory:")
        try Schema.migrate(connection, by: Array(Migration.all.prefix(7)))
        try connection.execute(
            script: """
                INSERT INTO organizations (key, id, created) VALUES (1, 'acme', 0);
                INSERT INTO libraries (key, organization, id, name, adapter, created)
                    VALUES (1, 1, 'photos', 'photos', 'disk', 0);
                INSERT INTO adoptions (key, library, adapter, root, created) VALUES (1, 1, 'folder', '/x', 0);
                INSERT INTO assets (key, id, library, name, filename, content_type, size, created, updated,
                    adapter, native_id)
                    VALUES (1, 'here', 1, 'x', 'x', 'x', 1, 0, 0, 'disk', '1'),
                        (2, 'elsewhere', 1, 'x', 'x', 'x', 1, 0, 7, 'vault', '2'),
                        (3, 'adopted', 1, 'x', 'x', 'x', 1, 0, 0, 'folder', '3');
                """)

        try Schema.migrate(connection)

        let found = try connection.all("SELECT asset, library, goal, state, next_try FROM relocations") {
            "\($0.integer(0)) \($0.integer(1)) \($0.text(2)) \($0.text(3)) \($0.integer(4))"
        }
        #expect(found == ["2 1 disk waiting 7"])
    }
}
