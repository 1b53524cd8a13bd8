import HTTPCore
import Raster
import RasterHTTP
import Telemetry
import TestSupport
import Testing

/// `/staging`, where there is nothing to fetch.
@Suite struct StagingTests {
    /// As long as a real one, in all the characters that those have.
    private static let token = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_abcde"

    @discardableResult
    private func get(
        _ surface: Surface, _ path: String, _ method: HTTPMethod = .get, _ fields: HTTPFields = [:]
    ) async throws -> Reply {
        try await surface.send(HTTPRequest(method, path, fields: fields))
    }

    @Test(arguments: [token, "x", "rk_key", "%41", "a.b~c"])
    func `every address that leads nowhere has one and the same answer`(_ token: String) async throws {
        let surface = try await Surface(front: { $0.instance = "this" })
        let one = try await get(surface, "/staging/unknown")

        let reply = try await get(surface, "/staging/\(token)")

        #expect(reply.status == 404 && reply.code == "RESOURCE_NOT_FOUND")
        #expect(reply.bytes == one.bytes && reply.fields.map(\.name) == one.fields.map(\.name))
        #expect(reply.fields["Cache-Control"] == "no-store")
        #expect(reply.fields["X-Raster-Gateway"] == "this")
        #expect(!reply.text.contains(token))
    }

    @Test(arguments: [HTTPMethod.post, .put, .patch, .delete, .options])
    func `nothing but GET and HEAD is taken`(_ method: HTTPMethod) async throws {
        let surface = try await Surface()

        let reply = try await get(surface, "/staging/\(Self.token)", method)

        #expect(reply.status == 405 && reply.fields["Allow"] == "GET, HEAD")
        #expect(reply.fields["Cache-Control"] == "no-store")
    }

    @Test func `no page of another origin gets at it, not even of one that may call the API`() async throws {
        let surface = try await Surface(front: { $0.allowedOrigins = ["https://app.example"] })
        let fields: HTTPFields = [
            "Origin": "https://app.example", "Access-Control-Request-Method": "GET",
        ]

        let reply = try await get(surface, "/staging/\(Self.token)", .get, fields)
        let preflight = try await get(surface, "/staging/\(Self.token)", .options, fields)

        #expect(reply.fields["Access-Control-Allow-Origin"] == nil)
        #expect(preflight.status == 405 && preflight.fields["Access-Control-Allow-Origin"] == nil)
    }

    @Test(arguments: [
        "/staging/\(token)", "/STAGING/\(token)", "//staging/\(token)", "/%73taging/\(token)",
        "/prefix/staging/\(token)/", "http://example/staging/\(token)", "/staging/\(token)?a=b",
    ])
    func `no part of a token is in the log or the metrics`(_ target: String) async throws {
        let surface = try await Surface()

        try await get(surface, target)

        let log = surface.log.lines.map { String(decoding: $0.render(.json), as: UTF8.self) }.joined()
        let metrics = try await get(surface, "/metrics").text
        #expect(log.contains("taging/(masked)"))
        for text in [log, metrics] { #expect(!text.contains(Self.token.prefix(8))) }
    }

    @Test func `a library of that name is in the log as it was asked for`() async throws {
        let surface = try await Surface()

        try await surface.get("/organizations/acme/libraries/staging/assets")

        let log = surface.log.lines.map { String(decoding: $0.render(.json), as: UTF8.self) }.joined()
        #expect(log.contains("/libraries/staging/assets"))
    }

    @Test func `where stores have a listener of their own, clients' has no such address`() async throws {
        let surface = try await Surface(front: {
            $0.staging = .excluded
            $0.instance = "this"
        })

        let reply = try await get(surface, "/staging/\(Self.token)")

        #expect(reply.status == 404 && reply.code == "ENDPOINT_NOT_FOUND")
        #expect(reply.fields["X-Raster-Gateway"] == nil)
    }

    @Test(arguments: ["/me", "/healthz", "/metrics", "/openapi.json", "/cdn/acme/a/b", "/staging"])
    func `a listener for stores has nothing else`(_ path: String) async throws {
        let surface = try await Surface(front: { $0.instance = "this" })
        let front = surface.front.stagingOnly
        let transport = LoopbackTransport(to: front)
        let request = HTTPRequest(
            .get, path,
            fields: [
                "Api-Version": Surface.version, "Authorization": "Bearer \(Key.writer.secret)",
            ])
        // What the listener for clients remembers is not for this one.
        for _ in 0..<2 { try await surface.send(request) }

        let reply = try await transport.send(request)
        let staged = try await transport.send(HTTPRequest(.get, "/staging/\(Self.token)"))

        #expect(reply.status == 404)
        #expect(staged.fields["X-Raster-Gateway"] == "this")
    }

    @Test func `a listener for stores that is busy is so for everyone`() async throws {
        let surface = try await Surface()

        let response = surface.front.stagingOnly.refuse(.overloaded, HTTPRequest(.get, "/healthz"))

        #expect(response.status == 503)
    }

    @Test func `both listeners count in one place`() async throws {
        let surface = try await Surface()
        let transport = LoopbackTransport(to: surface.front.stagingOnly)

        _ = try await transport.send(HTTPRequest(.get, "/staging/\(Self.token)"))
        try await get(surface, "/healthz")

        let metrics = try await get(surface, "/metrics").text
        #expect(metrics.contains(#"route="/staging/{token}",status="404"} 1"#))
        #expect(metrics.contains(#"route="/healthz",status="200"} 1"#))
    }
}
