import AdapterKit
import Bytes
import Gateway
import HTTPCore
import Raster
import RasterCatalog
import RasterHTTP
import Telemetry
import TestSupport
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

@Suite struct OperationTests {
    @Test func `health and readiness answer in plain text`() async throws {
        let surface = try await Surface()

        let health = try await surface.send(HTTPRequest(.get, "/healthz"))
        let ready = try await surface.send(HTTPRequest(.get, "/readyz"))

        #expect([health, ready].map(\.status) == [200, 200])
        #expect(health.fields["Content-Type"]?.hasPrefix("text/plain") == true)
    }

    @Test func `a gateway that does not accept is up but not ready`() async throws {
        let surface = try await Surface()
        surface.operations.isAccepting = false

        let ready = try await surface.send(HTTPRequest(.get, "/readyz"))

        #expect(ready.status == 503 && ready.fields["Retry-After"] != nil)
        #expect(try await surface.send(HTTPRequest(.get, "/healthz")).status == 200)
    }

    @Test func `a catalog that fails makes the gateway unready and requests 503`() async throws {
        let surface = try await Surface()
        await surface.catalog.close()

        let ready = try await surface.send(HTTPRequest(.get, "/readyz"))
        let reply = try await surface.get("/me")

        #expect(ready.status == 503)
        #expect(
            reply.status == 503 && reply.code == "SERVICE_UNAVAILABLE" && reply.fields["Retry-After"] != nil)
    }

    @Test func `metrics count requests by route, not by path`() async throws {
        let surface = try await Surface()
        try await surface.get("/me")
        try await surface.get(Surface.photos + "/assets/secret-id")
        let id = try await surface.asset()
        try await surface.trash([id])

        let text = try await surface.send(HTTPRequest(.get, "/metrics")).text

        #expect(text.contains(#"raster_http_requests_total{method="GET",route="/me",status="200"} 1"#))
        #expect(text.contains("libraries/{library}/assets/{asset}"))
        #expect(!text.contains("secret-id"))
        #expect(text.contains(#"raster_assets{state="trashed"} 1"#))
        #expect(text.contains("raster_libraries 3"))
    }

    @Test(arguments: ["X-Forwarded-For", "Forwarded", "Via"])
    func `metrics are off for what a proxy brings`(field: String) async throws {
        let surface = try await Surface()

        let reply = try await surface.send(HTTPRequest(.get, "/metrics", fields: [field: "1.2.3.4"]))

        #expect(reply.status == 404 && reply.code == "ENDPOINT_NOT_FOUND")
    }

    @Test func `metrics are off the public listener unless configured`() async throws {
        let hidden = try await Surface(front: { $0.listensOnLoopback = false })
        let shown = try await Surface(front: {
            $0.listensOnLoopback = false
            $0.exposesMetrics = true
        })

        #expect(try await hidden.send(HTTPRequest(.get, "/metrics")).status == 404)
        #expect(try await shown.send(HTTPRequest(.get, "/metrics", peer: "192.0.2.1")).status == 200)
    }

    @Test func `metrics are off for other machines`() async throws {
        let surface = try await Surface()

        #expect(try await surface.send(HTTPRequest(.get, "/metrics", peer: "192.0.2.1")).status == 404)
    }

    @Test func `a request leaves one line that names who asked, without the query`() async throws {
        let surface = try await Surface()

        let reply = try await surface.get(Surface.photos + "/assets?tags=private")

        let lines = surface.log.lines.map { String(decoding: $0.render(.json), as: UTF8.self) }
        #expect(lines.count == 1)
        let line = try JSONValue(parsing: Array(lines[0].utf8))
        #expect(line["id"]?.string == reply.fields["X-Request-Id"])
        #expect(line["status"]?.int == 200 && line["organization"]?.string == "acme")
        #expect(line["key"]?.string == "key-writer" && line["durationMs"] != nil)
        #expect(!lines[0].contains("private"))
    }

    @Test func `secrets appear in no log line, no error and no metric`() async throws {
        let surface = try await Surface(.memory)
        let canary = Key.writer.secret
        let wrong = "rk_canary_unknown"
        surface.memory.fail(.create, with: StorageError(.internal, "backend text canary"))
        var texts = [try await surface.upload([.file("a.txt")]).text]
        for fields in [
            ["Authorization": canary], ["Authorization": "Basic \(canary)"],
            ["Authorization": "Bearer \(wrong)"],
            ["Api-Version": canary, "Authorization": "Bearer \(canary)"],
        ] as [HTTPFields] {
            texts.append(try await surface.get("/me?key=\(canary)", key: nil, fields).text)
        }
        texts.append(try await surface.get("/me").text)
        let issued = try await surface.anonymous(fields: ["Idempotency-Key": "canary-idempotency"])

        texts += surface.log.lines.map { String(decoding: $0.render(.json), as: UTF8.self) }
        texts.append(try await surface.send(HTTPRequest(.get, "/metrics")).text)

        let secrets = [canary, wrong, "canary-idempotency", issued.data?["apiKey"]?.string ?? ""]
        for secret in secrets { #expect(!texts.contains { $0.contains(secret) }, "\(secret)") }
        #expect(texts[0].contains("backend") == false)
    }
}
