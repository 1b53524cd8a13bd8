import HTTPCore
import Testing

/// CONTRACT 1, "order of checks": of two failures the earlier is answered.
@Suite struct CheckOrderTests {
    private let anything = "/organizations/nowhere/libraries/none/assets?page=0"

    @Test func `an unknown route comes before a missing version`() async throws {
        let surface = try await Surface()

        let reply = try await surface.send(HTTPRequest(.get, "/nowhere"))

        #expect(reply.code == "ENDPOINT_NOT_FOUND")
    }

    @Test func `a wrong method comes before a missing version`() async throws {
        let surface = try await Surface()

        #expect(try await surface.send(HTTPRequest(.put, "/me")).code == "METHOD_NOT_ALLOWED")
    }

    @Test func `a missing version comes before a missing key`() async throws {
        let surface = try await Surface()

        let reply = try await surface.send(HTTPRequest(.get, anything))

        #expect(reply.status == 400)
        #expect(reply.code == "API_VERSION_REQUIRED")
    }

    @Test func `an unsupported version comes before a missing key and names the supported one`() async throws
    {
        let surface = try await Surface()

        let reply = try await surface.get(anything, key: nil, ["Api-Version": "2026-07-08"])

        #expect(reply.status == 400)
        #expect(reply.code == "BAD_USER_INPUT")
        #expect(reply.text.contains("2026-05-20"))
    }

    @Test func `a missing key comes before an unknown organization`() async throws {
        let surface = try await Surface()

        let reply = try await surface.get(anything, key: nil)

        #expect(reply.status == 401)
        #expect(reply.code == "UNAUTHENTICATED")
    }

    @Test func `an unknown organization comes before an unknown key`() async throws {
        let surface = try await Surface()

        let reply = try await surface.get(anything, key: nil, ["Authorization": "Bearer nobody"])

        #expect(reply.status == 404)
        #expect(reply.code == "ORGANIZATION_NOT_FOUND")
    }

    @Test func `an unknown key comes before an unknown library`() async throws {
        let surface = try await Surface()

        let reply = try await surface.get(
            "/organizations/acme/libraries/none/assets?page=0", key: nil, ["Authorization": "Bearer nobody"])

        #expect(reply.status == 401)
        #expect(reply.code == "INVALID_API_KEY")
    }

    @Test func `an unknown library comes before a bad parameter`() async throws {
        let surface = try await Surface()

        let reply = try await surface.get("/organizations/acme/libraries/none/assets?page=0")

        #expect(reply.status == 404)
        #expect(reply.code == "API_KEY_NOT_AUTHORIZED_FOR_LIBRARY")
    }

    @Test func `an unknown library comes before a body that is not JSON`() async throws {
        let surface = try await Surface()

        let reply = try await surface.send(
            .post, "/organizations/acme/libraries/none/assets/tag", json: "{")

        #expect(reply.code == "API_KEY_NOT_AUTHORIZED_FOR_LIBRARY")
    }

    @Test func `a bad body comes before an unknown asset`() async throws {
        let surface = try await Surface()

        let reply = try await surface.send(
            .patch, Surface.photos + "/assets/nothing/description", json: "{}")

        #expect(reply.code == "BAD_USER_INPUT")
    }

    @Test func `a read-only key is told so before its body is read`() async throws {
        let surface = try await Surface()

        let reply = try await surface.send(
            .post, Surface.organization + "/libraries", key: .reader, json: "not JSON")

        #expect(reply.status == 403)
        #expect(reply.code == "API_KEY_READ_ONLY")
    }

    @Test(arguments: ["", " "])
    func `an empty version counts as missing`(version: String) async throws {
        let surface = try await Surface()

        let value = version.trimmingPrefix(" ")
        let reply = try await surface.get("/me", ["Api-Version": String(value)])

        #expect(reply.code == "API_VERSION_REQUIRED")
    }

    @Test func `an empty version counts as missing on the anonymous route too`() async throws {
        let surface = try await Surface()

        let reply = try await surface.send(
            .post, "/libraries", key: nil, json: "{}", fields: ["Api-Version": ""])

        #expect(reply.code == "API_VERSION_REQUIRED")
    }

    @Test(arguments: [
        "rk_secret_of_writer", "Basic cms6c2VjcmV0", "Bearer", "Bearer ", "Bearer a b",
        "Token rk_secret_of_writer",
        "",
    ])
    func `what is not Bearer and a key is unauthenticated`(authorization: String) async throws {
        let surface = try await Surface()

        let reply = try await surface.get("/me", key: nil, ["Authorization": authorization])

        #expect(reply.status == 401)
        #expect(reply.code == "UNAUTHENTICATED")
    }

    @Test func `the scheme is read without regard to case`() async throws {
        let surface = try await Surface()

        let reply = try await surface.get(
            "/me", key: nil, ["Authorization": "bearer \(Key.writer.secret)"])

        #expect(reply.status == 200)
    }
}
