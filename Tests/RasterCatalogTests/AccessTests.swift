import Bytes
import Raster
import RasterCatalog
import TestSupport
import Testing

@Suite struct AccessTests {
    private func kind(_ body: () async throws -> Void) async -> StorageError.Kind? {
        do { try await body() } catch { return (error as? StorageError)?.kind }
        return nil
    }

    @Test func `an organization is not there once it has expired`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.catalog.write { try await $0.insert(.sample("short", expires: .sample(10))) }

        try await fixture.catalog.read { reader async throws in
            #expect(try await reader.organization("short", at: .sample(9))?.isUnclaimed == true)
            #expect(try await reader.organization("short", at: .sample(10)) == nil)
            #expect(try await reader.organizations().map(\.id) == ["acme", "short"])
        }
    }

    @Test func `a taken organization, library or key already exists`() async throws {
        let fixture = try await CatalogFixture()
        let catalog = fixture.catalog
        try await catalog.write { try await $0.insert(NewAPIKey.sample(1)) }

        #expect(
            await kind { try await catalog.write { try await $0.insert(Organization.sample()) } }
                == .alreadyExists)
        #expect(
            await kind { _ = try await catalog.write { try await $0.insert(NewLibrary.sample()) } }
                == .alreadyExists)
        #expect(
            await kind { try await catalog.write { try await $0.insert(NewAPIKey.sample(1)) } }
                == .alreadyExists)
    }

    @Test func `changing what is not there is not found`() async throws {
        let fixture = try await CatalogFixture()
        let catalog = fixture.catalog
        let changes: [@Sendable (any CatalogWriter) async throws -> Void] = [
            { try await $0.update(.sample("none")) }, { try await $0.remove("none" as OrganizationID) },
            { try await $0.remove(LibraryKey(99)) }, { _ = try await $0.rename(LibraryKey(99), to: "x") },
            { try await $0.setGrants(Grants(), of: "none", in: "acme") },
            { try await $0.grant(.read, on: "photos", to: "none", in: "acme") },
            { try await $0.revoke("none", in: "acme") },
            { _ = try await $0.insert(.sample("x", in: "none")) },
            { try await $0.insert(.sample("c"), on: "none") },
            { try await $0.remove("c", on: "none", at: .sample()) },
            { _ = try await $0.edit("c", on: "none", "x", at: .sample()) },
            { try await $0.describe("none", as: "x", in: LibraryKey(1), at: .sample()) },
            { try await $0.insert(NewAPIKey.sample(grants: Grants(libraries: ["none": .read]))) },
        ]

        for change in changes { #expect(await kind { try await catalog.write(change) } == .notFound) }
    }

    @Test func `a key is found by its digest with all its grants`() async throws {
        let fixture = try await CatalogFixture()
        let catalog = fixture.catalog
        let grants = Grants(libraries: ["photos": .read, "drafts": .write])
        let key = NewAPIKey.sample(1, grants: grants)
        try await catalog.write { try await $0.insert(key) }

        try await catalog.read { reader async throws in
            #expect(try await reader.key(secretDigest: .sample(1)) == key.key)
            #expect(try await reader.key(secretDigest: .sample(2)) == nil)
            #expect(try await reader.keys(of: "acme") == [key.key])
        }
    }

    @Test func `grants are replaced, added and end with the key`() async throws {
        let fixture = try await CatalogFixture()
        let catalog = fixture.catalog
        try await catalog.write { writer in
            try await writer.insert(NewAPIKey.sample(1))
            try await writer.setGrants(Grants(libraries: ["photos": .write]), of: "key1", in: "acme")
            try await writer.grant(.read, on: "photos", to: "key1", in: "acme")
            try await writer.grant(.read, on: "drafts", to: "key1", in: "acme")
        }
        let key = try await catalog.read { try await $0.key(secretDigest: .sample(1)) }

        #expect(key?.grants == Grants(libraries: ["photos": .write, "drafts": .read]))
        try await catalog.write { try await $0.revoke("key1", in: "acme") }
        #expect(try await catalog.read { try await $0.key(secretDigest: .sample(1)) } == nil)
    }

    @Test func `removing a library removes the grants on it`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.catalog.write { [photos = fixture.photos] writer in
            try await writer.insert(NewAPIKey.sample(1, grants: Grants(libraries: ["photos": .read])))
            try await writer.remove(photos)
            _ = try await writer.insert(NewLibrary.sample("photos"))
        }

        let key = try await fixture.catalog.read { try await $0.key(secretDigest: .sample(1)) }
        #expect(key?.grants == Grants())
    }

    @Test func `libraries are listed by name, then id, as far as grants reach`() async throws {
        let fixture = try await CatalogFixture()
        let catalog = fixture.catalog
        try await catalog.write { _ = try await $0.insert(.sample("a", name: "photos")) }
        let page = PageRequest(number: 2, size: 1)
        let some = Grants(libraries: ["photos": .read, "a": .read, "none": .read])

        try await catalog.read { reader async throws in
            let all = try await reader.libraries(in: "acme", reachableBy: Grants(all: .read), page: nil)
            #expect(all.map(\.id) == ["drafts", "a", "photos"])
            #expect(
                try await reader.libraries(in: "acme", reachableBy: some, page: page).map(\.id) == ["photos"])
            #expect(try await reader.libraries(in: "acme", reachableBy: Grants(), page: nil) == [])
            #expect(try await reader.libraryCount(of: "acme") == 3)
        }
    }

    @Test func `a library elsewhere is told from one that is nowhere`() async throws {
        let fixture = try await CatalogFixture()
        let catalog = fixture.catalog
        try await catalog.write { try await $0.insert(.sample("other")) }

        try await catalog.read { reader async throws in
            #expect(try await reader.libraryExists("photos", outside: "other") == true)
            #expect(try await reader.libraryExists("photos", outside: "acme") == false)
            #expect(try await reader.libraryExists("none", outside: "other") == false)
        }
    }

    @Test func `renaming keeps the slug and is a new revision, once`() async throws {
        let fixture = try await CatalogFixture()

        let renamed = try await fixture.catalog.write { [photos = fixture.photos] writer in
            _ = try await writer.rename(photos, to: "New")
            return try await writer.rename(photos, to: "New")
        }

        #expect([renamed.id.rawValue, renamed.name] == ["photos", "New"])
        #expect(renamed.revision == 1)
    }

    @Test func `anonymous use is counted by e-mail, address and in all`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.catalog.write { writer in
            for (number, id) in (["x", "y", "z"] as [OrganizationID]).enumerated() {
                try await writer.insert(.sample(id, expires: .sample(100)))
                try await writer.recordAnonymous(
                    id, claim: .sample(number), email: .sample(7), address: .sample(number % 2),
                    at: .sample(Int64(number)))
            }
            try await writer.update(.sample("y"))
            try await writer.remove("x" as OrganizationID)
            let library = try await writer.insert(.sample("photos", in: "z"))
            _ = try await writer.publish([NewAsset(.sample("a", size: 5), in: library.key)])
        }

        let usage = try await fixture.catalog.read {
            try await $0.anonymousUsage(
                email: .sample(7), address: .sample(0), addressSince: .sample(0), at: .sample(50))
        }

        #expect(
            usage == AnonymousUsage(activeForEmail: 1, recentFromAddress: 2, organizations: 1, bytes: 5))
    }
}
