import Foundation
import HTTPCore
import Synchronization
import TestSupport
import Testing

@testable import Curl

/// An HTTPS server with a certificate of its own for `localhost`, as `secure_server.py` has it.
private final class SecureServer {
    private struct Line: Decodable { var port: UInt16 }

    let folder: Folder
    let port: UInt16
    private let child: Child
    var certificate: String { folder.path + "/certificate.pem" }

    init(version: String = "1.3") throws {
        folder = try Folder()
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "SecureServer/secure_server.py")
            .path(percentEncoded: false)
        child = try Child(
            "/usr/bin/python3", [script, folder.path + "/certificate.pem", "--version", version],
            errors: "/dev/null")
        port = try JSONDecoder().decode(Line.self, from: Data((child.line() ?? "").utf8)).port
    }
}

@Suite struct CurlSecurityTests {
    private let get = HTTPRequest(.get, "/?key=secret", fields: ["Authorization": "Bearer secret"])

    private func isUntrusted(_ error: HTTPTransportError?) -> Bool {
        if case .untrusted(let text) = error { !text.contains("secret") } else { false }
    }

    @Test(arguments: ["1.2", "1.3"])
    func `a certificate that was named counts, and the connection is used again`(version: String) async throws
    {
        let server = try SecureServer(version: version)
        let network = CurlNetwork(caFile: server.certificate)
        try await withClient(of: "https://localhost:\(server.port)", network: network) { client in
            let first = try await client.exchange(get)
            let second = try await client.exchange(get)

            #expect(first == (200, "secret") && second == (200, "secret"))
            #expect(client.engine.statistics.connections == 1)
        }
    }

    @Test func `one that nobody vouches for does not`() async throws {
        let server = try SecureServer()
        try await withClient(of: "https://localhost:\(server.port)") { client in
            #expect(isUntrusted(await client.failure(get)))
        }
    }

    @Test func `nor does one of another host`() async throws {
        let server = try SecureServer()
        let network = CurlNetwork(caFile: server.certificate)
        try await withClient(of: "https://127.0.0.1:\(server.port)", network: network) { client in
            #expect(isUntrusted(await client.failure(get)))
        }
    }

    @Test func `a file of certificates that is not there counts none`() async throws {
        let server = try SecureServer()
        let network = CurlNetwork(caFile: server.folder.path + "/none.pem")
        try await withClient(of: "https://localhost:\(server.port)", network: network) { client in
            #expect(isUntrusted(await client.failure(get)))
        }
    }

    @Test func `what counts for one transport does not for another on the same engine`() async throws {
        let server = try SecureServer()
        let base = "https://localhost:\(server.port)"
        try await withClient(of: base, network: CurlNetwork(caFile: server.certificate)) { client in
            let answer = try await client.exchange(get)
            let strict = CurlClient(engine: client.engine, transport: CurlHTTP(client.engine, base: base))

            #expect(answer.status == 200)
            #expect(isUntrusted(await strict.failure(get)))
        }
    }

    @Test func `a peer whose TLS is too old gets nothing`() async throws {
        let server = try SecureServer(version: "1.1")
        let network = CurlNetwork(caFile: server.certificate)
        try await withClient(of: "https://localhost:\(server.port)", network: network) { client in
            let failure = await client.failure(get)
            guard case .unreachable = failure else { Issue.record("\(failure as Any)"); return }
        }
    }

    @Test func `nor does one that speaks none`() async throws {
        let received = Mutex<[UInt8]>([])
        let server = try ScriptedServer { connection, _ in
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            received.withLock { [bytes = try? connection.receiveAll()] in $0 = bytes ?? [] }
        }
        defer { server.stop() }
        try await withClient(of: "https://127.0.0.1:\(server.port)") { client in
            let failure = await client.failure(get)
            guard case .unreachable = failure else { Issue.record("\(failure as Any)"); return }
        }
        await server.ended(1)
        #expect(!received.withLock { String(decoding: $0, as: UTF8.self) }.contains("secret"))
    }

    @Test(arguments: ["a\r\nX-Evil: 1", "a\nb", "a\u{0}b", "a\u{7F}"])
    func `a field that would be more than one is refused`(value: String) async throws {
        try await withScript { _, _ in
        } _: { client, server in
            for request in [
                HTTPRequest(.get, "/", fields: ["X-A": value]), HTTPRequest(.get, "/", fields: [value: "1"]),
                HTTPRequest(.get, "/" + value), HTTPRequest(HTTPMethod(rawValue: value), "/"),
            ] {
                guard case .refused = await client.failure(request) else { Issue.record("sent"); continue }
            }
            await client.engine.settled()
            #expect(server.connections == 0)
        }
    }

    @Test(arguments: ["", "a", "http://example.com/", "@example.com/", ":80/", "/a b", "/a#b", "/ä", "?a"])
    func `a target that is no path is refused`(target: String) async throws {
        try await withScript { _, _ in
        } _: { client, _ in
            guard case .refused = await client.failure(HTTPRequest(.get, target)) else {
                Issue.record("sent")
                return
            }
        }
    }

    @Test(arguments: [
        "", "example.com", "ftp://example.com", "http://user:secret@example.com", "http://example.com/?a",
        "http://example.com/#a", "file:///etc", "https://",
    ])
    func `a base that is no address of the web refuses all`(base: String) async throws {
        try await withClient(of: base) { client in
            let failure = await client.failure(get)

            #expect(failure == .refused("the base is no address of http or https"))
        }
    }
}
