import AdapterKit
import HTTPCore
import Raster
import RasterCatalog
import RasterHTTP
import Telemetry
import Testing

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

    @Test(arguments: ["/me?private", "/me?\u{301}private", "/nowhere?private"])
    func `a query is in no log line, however it is written`(target: String) async throws {
        let surface = try await Surface()

        try await surface.get(target)

        #expect(
            surface.log.lines.allSatisfy {
                !String(decoding: $0.render(.json), as: UTF8.self).contains("private")
            })
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
