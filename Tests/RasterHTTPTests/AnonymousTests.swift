import Gateway
import HTTPCore
import Raster
import RasterCatalog
import RasterHTTP
import TestSupport
import Testing

extension Surface {
    /// Asks for an organization without a key.
    @discardableResult
    func anonymous(
        _ email: String = "ann@example.com", name: String? = nil, peer: String = "127.0.0.1",
        fields: HTTPFields = [:]
    ) async throws -> Reply {
        var json = "{\"email\":\"\(email)\""
        if let name { json += ",\"name\":\"\(name)\"" }
        return try await send(
            .post, "/libraries", key: nil, fields: fields, body: Array((json + "}").utf8), peer: peer)
    }

    /// An organization that nobody has claimed, with its key.
    func unclaimed() async throws -> (path: String, library: String, key: Key) {
        let data = try await anonymous().data
        let organization = data?["organizationId"]?.string ?? ""
        let library = data?["libraryId"]?.string ?? ""
        let key = Key(issued: data?["apiKey"]?.string ?? "")
        let path = "/organizations/\(organization)"
        return (path, "\(path)/libraries/\(library)", key)
    }
}

@Suite struct AnonymousTests {
    @Test func `an organization, a library and a key come at once`() async throws {
        let surface = try await Surface()

        let reply = try await surface.anonymous(name: "Sample library")

        #expect(reply.status == 200)
        #expect(
            reply.data?.names == [
                "organizationId", "libraryId", "apiKey", "claimUrl", "expiresAt", "emailSent",
            ])
        #expect(reply.data?["apiKey"]?.string?.hasPrefix("rk_") == true)
        #expect(reply.data?["claimUrl"]?.string?.hasPrefix("https://assets.example/claim/") == true)
        #expect(reply.data?["expiresAt"]?.string == "2026-06-27T20:26:40.000Z")
        #expect(reply.data?["emailSent"]?.bool == false)
    }

    @Test func `the key writes to the library at once, on the hobby plan`() async throws {
        let surface = try await Surface()
        let (path, library, key) = try await surface.unclaimed()

        let me = try await surface.get("/me", key: key).data
        let upload = try await surface.upload([.file("a.txt")], to: library, key: key)

        #expect(me?["plan"]?.string == "hobby" && me?["libraries"]?.each("access") == ["write"])
        #expect(upload.status == 200)
        #expect(try await surface.get(path + "/libraries", key: key).data?.array?.count == 1)
    }

    @Test func `an Authorization header is ignored`() async throws {
        let surface = try await Surface()

        let reply = try await surface.anonymous(fields: ["Authorization": "Basic nonsense"])

        #expect(reply.status == 200)
    }

    @Test(arguments: [
        "{}", #"{"email":null}"#, #"{"email":7}"#, #"{"email":""}"#, #"{"email":"ann"}"#,
        #"{"email":"ann@"}"#,
        #"{"email":"@example.com"}"#, #"{"email":"a b@example.com"}"#, #"{"email":"a@b@example.com"}"#,
        #"{"email":"a@example.com","name":""}"#, #"{"email":"a@example.com","name":7}"#, "", "{",
        #"{"email":"a@localhost"}"#, #"{"email":"a@ex..com"}"#,
    ])
    func `a bad body is refused`(json: String) async throws {
        let surface = try await Surface()

        let reply = try await surface.send(.post, "/libraries", key: nil, json: json)

        #expect(reply.status == 400)
        #expect(reply.code == "BAD_USER_INPUT")
    }

    @Test func `ten an hour from one address and no more`() async throws {
        let surface = try await Surface()
        for number in 0..<10 {
            #expect(try await surface.anonymous("a\(number)@example.com").status == 200)
        }

        let eleventh = try await surface.anonymous("b@example.com")
        surface.clock.advance(by: .seconds(3601))
        let later = try await surface.anonymous("b@example.com")

        #expect(eleventh.status == 429)
        #expect(eleventh.code == "RATE_LIMITED")
        #expect(Int(eleventh.fields["Retry-After"] ?? "") ?? 0 >= 1)
        #expect(later.status == 200)
    }

    @Test func `an IPv6 network counts as one address`() async throws {
        let surface = try await Surface(front: { $0.servesPlainHTTP = true })
        for number in 0..<10 {
            let peer = "2001:db8:0:1::\(String(number + 1, radix: 16))"
            #expect(try await surface.anonymous("a\(number)@example.com", peer: peer).status == 200)
        }

        let same = try await surface.anonymous("b@example.com", peer: "2001:0db8::1:ffff:0:0:1")
        let other = try await surface.anonymous("b@example.com", peer: "2001:db8:0:2::1")

        #expect(same.status == 429 && other.status == 200)
    }

    @Test func `three active ones for an e-mail address, whatever its letter case`() async throws {
        let surface = try await Surface()
        for _ in 0..<3 { #expect(try await surface.anonymous().status == 200) }

        let fourth = try await surface.anonymous("ANN@Example.com")
        surface.clock.advance(by: .days(30))
        let later = try await surface.anonymous()

        #expect(fourth.status == 400)
        #expect(fourth.code == "BAD_USER_INPUT")
        #expect(later.status == 200)
    }

    @Test func `an address counts only what a trusted proxy says of it`() async throws {
        let surface = try await Surface(front: {
            $0.trustedProxies = [AddressRange("10.0.0.0/8")].compactMap(\.self)
        })
        for number in 0..<10 {
            try await surface.anonymous(
                "a\(number)@example.com", fields: ["X-Forwarded-For": "1.2.3.\(number)"])
        }

        let reply = try await surface.anonymous("b@example.com", fields: ["X-Forwarded-For": "9.9.9.9"])

        #expect(reply.status == 429)
    }

    @Test(arguments: [
        ("203.0.113.7", "203.0.113.7:4711"), ("203.0.113.7", "::ffff:203.0.113.7"),
        ("2001:db8:0:1::1", "[2001:db8:0:1::2]:4711"), ("fe80::1%eth0", "fe80::2%eth1"),
    ])
    func `one client counts once, however a proxy spells its address`(one: String, other: String) async throws
    {
        let surface = try await Surface(front: {
            $0.trustedProxies = [AddressRange("127.0.0.1")].compactMap(\.self)
        })
        for number in 0..<10 {
            let fields: HTTPFields = ["X-Forwarded-For": one]
            #expect(try await surface.anonymous("a\(number)@example.com", fields: fields).status == 200)
        }

        let reply = try await surface.anonymous("b@example.com", fields: ["X-Forwarded-For": other])

        #expect(reply.status == 429)
    }

    @Test func `a mail is announced once it is queued, and queued once for a repeated request`() async throws
    {
        let surface = try await Surface(settings: { $0.anonymous.sendsMail = true })
        let fields: HTTPFields = ["Idempotency-Key": "k"]

        let first = try await surface.anonymous(fields: fields)
        let again = try await surface.anonymous(fields: fields)

        #expect(first.data?["emailSent"]?.bool == true && again.bytes == first.bytes)
        #expect(try await surface.catalog.read { try await $0.mailTotals() }.waiting == 1)
        #expect(
            try await surface.send(HTTPRequest(.get, "/metrics")).text.contains(
                #"raster_mails{state="waiting"} 1"#))
    }

    @Test func `the operator's bounds refuse with 503 and 501`() async throws {
        let full = try await Surface(settings: { $0.anonymous.maximumOrganizations = 1 })
        try await full.anonymous("a@example.com")
        let off = try await Surface(settings: { $0.anonymous.isEnabled = false })

        let refused = try await full.anonymous("b@example.com")

        #expect(refused.status == 503 && refused.code == "SERVICE_UNAVAILABLE")
        #expect(refused.fields["Retry-After"] != nil)
        #expect(try await off.anonymous().status == 501)
    }

    @Test func `after 30 days key and organization are gone`() async throws {
        let surface = try await Surface()
        let (path, library, key) = try await surface.unclaimed()
        try await surface.upload([.file("a.txt")], to: library, key: key)
        surface.clock.advance(by: .days(30) - .milliseconds(1))
        let before = try await surface.get(path + "/libraries", key: key)
        surface.clock.advance(by: .milliseconds(1))

        #expect(before.status == 200)
        #expect(try await surface.get(path + "/libraries", key: key).code == "ORGANIZATION_NOT_FOUND")
        #expect(try await surface.get("/me", key: key).code == "INVALID_API_KEY")
    }

    @Test func `what has expired is removed with its bytes`() async throws {
        let surface = try await Surface()
        let (_, library, key) = try await surface.unclaimed()
        try await surface.upload([.file("a.txt"), .file("b.txt")], to: library, key: key)
        surface.clock.advance(by: .days(30))

        let round = try await Housekeeper(surface.gateway).round()

        #expect(round.expired == 1 && round.purged == 2)
        #expect(storedFiles(surface).isEmpty)
        #expect(try await surface.catalog.read { try await $0.totals() }.organizations == 2)
    }

    @Test func `the same Idempotency-Key brings back the same secret, and only to the same address`()
        async throws
    {
        let surface = try await Surface(front: { $0.servesPlainHTTP = true })
        let fields: HTTPFields = ["Idempotency-Key": "k"]
        let first = try await surface.anonymous(fields: fields)

        let again = try await surface.anonymous(fields: fields)
        let elsewhere = try await surface.anonymous(peer: "203.0.113.9", fields: fields)

        #expect(again.bytes == first.bytes && elsewhere.bytes != first.bytes)
        #expect(elsewhere.status == 200)
    }
}
