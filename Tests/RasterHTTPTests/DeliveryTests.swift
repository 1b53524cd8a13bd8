import HTTPCore
import Raster
import RasterCatalog
import TestSupport
import Testing

@Suite struct DeliveryTests {
    private func delivered(_ filename: String = "beach.jpg", _ text: String = "0123456789") async throws
        -> (surface: Surface, path: String, id: String)
    {
        let surface = try await Surface()
        let id = try await surface.asset(filename, text)
        return (surface, try await surface.cdnPath(of: id), id)
    }

    private func get(
        _ surface: Surface, _ path: String, _ fields: HTTPFields = [:], _ method: HTTPMethod = .get
    )
        async throws -> Reply
    {
        try await surface.send(HTTPRequest(method, path, fields: fields))
    }

    @Test func `the bytes need no header and come with all that a cache wants`() async throws {
        let (surface, path, _) = try await delivered()

        let reply = try await get(surface, path)

        #expect(reply.status == 200 && reply.text == "0123456789")
        #expect(reply.fields["Content-Type"] == "image/jpeg")
        #expect(reply.fields["Cache-Control"] == "public, max-age=31536000, immutable")
        #expect(reply.fields["Accept-Ranges"] == "bytes")
        #expect(reply.fields["X-Content-Type-Options"] == "nosniff")
        #expect(
            reply.fields["ETag"] == "\"84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882\"")
        #expect(reply.fields["Access-Control-Allow-Origin"] == "*")
        #expect(reply.fields["Last-Modified"] != nil)
    }

    @Test func `HEAD has the same fields and no body`() async throws {
        let (surface, path, _) = try await delivered()

        let response = try await surface.transport.send(HTTPRequest(.head, path))
        let reply = try await get(surface, path)

        #expect(response.status == 200 && response.body.length == 10)
        #expect(response.fields.map(\.name) == reply.fields.map(\.name))
        guard case .suppressed = response.body else { return #expect(Bool(false)) }
    }

    @Test(arguments: [
        ("bytes=0-3", "0123", "bytes 0-3/10"), ("bytes=8-", "89", "bytes 8-9/10"),
        ("bytes=-3", "789", "bytes 7-9/10"),
        ("bytes=5-99", "56789", "bytes 5-9/10"),
    ])
    func `a range is 206 with its place`(range: String, text: String, place: String) async throws {
        let (surface, path, _) = try await delivered()

        let reply = try await get(surface, path, ["Range": range])

        #expect(reply.status == 206 && reply.text == text)
        #expect(reply.fields["Content-Range"] == place)
    }

    @Test(arguments: ["bytes=10-", "bytes=-0"])
    func `a range outside is 416 and not stored`(range: String) async throws {
        let (surface, path, _) = try await delivered()

        let reply = try await get(surface, path, ["Range": range])

        #expect(reply.status == 416)
        #expect(reply.fields["Content-Range"] == "bytes */10")
        #expect(reply.fields["Cache-Control"] == "no-store")
    }

    @Test(arguments: ["bytes=0-1,3-4", "items=0-1", "bytes=a-b", "bytes=5-1"])
    func `several ranges and what is no range get everything`(range: String) async throws {
        let (surface, path, _) = try await delivered()

        let reply = try await get(surface, path, ["Range": range])

        #expect(reply.status == 200 && reply.text.utf8.count == 10)
    }

    @Test func `what the client has is 304 with its validators`() async throws {
        let (surface, path, _) = try await delivered()
        let fields = try await get(surface, path).fields

        let byTag = try await get(surface, path, ["If-None-Match": "W/" + (fields["ETag"] ?? "")])
        let byDate = try await get(surface, path, ["If-Modified-Since": fields["Last-Modified"] ?? ""])

        #expect(byTag.status == 304 && byTag.bytes.isEmpty && byTag.fields["ETag"] == fields["ETag"])
        #expect(byDate.status == 304 && byDate.fields["Cache-Control"] == fields["Cache-Control"])
    }

    @Test func `a range of another version gets everything`() async throws {
        let (surface, path, _) = try await delivered()

        let reply = try await get(surface, path, ["Range": "bytes=0-1", "If-Range": "\"other\""])

        #expect(reply.status == 200)
    }

    @Test func `another filename, organization or id is a 404 that is not stored`() async throws {
        let (surface, path, id) = try await delivered()

        for other in [
            path + "x", "/cdn/globex/\(id)/beach.jpg", "/cdn/acme/none/beach.jpg",
            "/cdn/acme/\(id)/beach.JPG",
            "/cdn/none/\(id)/beach.jpg",
        ] {
            let reply = try await get(surface, other)
            #expect(reply.status == 404)
            #expect(reply.code == "RESOURCE_NOT_FOUND")
            #expect(reply.fields["Cache-Control"] == "no-store")
        }
    }

    @Test(arguments: [HTTPMethod.get, .post])
    func `errors of the router under cdn are not stored either`(method: HTTPMethod) async throws {
        let surface = try await Surface()

        let reply = try await get(surface, method == .get ? "/cdn/a" : "/cdn/a/b/c", [:], method)

        #expect(reply.status == (method == .get ? 404 : 405))
        #expect(reply.fields["Cache-Control"] == "no-store")
    }

    @Test func `names that are composed differently are two names`() async throws {
        let (surface, path, _) = try await delivered("cafe\u{301}.txt")

        #expect(path.hasSuffix("cafe%CC%81.txt"))
        #expect(try await get(surface, path).status == 200)
        let twin = path.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/caf%C3%A9.txt"
        #expect(try await get(surface, twin).status == 404)
    }

    @Test(arguments: [
        ("a.html", "text/html"), ("a.svg", "image/svg+xml"), ("a.xml", "application/xml"),
        ("a.js", "text/javascript"),
    ])
    func `what a browser would run is a sandboxed attachment`(filename: String, type: String) async throws {
        let (surface, path, _) = try await delivered(filename)

        let reply = try await get(surface, path)

        #expect(reply.fields["Content-Disposition"]?.hasPrefix("attachment") == true)
        #expect(reply.fields["Content-Security-Policy"] == "sandbox")
        #expect(reply.fields["X-Content-Type-Options"] == "nosniff")
    }

    @Test func `a picture is shown in place`() async throws {
        let (surface, path, _) = try await delivered()

        #expect(try await get(surface, path).fields["Content-Disposition"]?.hasPrefix("inline") == true)
    }

    @Test(arguments: ["a\"b.txt", "a%0d%0aX: y.txt", "né\u{2028}e.txt"])
    func `a filename never breaks a header`(filename: String) async throws {
        let surface = try await Surface()
        let escaped = filename.split(separator: "\"", omittingEmptySubsequences: false).joined(
            separator: "\\\"")
        let id = try await surface.asset(escaped)

        let reply = try await get(surface, try await surface.cdnPath(of: id))

        #expect(reply.status == 200)
        #expect(reply.fields["Content-Disposition"]?.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } == true)
        #expect(reply.fields["X"] == nil)
    }

    @Test func `the url survives restart and trash`() async throws {
        let (surface, path, id) = try await delivered()
        try await surface.trash([id])
        let away = try await get(surface, path)
        try await surface.send(.post, Surface.own + "/trash/restore", json: body("ids", [id]))

        await surface.catalog.close()
        let next = try await Surface(in: surface.folder)

        #expect(away.status == 404)
        #expect(try await get(next, path).text == "0123456789")
    }

    @Test func `bytes that the store has lost are not found`() async throws {
        let (surface, path, _) = try await delivered()
        removeTree(surface.folder.path + "/store/files")

        let reply = try await get(surface, path)

        #expect([404, 500, 503].contains(reply.status))
        #expect(reply.fields["Cache-Control"] == "no-store")
    }
}
