import Bytes
import HTTPCore
import MicroHTTP
import Synchronization
import TestSupport
import Testing

@testable import Curl

@Suite struct CurlRedirectTests {
    private func request(_ target: String = "/", _ method: HTTPMethod = .get, redirects: Int = 5)
        -> HTTPRequest
    {
        var request = HTTPRequest(method, target, fields: ["Authorization": "Bearer sk", "X-Other": "1"])
        request.transfer.redirects = redirects
        return request
    }

    /// A server that leads from `/from` to `location`, and says what it was asked for anywhere else.
    private func withRedirect(
        to location: String, status: Int = 302, limits: CurlLimits = .init(),
        _ body: (CurlClient, HTTPServer) async throws -> Void
    ) async throws {
        try await withServer(limits: limits) { request in
            guard !request.target.hasPrefix("/from") else {
                return HTTPResponse(
                    HTTPStatus(status), fields: ["Location": location], body: .bytes(Array("moved".utf8)))
            }
            let text =
                "\(request.method.rawValue) \(request.target) \(request.fields["Authorization"] ?? "-")"
            return HTTPResponse(.ok, fields: ["X-Seen": text], body: .bytes(Array(text.utf8)))
        } _: {
            try await body($0, $1)
        }
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func `a redirect to the same host is followed, on the same connection`(status: Int) async throws {
        try await withRedirect(to: "../to?a=b%20c", status: status) { client, server in
            let answer = try await client.exchange(request("/from/here"))

            #expect(answer == (200, "GET /to?a=b%20c Bearer sk"))
            #expect(server.statistics.connectionsTotal == 1)
        }
    }

    @Test func `a HEAD stays one`() async throws {
        try await withRedirect(to: "/to") { client, _ in
            let response = try await client.transport.send(request("/from", .head))

            #expect(response.fields["X-Seen"] == "HEAD /to Bearer sk")
        }
    }

    @Test(arguments: [HTTPMethod.post, .put, .delete])
    func `other methods are never led elsewhere`(method: HTTPMethod) async throws {
        try await withRedirect(to: "/to", status: 307) { client, _ in
            let answer = try await client.exchange(request("/from", method))

            #expect(answer == (307, "moved"))
        }
    }

    @Test func `without the wish to follow, a redirect is the answer`() async throws {
        try await withRedirect(to: "/to") { client, _ in
            let answer = try await client.exchange(request("/from", redirects: 0))

            #expect(answer == (302, "moved"))
        }
    }

    @Test(arguments: [1, 3]) func `the one that is too many is the answer`(redirects: Int) async throws {
        try await withRedirect(to: "/from") { client, server in
            let answer = try await client.exchange(request("/from", redirects: redirects))

            #expect(answer == (302, "moved"))
            #expect(server.statistics.requestsTotal == redirects + 1)
        }
    }

    @Test(arguments: [
        "https://example.com/", "ftp://example.com/", "file:///etc/passwd", "gopher://x/", "http://",
        "javascript:1",
        "http://user:secret@example.com/", "http://exa mple/",
    ])
    func `a redirect to another scheme is refused`(location: String) async throws {
        try await withRedirect(to: location) { client, _ in
            let failure = await client.failure(request("/from"))

            #expect(failure == .refused("a redirect leads to another scheme, or nowhere"))
        }
    }

    @Test(arguments: [
        "http://127.0.0.1:1/", "http://10.0.0.1/", "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/", "http://[fe80::1]/", "http://[fd00::1]/", "http://[::ffff:10.0.0.1]/",
        "http://0x7f.1/",
        "http://2130706433/", "http://0/", "http://localhost:1/", "//127.0.0.1:1/",
    ])
    func `a redirect to a private address is refused`(location: String) async throws {
        try await withRedirect(to: location) { client, _ in
            let failure = await client.failure(request("/from"))

            #expect(failure == .refused("a redirect leads to a private address"))
        }
    }

    @Test func `a name that leads to a private address is refused, though a connection is open already`()
        async throws
    {
        try await withServer { _ in
            HTTPResponse(.ok, body: .bytes(Array("home".utf8)))
        } _: { other, server in
            let name = "http://localhost:\(server.port)"
            try await withRedirect(to: name + "/to") { client, _ in
                // The engine has a connection to it, which was not opened for a redirect.
                let known = CurlHTTP(client.engine, base: name)
                _ = try await known.send(HTTPRequest(.get, "/")).bytes()

                let failure = await client.failure(request("/from"))

                #expect(failure == .refused("a redirect leads to a private address"))
                #expect(server.statistics.requestsTotal == 1)
            }
        }
    }

    @Test func `a stranger gets no credentials`() async throws {
        let seen = Mutex<[String?]>([])
        try await withServer { request in
            seen.withLock { $0 = [request.fields["Authorization"], request.fields["X-Other"]] }
            return HTTPResponse(.ok)
        } _: { _, stranger in
            var limits = CurlLimits()
            limits.allowsPrivateRedirects = true
            try await withRedirect(to: "http://localhost:\(stranger.port)/to", limits: limits) { client, _ in
                let answer = try await client.exchange(request("/from"))

                #expect(answer.status == 200 && seen.withLock { $0 } == [nil, "1"])
            }
        }
    }

    @Test func `the time until the answer is that of all redirects together`() async throws {
        try await withRedirect(to: "/from") { client, _ in
            var request = request("/from", redirects: 1_000_000)
            request.transfer.timeout = .milliseconds(50)

            let failure = await client.failure(request)

            #expect(failure == .timedOut || failure == .unreachable("there was no connection in time"))
        }
    }
}
