import HTTPCore
import Raster
import RasterCatalog
import TestSupport
import Testing

@Suite struct AccessTests {
    /// Every route that changes a library, with a body that would be good.
    static let changes: [(HTTPMethod, String, String)] = [
        (.patch, "", #"{"name":"New"}"#), (.post, "/assets", ""), (.delete, "/assets", #"{"ids":["a"]}"#),
        (.post, "/assets/tag", #"{"assetIds":["a"],"tags":["t"]}"#),
        (.post, "/assets/untag", #"{"assetIds":["a"],"tags":["t"]}"#),
        (.post, "/assets/transfer", #"{"assetIds":["a"],"targetLibraryId":"photos"}"#),
        (.patch, "/assets/a/description", #"{"description":"d"}"#),
    ]
    static let reads = ["/assets", "/assets/a", "/tags"]

    @Test func `me names organization, plan and libraries with their access`() async throws {
        let surface = try await Surface()

        let reply = try await surface.get("/me", key: .mixed)

        #expect(reply.data?.names == ["organizationId", "organizationName", "plan", "libraries"])
        #expect(reply.data?["organizationId"]?.string == "acme")
        #expect(reply.data?["organizationName"]?.string == "ACME")
        #expect(reply.data?["plan"]?.string == "pro")
        #expect(reply.data?["libraries"]?.each("library") == ["drafts", "photos"])
        #expect(reply.data?["libraries"]?.each("access") == ["write", "read"])
    }

    @Test func `me shows null for a name and a plan that are not set`() async throws {
        let surface = try await Surface()
        let organization = Organization(id: "bare", created: .sample())
        let row = try Key(name: "bare", organization: "bare", grants: Grants()).row()
        try await surface.catalog.write { writer in
            try await writer.insert(organization)
            try await writer.insert(row)
        }

        let key = Key(name: "bare", organization: "bare", grants: Grants())
        let data = try await surface.get("/me", key: key).data

        #expect(data?["organizationName"] == .null && data?["plan"] == .null)
        #expect(data?["libraries"] == .array([]))
    }

    @Test func `me refuses an unknown key`() async throws {
        let surface = try await Surface()

        let reply = try await surface.get("/me", key: nil, ["Authorization": "Bearer rk_unknown"])

        #expect(reply.status == 401)
        #expect(reply.code == "INVALID_API_KEY")
    }

    @Test func `a key of another organization is invalid`() async throws {
        let surface = try await Surface()

        let reply = try await surface.get(Surface.organization + "/libraries", key: .stranger)

        #expect(reply.status == 401)
        #expect(reply.code == "INVALID_API_KEY")
    }

    @Test func `a revoked key is invalid at once`() async throws {
        let surface = try await Surface()
        try await surface.catalog.write { try await $0.revoke("key-writer", in: "acme") }

        #expect(try await surface.get("/me").code == "INVALID_API_KEY")
    }

    @Test(arguments: reads)
    func `unknown and ungranted libraries are the same bytes to a read`(path: String) async throws {
        let surface = try await Surface()

        let unknown = try await surface.get("/organizations/acme/libraries/nowhere" + path, key: .photos)
        let ungranted = try await surface.get(Surface.drafts + path, key: .photos)
        let foreign = try await surface.get("/organizations/acme/libraries/vault" + path, key: .photos)

        #expect(unknown.status == 404)
        #expect(unknown.code == "API_KEY_NOT_AUTHORIZED_FOR_LIBRARY")
        #expect(ungranted.bytes == unknown.bytes && ungranted.status == 404)
        #expect(foreign.bytes == unknown.bytes && foreign.status == 404)
    }

    @Test(arguments: changes)
    func `unknown, ungranted and read-only libraries are the same bytes to a change`(
        method: HTTPMethod, path: String, json: String
    ) async throws {
        let surface = try await Surface()

        let unknown = try await surface.send(
            method, "/organizations/acme/libraries/nowhere" + path, json: json)
        let readOnly = try await surface.send(method, Surface.photos + path, key: .mixed, json: json)
        let ungranted = try await surface.send(method, Surface.photos + path, key: Key.none, json: json)

        #expect(unknown.status == 404)
        #expect(unknown.code == "API_KEY_NOT_AUTHORIZED_FOR_LIBRARY")
        #expect(readOnly.bytes == unknown.bytes && ungranted.bytes == unknown.bytes)
        #expect(readOnly.fields.map(\.name) == unknown.fields.map(\.name))
    }

    @Test(arguments: reads)
    func `a read grant is enough for a read`(path: String) async throws {
        let surface = try await Surface()

        let reply = try await surface.get(Surface.photos + path, key: .mixed)

        #expect(reply.code == (path == "/assets/a" ? "RESOURCE_NOT_FOUND" : nil))
    }

    @Test func `libraries are those within reach`() async throws {
        let surface = try await Surface()

        #expect(
            try await surface.get("/organizations/acme/libraries", key: .photos).data?.each("id") == [
                "photos"
            ])
        #expect(try await surface.get("/organizations/acme/libraries", key: Key.none).data == .array([]))
    }
}
