import Bytes
import Foundation
import HTTPCore
import RasterHTTP
import Telemetry
import TestSupport
import Testing

/// What hostile and unlucky callers once found.
@Suite struct HostileTests {
    private func logged(_ surface: Surface) -> String {
        surface.log.lines.map { String(decoding: $0.render(.json), as: UTF8.self) }.joined()
    }

    @Test(arguments: [
        "/rk_SECRET", "/organizations/acme/libraries/rk_SECRET/assets", "http://u:rk_SECRET@host/me",
        "/me?key=rk_SECRET",
    ])
    func `a key in the wrong place of a request does not reach the log`(_ target: String) async throws {
        let surface = try await Surface()

        try await surface.get(target)

        #expect(!logged(surface).contains("SECRET"))
        #expect(!surface.log.lines.isEmpty)
    }

    @Test func `a key in place of the method does not reach the log`() async throws {
        let surface = try await Surface()

        try await surface.send(HTTPMethod(rawValue: "rk_SECRET"), "/me")

        #expect(!logged(surface).contains("SECRET"))
    }

    @Test func `a busy server says that it is alive`() async throws {
        let surface = try await Surface()

        let probe = surface.front.refuse(.overloaded, HTTPRequest(.get, "/healthz"))
        let other = surface.front.refuse(.overloaded, HTTPRequest(.get, "/me"))

        #expect(probe.status == 200)
        #expect(other.status == 503)
        #expect(other.fields["Retry-After"] != nil)
    }

    @Test(arguments: [HTTPMethod.get, .head])
    func `bytes that are gone are 404 to the client and an error to the operator`(_ method: HTTPMethod)
        async throws
    {
        let surface = try await Surface()
        let path = try await surface.cdnPath(of: try await surface.asset())
        for file in storedFiles(surface) where file.hasPrefix("files/") {
            try? FileManager.default.removeItem(atPath: surface.folder.path + "/store/" + file)
        }

        let reply = try await surface.send(method, path)

        #expect(reply.status == 404)
        #expect(surface.log.lines.last?.level == .error)
    }

    @Test func `two Idempotency-Keys are none`() async throws {
        let surface = try await Surface()
        var request = HTTPRequest(
            .post, "/organizations/acme/libraries",
            fields: ["Api-Version": Surface.version, "Authorization": "Bearer \(Key.writer.secret)"],
            body: ByteStream(Array(#"{"name":"Twice"}"#.utf8)))
        request.fields.append("Idempotency-Key", "one")
        request.fields.append("Idempotency-Key", "two")

        let reply = try await surface.send(request)

        #expect(reply.status == 400 && reply.code == "BAD_USER_INPUT")
    }

    @Test func `a library out of reach comes before a bad page in a search`() async throws {
        let surface = try await Surface()

        let reply = try await surface.get("/organizations/acme/search/assets?libraries=nowhere&page=0")

        #expect(reply.status == 404 && reply.code == "API_KEY_NOT_AUTHORIZED_FOR_LIBRARY")
    }

    @Test func `the paths of actions know no other verb`() async throws {
        let surface = try await Surface()

        let reply = try await surface.get(Surface.photos + "/assets/tag")

        #expect(reply.status == 405 && reply.fields["Allow"] == "POST")
    }

    @Test(arguments: [#"{"targetLibraryId":"photos"}"#, #"{"targetLibraryId":"photos","assetIds":[1]}"#])
    func `a transfer to itself looks at no ids, whatever they are`(_ body: String) async throws {
        let surface = try await Surface()

        let reply = try await surface.send(.post, Surface.photos + "/assets/transfer", json: body)

        #expect(reply.status == 200 && reply.data?["transferredCount"]?.int == 0)
    }

    @Test(arguments: ["a@x.org\\n", ".a@x.org", "a..b@x.org", "a@-x.org", "a@x-.org", "a@x", "@x.org"])
    func `an e-mail address out of form is refused`(_ email: String) async throws {
        let surface = try await Surface()

        let reply = try await surface.send(
            .post, "/libraries", key: nil, json: #"{"email":"\#(email)"}"#)

        #expect(reply.status == 400 && reply.code == "BAD_USER_INPUT")
    }
}
