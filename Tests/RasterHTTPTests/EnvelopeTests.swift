import HTTPCore
import RasterHTTP
import Testing

@Suite struct EnvelopeTests {
    @Test func `a success has data and no error`() async throws {
        let surface = try await Surface()

        let reply = try await surface.get("/me")

        #expect(reply.status == 200)
        #expect(reply.json?.names == ["data"])
        #expect(reply.fields["Content-Type"] == "application/json; charset=utf-8")
    }

    @Test func `a failure has a code, a message and no data`() async throws {
        let surface = try await Surface()

        let reply = try await surface.get("/nowhere")

        #expect(reply.json?.names == ["error"])
        #expect(reply.json?["error"]?.names == ["code", "message"])
        #expect(reply.json?["error"]?["message"]?.string?.isEmpty == false)
    }

    @Test(arguments: [
        ("GET", "/nowhere"), ("GET", "/"), ("GET", "/organizations"), ("GET", "/acme/libraries"),
        ("GET", "/me/"), ("GET", "//me"), ("GET", "/organizations/acme/libraries/"),
        ("POST", "/organizations/acme/libraries/photos/assets/tag/x"), ("GET", "/ME"), ("GET", "/../me"),
        ("GET", "/organizations//libraries"), ("GET", "/me%00"), ("GET", "/me%zz"),
    ])
    func `an unknown path is ENDPOINT_NOT_FOUND before anything else`(method: String, path: String)
        async throws
    {
        let surface = try await Surface()

        let reply = try await surface.send(HTTPRequest(HTTPMethod(rawValue: method), path))

        #expect(reply.status == 404)
        #expect(reply.code == "ENDPOINT_NOT_FOUND")
    }

    @Test(arguments: [
        ("GET", "/libraries", "POST"), ("POST", "/me", "GET, HEAD"),
        ("PUT", Surface.photos + "/assets", "GET, HEAD, POST, DELETE"), ("DELETE", Surface.photos, "PATCH"),
        ("HEAD", "/libraries", "POST"), ("POST", "/cdn/acme/a/b", "GET, HEAD"),
        ("POST", "/healthz", "GET, HEAD"),
        ("OPTIONS", "/me", "GET, HEAD"), ("BREW", "/me", "GET, HEAD"),
    ])
    func `another method on a known path is 405 with Allow`(method: String, path: String, allow: String)
        async throws
    {
        let surface = try await Surface()

        let reply = try await surface.send(HTTPRequest(HTTPMethod(rawValue: method), path))

        #expect(reply.status == 405)
        #expect(reply.fields["Allow"] == allow)
        if method != "HEAD" { #expect(reply.code == "METHOD_NOT_ALLOWED") }
    }

    @Test func `every request has an id of its own`() async throws {
        let surface = try await Surface()

        let first = try await surface.get("/me").fields["X-Request-Id"]
        let second = try await surface.get("/me").fields["X-Request-Id"]

        #expect(first != nil && first != second)
    }

    @Test(arguments: ["/healthz", "/readyz", "/metrics", "/openapi.json", "/cdn/acme/none/none.jpg"])
    func `routes with a form of their own carry the headers too`(path: String) async throws {
        let surface = try await Surface()

        // The headers are checked for every request in `send`.
        let reply = try await surface.send(HTTPRequest(.get, path))

        #expect(reply.status == (path.hasPrefix("/cdn") ? 404 : 200))
    }

    @Test(arguments: [
        "/me", Surface.photos + "/assets", Surface.photos + "/tags", Surface.own + "/capabilities",
    ])
    func `HEAD answers like GET without a body`(path: String) async throws {
        let surface = try await Surface()

        let get = try await surface.get(path)
        let head = try await surface.send(.head, path)

        #expect(head.status == get.status)
        #expect(head.fields["Content-Type"] == get.fields["Content-Type"])
        #expect(head.bytes.isEmpty)
    }

    @Test(arguments: [
        (HTTPRefusal.malformed("Two lengths."), 400, "BAD_USER_INPUT"),
        (.overloaded, 503, "SERVICE_UNAVAILABLE"), (.draining, 503, "SERVICE_UNAVAILABLE"),
        (.timedOut, 503, "SERVICE_UNAVAILABLE"),
    ])
    func `what the server refuses is in the same form`(refusal: HTTPRefusal, status: Int, code: String)
        async throws
    {
        let surface = try await Surface()

        let response = surface.front.refuse(refusal, nil)

        #expect(response.status.code == status)
        #expect(response.fields["Vary"] == "Api-Version" && response.fields["X-Request-Id"] != nil)
        #expect((response.fields["Retry-After"] != nil) == (status == 503))
        guard case .bytes(let bytes) = response.body else { return #expect(Bool(false)) }
        #expect(try JSONValue(parsing: bytes)["error"]?["code"]?.string == code)
    }
}
