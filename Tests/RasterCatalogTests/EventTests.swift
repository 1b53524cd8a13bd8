import Raster
import RasterCatalog
import TestSupport
import Testing

@Suite struct EventTests {
    private func events(_ fixture: CatalogFixture, _ asset: AssetID = "a") async throws -> [HistoryEvent] {
        try await fixture.catalog.read { try await $0.events(of: asset, after: nil, limit: 99).map(\.event) }
    }

    @Test func `each change of an asset writes one event, and none where nothing changed`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a"))
        for _ in 0..<2 { _ = try await fixture.tag(["a"], ["sun", "sea"]) }
        for _ in 0..<2 { _ = try await fixture.untag(["a"], ["sun"]) }
        for _ in 0..<2 {
            try await fixture.catalog.write { [photos = fixture.photos] in
                try await $0.describe("a", as: "Nice", in: photos, at: .sample(2500))
            }
        }
        for _ in 0..<2 { try await fixture.trash("a") }
        for _ in 0..<2 { try await fixture.restore("a") }
        _ = try await fixture.transfer("a")

        let events = try await events(fixture)

        #expect(
            events.map(\.type) == [
                "ASSET_UPLOADED", "ASSET_TAGGED", "ASSET_UNTAGGED", "ASSET_DESCRIBED", "ASSET_TRASHED",
                "ASSET_RESTORED", "ASSET_TRANSFERRED",
            ])
        #expect(
            events.map(\.detail) == [nil, "sun, sea", "sun", nil, nil, nil, "photos to drafts"])
        #expect(events.map(\.actor) == ["uploader", nil, nil, nil, nil, nil, nil])
        #expect(Set(events.map(\.id)).count == events.count)
    }

    @Test func `a change is in the name of who acts`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a"))

        try await fixture.catalog.write { [photos = fixture.photos] writer in
            let writer = writer.acting(as: "Anna")
            _ = try await writer.tag(["a"], with: ["sun"], in: photos, at: .sample(9))
            try await writer.note(.relocated, of: "a", detail: "disk to cloud", at: .sample(10))
        }

        let events = try await events(fixture).suffix(2)
        #expect(events.map(\.actor) == ["Anna", "Anna"])
        #expect(events.map(\.detail) == ["sun", "disk to cloud"])
    }

    @Test func `comments are written down, once they are seen`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a"))
        let home = NativeReference("disk", "native-a")
        let native = NativeComment(id: "7", text: "Nice", updated: .sample(), author: nil)

        try await fixture.catalog.write { writer in
            try await writer.insert(.sample("c"), on: "a", pendingAt: home)
        }
        let before = try await events(fixture).count
        try await fixture.catalog.write { writer in
            for _ in 0..<2 { _ = try await writer.link("c", on: "a", to: native, at: home) }
            for _ in 0..<2 { _ = try await writer.edit("c", on: "a", "Nicer", at: .sample(5)) }
            try await writer.remove("c", on: "a", at: .sample(6))
        }

        #expect(before == 1)
        #expect(
            try await events(fixture).map(\.type) == [
                "ASSET_UPLOADED", "COMMENT_ADDED", "COMMENT_CHANGED", "COMMENT_REMOVED",
            ])
    }

    @Test func `events are read on from where they were left`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a"))
        for number in 0..<5 { _ = try await fixture.tag(["a"], ["\(number)"], at: .sample(7)) }

        let rest = try await fixture.catalog.read { reader in
            let first = try await reader.events(of: "a", after: nil, limit: 3)
            return try await reader.events(of: "a", after: first[2].position, limit: 9)
        }

        #expect(rest.map(\.event.detail) == ["2", "3", "4"])
    }

    @Test func `events go with their asset`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a"))
        try await fixture.trash("a")

        try await fixture.catalog.write { [photos = fixture.photos] writer in
            _ = try await writer.beginPurge(["a"], in: photos, at: .sample())
            try await writer.finishPurge(["a"])
        }

        #expect(try await events(fixture) == [])
    }
}
