import Bytes
import Raster
import RasterCatalog
import TestSupport
import Testing

@Suite struct UpkeepTests {
    @Test func `comments are listed oldest first, changed and removed`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a"))
        try await fixture.catalog.write { writer in
            try await writer.insert(.sample("c2", created: .sample(2)), on: "a")
            try await writer.insert(.sample("c3", created: .sample(1)), on: "a")
            try await writer.insert(.sample("c1", created: .sample(2)), on: "a")
            let edited = try await writer.edit("c1", on: "a", "Better", at: .sample(9))
            #expect([edited.text, "\(edited.updated)"] == ["Better", "\(Timestamp.sample(9))"])
            try await writer.remove("c2", on: "a", at: .sample())
        }

        let comments = try await fixture.catalog.read { try await $0.comments(on: "a", page: .first) }
        #expect(comments.map(\.id) == ["c3", "c1"])
        try await fixture.trash("a")
        #expect(try await fixture.catalog.read { try await $0.comment("c1", on: "a") } == nil)
    }

    @Test func `an answer is kept until its horizon and replaced by a later one`() async throws {
        let fixture = try await CatalogFixture()
        let answer = RememberedAnswer(fingerprint: .sample(1), sealed: [1, 0, 255])
        let later = RememberedAnswer(fingerprint: .sample(2), sealed: [])
        try await fixture.catalog.write { writer in
            try await writer.remember(later, under: .sample(9), at: .sample(1))
            try await writer.remember(answer, under: .sample(9), at: .sample(5))
        }

        try await fixture.catalog.read { reader async throws in
            #expect(try await reader.rememberedAnswer(.sample(9), since: .sample(5)) == answer)
            #expect(try await reader.rememberedAnswer(.sample(9), since: .sample(6)) == nil)
        }
        #expect(try await fixture.catalog.write { try await $0.forgetAnswers(before: .sample(5)) } == 0)
        #expect(try await fixture.catalog.write { try await $0.forgetAnswers(before: .sample(6)) } == 1)
    }

    @Test func `intents are replaced, marked, closed and listed oldest first`() async throws {
        let fixture = try await CatalogFixture()
        let (first, second) = (
            Intent.sample("a", created: .sample(2)), Intent.sample("b", created: .sample(1))
        )
        try await fixture.catalog.write { writer in
            try await writer.record([first, first, second, .sample("c")])
            try await writer.markUnknown(second)
            try await writer.close([.sample("c")])
        }

        let open = try await fixture.catalog.read { try await $0.openIntents(limit: 9) }
        #expect(open.map(\.key.asset) == ["b", "a"])
        #expect(open.map(\.state) == [.unknown, .pending])
        #expect(open.last == first)
    }

    @Test func `publishing closes the intent to create`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.catalog.write { try await $0.record([.sample("a"), .sample("b")]) }

        try await fixture.publish(.sample("a"))

        #expect(try await fixture.catalog.read { try await $0.openIntents(limit: 9) } == [.sample("b")])
    }

    @Test func `homes are listed in the order of native ids`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("b"), .sample("a"), .sample("c"))
        try await fixture.trash("b")

        try await fixture.catalog.read { reader async throws in
            #expect(try await reader.homes(in: "disk", after: nil, limit: 2) == ["native-a", "native-b"])
            #expect(try await reader.homes(in: "disk", after: "native-b", limit: 2) == ["native-c"])
            #expect(try await reader.homes(in: "other", after: nil, limit: 2) == [])
        }
    }

    @Test func `an asset moves only from where it lives`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a"))
        let (old, new) = (NativeReference("disk", "native-a"), NativeReference("cloud", "x"))
        try await fixture.catalog.write { try await $0.move("a", from: old, to: new, place: "p") }

        let error = await #expect(throws: StorageError.self) {
            try await fixture.catalog.write { try await $0.move("a", from: old, to: new, place: nil) }
        }

        #expect(error?.kind == .preconditionFailed)
        #expect(try await fixture.asset("a")?.home == new)
    }

    @Test func `derived fields change the revision, not the time of change`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a"))
        let before = try #require(try await fixture.library()).revision
        var derived = DerivedFields()
        derived.height = 7

        try await fixture.catalog.write { [derived] writer in
            try await writer.setDerived(derived, of: "a")
            try await writer.setDerived(derived, of: "a")
            try await writer.setDerived(derived, of: "unknown")
        }

        #expect(try await fixture.asset("a")?.derived == derived)
        #expect(try await fixture.asset("a")?.updated == .sample())
        #expect(try await fixture.library()?.revision == before + 1)
    }
}
