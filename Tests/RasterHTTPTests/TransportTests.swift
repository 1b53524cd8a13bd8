import HTTPCore
import RasterHTTP
import Testing

@Suite struct CrossOriginTests {
    private let origin: HTTPFields = ["Origin": "https://app.example"]

    @Test func `by default no origin may call the API`() async throws {
        let surface = try await Surface()

        let reply = try await surface.get("/me", origin)
        let preflight = try await surface.send(
            HTTPRequest(
                .options, "/me",
                fields: ["Origin": "https://app.example", "Access-Control-Request-Method": "GET"]))

        #expect(reply.status == 200 && reply.fields["Access-Control-Allow-Origin"] == nil)
        #expect(preflight.status == 405)
    }

    @Test func `a configured origin may, and is told so on errors too`() async throws {
        let surface = try await Surface(front: { $0.allowedOrigins = ["https://app.example"] })

        let good = try await surface.get("/me", origin)
        let bad = try await surface.get("/nowhere", origin)
        let other = try await surface.get("/me", ["Origin": "https://evil.example"])

        #expect(
            [good, bad].map { $0.fields["Access-Control-Allow-Origin"] } == [
                "https://app.example", "https://app.example",
            ])
        #expect(other.fields["Access-Control-Allow-Origin"] == nil)
        #expect(
            good.fields.all("Vary") == ["Api-Version", "Origin"]
                && other.fields.all("Vary").contains("Origin"))
    }

    @Test func `a preflight needs neither version nor key`() async throws {
        let surface = try await Surface(front: { $0.allowedOrigins = ["https://app.example"] })

        let reply = try await surface.send(
            HTTPRequest(
                .options, Surface.photos + "/assets",
                fields: ["Origin": "https://app.example", "Access-Control-Request-Method": "DELETE"]))

        #expect(reply.status == 204 && reply.bytes.isEmpty)
        #expect(reply.fields["Access-Control-Allow-Origin"] == "https://app.example")
        #expect(reply.fields["Access-Control-Allow-Methods"] == "GET, HEAD, POST, DELETE")
        for name in ["Authorization", "Api-Version", "Content-Type", "Idempotency-Key"] {
            #expect(reply.fields["Access-Control-Allow-Headers"]?.contains(name) == true)
        }
    }

    @Test func `cdn is open to all, its preflight too`() async throws {
        let surface = try await Surface()

        let preflight = try await surface.send(
            HTTPRequest(
                .options, "/cdn/acme/a/b",
                fields: ["Origin": "https://any.example", "Access-Control-Request-Method": "GET"]))
        let missing = try await surface.send(HTTPRequest(.get, "/cdn/acme/a/b"))

        #expect(preflight.status == 204 && preflight.fields["Access-Control-Allow-Origin"] == "*")
        #expect(missing.fields["Access-Control-Allow-Origin"] == "*")
    }
}

@Suite struct TransportTests {
    private func front(_ settings: inout FrontEndSettings) {
        settings.trustedProxies = ["10.0.0.0/8", "fd00::/8"].compactMap { AddressRange($0) }
    }

    @Test(arguments: ["127.0.0.1", "127.9.9.9", "::1"])
    func `loopback is served in the clear`(peer: String) async throws {
        let surface = try await Surface()

        #expect(try await surface.send(.get, "/me", peer: peer).status == 200)
    }

    @Test(arguments: ["192.0.2.1", "::2", "10.0.0.1"])
    func `any other address is not, and its key is not looked at`(peer: String) async throws {
        let surface = try await Surface(front: front)

        let reply = try await surface.send(.get, "/me", key: nil, peer: peer)

        #expect(reply.status == 400)
        #expect(reply.code == "BAD_USER_INPUT" && reply.text.contains("https"))
    }

    @Test(arguments: [
        ("10.1.2.3", "https", 200), ("fd00::1", "HTTPS", 200), ("10.1.2.3", "http", 400),
        ("192.0.2.1", "https", 400),
    ])
    func `a trusted proxy vouches for https`(peer: String, proto: String, status: Int) async throws {
        let surface = try await Surface(front: front)

        let reply = try await surface.send(
            .get, "/me", fields: ["X-Forwarded-Proto": proto], peer: peer)

        #expect(reply.status == status)
    }

    @Test func `insecure serves everyone`() async throws {
        let surface = try await Surface(front: { $0.servesPlainHTTP = true })

        #expect(try await surface.send(.get, "/me", peer: "192.0.2.1").status == 200)
    }

    @Test(arguments: ["/healthz", "/readyz", "/openapi.json"])
    func `routes without a key are served in the clear`(path: String) async throws {
        let surface = try await Surface()

        #expect(try await surface.send(.get, path, key: nil, peer: "192.0.2.1").status == 200)
    }
}
