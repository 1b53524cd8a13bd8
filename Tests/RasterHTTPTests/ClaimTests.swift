import Bytes
import Gateway
import HTTPCore
import Raster
import RasterCatalog
import TestSupport
import Testing

@testable import RasterHTTP

extension Surface {
    /// Asks for an organization without a key; the path of its claim link, and the rest of the answer.
    func claimable(name: String? = nil) async throws -> (path: String, data: JSONValue?) {
        let data = try await anonymous(name: name).data
        let url = data?["claimUrl"]?.string ?? ""
        return (String(url.dropFirst(Self.publicURL.count)), data)
    }

    /// Opens a page as a browser does.
    func open(_ method: HTTPMethod, _ path: String, body: String? = nil) async throws -> Reply {
        try await send(
            HTTPRequest(
                method, path, fields: ["Content-Type": "application/x-www-form-urlencoded"],
                body: body.map { ByteStream(Array($0.utf8)) }))
    }
}

@Suite struct ClaimTests {
    @Test func `the page says what it is about and has one button`() async throws {
        let surface = try await Surface()
        let (path, data) = try await surface.claimable(name: "Sample library")

        let page = try await surface.open(.get, path)

        #expect(page.status == 200)
        #expect(page.fields["Content-Type"] == "text/html; charset=utf-8")
        for text in ["Sample library", data?["organizationId"]?.string ?? "?", "27 June 2026, 20:26 UTC"] {
            #expect(page.text.contains(text), "\(text)")
        }
        #expect(page.text.contains("on the hobby plan with room for 3 libraries and 1 GB"))
        #expect(
            page.text.components(of: "<button") == 1
                && page.text.components(of: "<form method=\"post\">") == 1)
    }

    @Test func `the page counts the files`() async throws {
        let surface = try await Surface()
        let (path, data) = try await surface.claimable()
        let library =
            "/organizations/\(data?["organizationId"]?.string ?? "")/libraries/"
            + (data?["libraryId"]?.string ?? "")
        let key = Key(issued: data?["apiKey"]?.string ?? "")
        try await surface.upload([.file("a.txt"), .file("b.txt")], to: library, key: key)

        #expect(try await surface.open(.get, path).text.contains("<dt>Files in it</dt><dd>2</dd>"))
    }

    @Test(arguments: ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"])
    func `nothing but the button claims`(method: String) async throws {
        let surface = try await Surface()
        let (path, data) = try await surface.claimable()

        _ = try await surface.open(HTTPMethod(rawValue: method), path)

        let id = OrganizationID(data?["organizationId"]?.string ?? "")
        let organization = try await surface.catalog.read { try await $0.organization(id, at: .sample()) }
        #expect(organization?.isUnclaimed == true)
    }

    @Test(arguments: [nil, "", "anything=at+all"])
    func `the button makes the organization permanent`(body: String?) async throws {
        let surface = try await Surface()
        let (path, data) = try await surface.claimable()

        let page = try await surface.open(.post, path, body: body)

        surface.clock.advance(by: .days(31))
        _ = try await Housekeeper(surface.gateway).round()
        let me = try await surface.get("/me", key: Key(issued: data?["apiKey"]?.string ?? ""))
        #expect(page.status == 200 && page.text.contains("is\npermanent, on the hobby plan"))
        #expect(page.text.contains("API key goes on working"))
        #expect(me.status == 200 && me.data?["plan"]?.string == "hobby")
    }

    @Test func `what is claimed has the caps of the hobby plan`() async throws {
        let surface = try await Surface(settings: {
            $0.hobby.unclaimedBytes = 3
            $0.anonymous.maximumTotalBytes = 3
        })
        let (path, data) = try await surface.claimable()
        let organization = "/organizations/\(data?["organizationId"]?.string ?? "")"
        let key = Key(issued: data?["apiKey"]?.string ?? "")
        let library = "\(organization)/libraries/\(data?["libraryId"]?.string ?? "")"
        let before = try await surface.upload([.file("a", "0123456789")], to: library, key: key)
        _ = try await surface.open(.post, path)

        let after = try await surface.upload([.file("a", "0123456789")], to: library, key: key)
        let more = try await surface.send(
            .post, organization + "/libraries", key: key, json: #"{"name":"B"}"#)

        #expect(before.code == "EPHEMERAL_STORAGE_LIMIT_EXCEEDED")
        #expect(after.status == 200 && more.status == 201)
    }

    @Test func `a claimed organization counts no longer for its e-mail address`() async throws {
        let surface = try await Surface()
        let (path, _) = try await surface.claimable()
        for _ in 0..<2 { try await surface.anonymous() }
        let full = try await surface.anonymous()

        _ = try await surface.open(.post, path)

        #expect(full.status == 400)
        #expect(try await surface.anonymous().status == 200)
    }

    @Test(arguments: [HTTPMethod.get, .post])
    func `a used link says so with 410`(method: HTTPMethod) async throws {
        let surface = try await Surface()
        let (path, _) = try await surface.claimable()
        _ = try await surface.open(.post, path)

        let again = try await surface.open(method, path)

        #expect(again.status == 410)
        #expect(again.text.contains("This link has been used") && !again.text.contains("<button"))
    }

    @Test func `of two who press at once one claims`() async throws {
        let surface = try await Surface()
        let (path, _) = try await surface.claimable()

        async let first = surface.open(.post, path)
        async let second = surface.open(.post, path)

        #expect(try await [first.status, second.status].sorted() == [200, 410])
    }

    @Test(arguments: [false, true])
    func `an expired link says so with 410, also when all is removed`(isSwept: Bool) async throws {
        let surface = try await Surface()
        let (path, _) = try await surface.claimable()
        surface.clock.advance(by: .days(30))
        if isSwept { _ = try await Housekeeper(surface.gateway).round() }

        let page = try await surface.open(.get, path)
        let claimed = try await surface.open(.post, path)

        #expect([page.status, claimed.status] == [410, 410])
        #expect(page.text.contains("This link has expired") && page.bytes == claimed.bytes)
    }

    @Test func `a link of an organization that the operator removed says so with 410`() async throws {
        let surface = try await Surface()
        let (used, data) = try await surface.claimable()
        let (unused, other) = try await surface.claimable()
        _ = try await surface.open(.post, used)
        for id in [data, other].compactMap({ $0?["organizationId"]?.string }) {
            try await surface.catalog.write { try await $0.remove(OrganizationID(id)) }
        }

        #expect(try await surface.open(.get, used).status == 410)
        #expect(try await surface.open(.get, unused).status == 410)
    }

    @Test(arguments: [
        "/claim/x", "/claim/\(String(repeating: "a", count: 40))", "/claim/a%00b", "/claim/a/b",
    ])
    func `an unknown link is a page with 404`(path: String) async throws {
        let surface = try await Surface()

        let page = try await surface.open(.get, path)

        #expect(page.status == 404)
        #expect(page.text.contains("<!DOCTYPE html>") && !page.text.contains("<button"))
    }

    @Test func `an expired token is forgotten after a year`() async throws {
        let surface = try await Surface()
        let (path, _) = try await surface.claimable()
        surface.clock.advance(by: .days(30 + 365) + .milliseconds(1))
        _ = try await Housekeeper(surface.gateway).round()
        _ = try await Housekeeper(surface.gateway).round()

        #expect(try await surface.open(.get, path).status == 404)
    }
}

extension String {
    /// How often `part` stands in it.
    func components(of part: String) -> Int { ranges(of: part).count }
}
