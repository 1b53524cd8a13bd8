import Raster
import RasterCatalog
import TestSupport
import Testing

@Suite struct MissingAssetTests {
    private func markMissing(_ fixture: MirrorFixture, at moment: Int64) async throws {
        try await fixture.catalog.write {
            try await $0.markMissing("a", from: NativeReference("disk", "native-a"), at: .sample(moment))
        }
    }

    private func markReturned(_ fixture: MirrorFixture) async throws {
        try await fixture.catalog.write { try await $0.markReturned("a", at: .sample(90)) }
    }

    @Test func `a missing asset is told no more, and is listed since the first time`() async throws {
        let fixture = try await MirrorFixture()
        try await fixture.change()

        try await markMissing(fixture, at: 50)
        try await markMissing(fixture, at: 60)

        #expect(try await fixture.due() == [])
        let home = NativeReference("disk", "native-a")
        try await fixture.catalog.read { reader async throws in
            #expect(
                try await reader.missingAssets(limit: 9)
                    == [MissingAsset(id: "a", home: home, since: .sample(50))])
            #expect(try await reader.missingAssetCount(in: "disk") == 1)
            #expect(try await reader.missingAssetCount(in: "cloud") == 0)
        }
    }

    @Test func `a missing asset stays live`() async throws {
        let fixture = try await MirrorFixture()

        try await markMissing(fixture, at: 50)

        #expect(try await fixture.base.list() == ["a"])
    }

    @Test func `what it was not told waits again when it returns`() async throws {
        let fixture = try await MirrorFixture()
        try await fixture.change()
        try await markMissing(fixture, at: 50)

        try await markReturned(fixture)

        #expect(try await fixture.due(at: 90).map(\.version) == [1])
        #expect(try await fixture.mirror()?.missing == nil)
    }

    @Test func `one that returns as it was told has nothing waiting`() async throws {
        let fixture = try await MirrorFixture()
        try await markMissing(fixture, at: 50)

        try await markReturned(fixture)

        #expect(try await fixture.due() == [])
        #expect(try await fixture.mirror()?.missing == nil)
    }

    @Test func `a change of a missing asset is tried, and its success means that it is back`() async throws {
        let fixture = try await MirrorFixture()
        try await markMissing(fixture, at: 50)
        try await fixture.change(at: 60)
        _ = try await fixture.begin(at: 60)

        try await fixture.finish(1)

        #expect(try await fixture.mirror() == Mirror(version: 1, mirrored: 1, state: .sample(8)))
    }
}
