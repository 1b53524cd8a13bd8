import Bytes
import HTTPCore
import MicroHTTP
import TestSupport
import Testing

@testable import Curl

@Suite struct CurlFailureTests {
    private let get = HTTPRequest(.get, "/a?key=secret")

    private func isInterrupted(_ error: HTTPTransportError?) -> Bool {
        if case .interrupted = error { true } else { false }
    }

    private func isMalformed(_ error: HTTPTransportError?) -> Bool {
        if case .malformed = error { true } else { false }
    }

    @Test func `a port that nobody listens at is unreachable`() async throws {
        let port = try await ScriptedServer.closedPort()
        try await withClient(of: "http://127.0.0.1:\(port)") { client in
            let failure = await client.failure(get)

            guard case .unreachable(let text) = failure else { Issue.record("\(failure as Any)"); return }
            #expect(!text.contains("secret") && !text.contains("127"))
        }
    }

    @Test func `a host that does not exist is unreachable`() async throws {
        try await withClient(of: "http://nowhere.invalid") { client in
            guard case .unreachable = await client.failure(get) else { Issue.record("reached"); return }
        }
    }

    @Test(arguments: [HTTPMethod.get, .post])
    func `a connection that is reset before the head interrupts`(method: HTTPMethod) async throws {
        try await withScript { connection, _ in
            _ = try connection.receiveHead()
            connection.reset()
        } _: { client, server in
            #expect(isInterrupted(await client.failure(HTTPRequest(method, "/"))))
            #expect(server.connections == 1)
        }
    }

    @Test func `so does one that is closed`() async throws {
        try await withScript { connection, _ in
            _ = try connection.receiveHead()
        } _: { client, _ in
            #expect(isInterrupted(await client.failure(get)))
        }
    }

    @Test(arguments: ["Content-Length: 10\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"])
    func `a body that is cut short fails at its end`(rest: String) async throws {
        try await withScript { connection, _ in
            _ = try connection.receiveHead()
            try connection.send("HTTP/1.1 200 OK\r\n" + rest)
        } _: { client, _ in
            let response = try await client.transport.send(get)

            #expect(response.status == .ok)
            #expect(isInterrupted(await response.failure()))
        }
    }

    @Test(arguments: [
        "hello\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", "HTTP/1.1 200 OK\r\nA b: c\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        "HTTP/1.1 101 Switching Protocols\r\n\r\n",
    ])
    func `what is no head is malformed`(answer: String) async throws {
        try await withScript { connection, _ in
            _ = try connection.receiveHead()
            try connection.send(answer)
            connection.receiveUntilClosed()
        } _: { client, _ in
            let failure = await client.failure(get)
            #expect(isMalformed(failure), "\(failure as Any)")
        }
    }

    @Test(arguments: [
        "X: \(String(repeating: "a", count: 5000))",
        "X: a\r\nX: b\r\n" + String(repeating: "Y: 1\r\n", count: 900),
    ])
    func `a head beyond the limit is malformed`(fields: String) async throws {
        var limits = CurlLimits()
        limits.headBytes = 4096
        try await withScript(
            { connection, _ in
                _ = try connection.receiveHead()
                try connection.send("HTTP/1.1 200 OK\r\n\(fields)\r\n\r\n")
                connection.receiveUntilClosed()
            }, limits: limits
        ) { client, _ in
            #expect(await client.failure(get) == .malformed("the head of the answer is too long"))
        }
    }

    @Test func `endless interim answers end at the limit of a head`() async throws {
        try await withScript { connection, _ in
            _ = try connection.receiveHead()
            while true { try connection.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n") }
        } _: { client, _ in
            #expect(await client.failure(get) == .malformed("the head of the answer is too long"))
        }
    }
}
