import Bytes
import Raster
import SQLite
import TestSupport
import Testing

@testable import RasterCatalog

@Suite struct ClaimTests {
    /// A catalog with unclaimed organizations, each with a token of the same number as its place.
    private func fixture(_ ids: OrganizationID..., expires: Timestamp = .sample(100)) async throws
        -> CatalogFixture
    {
        let fixture = try await CatalogFixture()
        try await fixture.catalog.write { writer in
            for (number, id) in ids.enumerated() {
                try await writer.insert(.sample(id, expires: expires))
                try await writer.recordAnonymous(
                    id, claim: .sample(number), email: .sample(7), address: .sample(7), at: .sample())
            }
        }
        return fixture
    }

    private func claim(_ number: Int, _ fixture: CatalogFixture, at now: Timestamp = .sample(50)) async throws
        -> Claim?
    {
        try await fixture.catalog.read { try await $0.claim(.sample(number), at: now) }
    }

    @Test func `a token leads to its organization until it ends`() async throws {
        let fixture = try await fixture("x")

        #expect(try await claim(0, fixture) == .open(.sample("x", expires: .sample(100))))
        #expect(try await claim(0, fixture, at: .sample(100)) == .over)
        #expect(try await claim(1, fixture) == nil)
    }

    @Test func `claiming uses up every token of the organization and drops its mail`() async throws {
        let fixture = try await fixture("x", "y")
        try await fixture.catalog.write { writer in
            try await writer.insert(claim: .sample(9), for: "x")
            try await writer.put(.sample("x"))
            try await writer.markClaimed("x", at: .sample(50))
        }

        #expect(try await claim(0, fixture) == .used("x"))
        #expect(try await claim(9, fixture, at: .sample(999)) == .used("x"))
        #expect(try await claim(1, fixture) == .open(.sample("y", expires: .sample(100))))
        #expect(try await fixture.catalog.read { try await $0.mail(about: "x") } == nil)
        #expect(try await fixture.catalog.read { try await $0.organization("x", at: .sample(999)) } != nil)
    }

    @Test func `tokens outlive their organization, used or not, until they are forgotten`() async throws {
        let fixture = try await fixture("x", "y")
        try await fixture.catalog.write { writer in
            try await writer.markClaimed("x", at: .sample(50))
            try await writer.remove(["x", "y"] as [OrganizationID])
        }
        let kept = try await [claim(0, fixture), claim(1, fixture)]

        let early = try await fixture.catalog.write { try await $0.forgetClaims(before: .sample(100)) }
        let late = try await fixture.catalog.write { try await $0.forgetClaims(before: .sample(101)) }

        #expect(kept == [.used(nil), .over])
        #expect([early, late] == [0, 2])
        #expect(try await claim(0, fixture) == nil)
    }

    @Test func `only an unclaimed organization gets another token`() async throws {
        let fixture = try await CatalogFixture()

        for id in ["acme", "none"] as [OrganizationID] {
            let error = await #expect(throws: StorageError.self) {
                try await fixture.catalog.write { try await $0.insert(claim: .sample(1), for: id) }
            }
            #expect(error?.kind == .notFound)
        }
    }

    @Test func `what has ended is listed in the order of its end, so many at once`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.catalog.write { writer in
            for (id, end) in [("c", 30), ("a", 10), ("b", 20), ("d", 40)] as [(OrganizationID, Int64)] {
                try await writer.insert(.sample(id, expires: .sample(end)))
            }
        }

        try await fixture.catalog.read { reader async throws in
            #expect(try await reader.expiredOrganizations(at: .sample(30), limit: 9) == ["a", "b", "c"])
            #expect(try await reader.expiredOrganizations(at: .sample(30), limit: 2) == ["a", "b"])
            #expect(try await reader.expiredOrganizations(at: .sample(9), limit: 9) == [])
        }
    }

    @Test func `bytes count until they are purged`() async throws {
        let fixture = try await fixture("x")
        try await fixture.catalog.write { writer in
            let library = try await writer.insert(.sample("photos", in: "x"))
            _ = try await writer.publish([NewAsset(.sample("a", size: 5), in: library.key)])
            try await writer.remove("x" as OrganizationID)
        }
        let usage: @Sendable (any CatalogReader) async throws -> AnonymousUsage = {
            try await $0.anonymousUsage(
                email: .sample(7), address: .sample(7), addressSince: .sample(), at: .sample(50))
        }
        let before = try await fixture.catalog.read(usage)

        try await fixture.catalog.write { writer in
            let due = try await writer.assetsToPurge(at: .sample(50), limit: 9)
            try await writer.finishPurge(try await writer.beginPurge(due, at: .sample(50)).map(\.id))
        }

        #expect(before.bytes == 5 && before.organizations == 0)
        #expect(try await fixture.catalog.read(usage).bytes == 0)
    }

    @Test func `tokens of the first release go on working`() throws {
        let connection = try Connection(path: ":memory:")
        try Schema.migrate(connection, by: [.first])
        try connection.execute(
            script: """
                INSERT INTO organizations (key, id, created, expires) VALUES (1, 'x', 5, 9);
                INSERT INTO anonymous (organization, claim, email, address, created, expires)
                    VALUES (1, x'01', x'02', x'03', 5, 9), (NULL, x'04', x'02', x'03', 4, NULL);
                """)

        try Schema.migrate(connection)

        let tokens = try connection.all("SELECT hex(digest), organization, expires FROM claims ORDER BY key")
        {
            "\($0.text(0)) \($0.integer(1)) \($0.integer(2))"
        }
        #expect(tokens == ["01 1 9", "04 0 4"])
        #expect(try connection.first("SELECT count(*) FROM anonymous") { $0.int(0) } == 2)
    }
}
