import Bytes
import HTTPCore
import MicroHTTP
import TestSupport
import Testing

@testable import Curl

/// Says in the body what the request was.
@Sendable private func mirror(_ request: HTTPRequest) async -> HTTPResponse {
    let body = (try? await request.body?.collect(upTo: 1 << 20)) ?? []
    var lines = ["\(request.method.rawValue) \(request.target)"]
    lines += request.fields.filter { $0.name != "Host" }.map { "\($0.name): \($0.value)" }
    lines.append("\(request.body?.length ?? -1) " + String(decoding: body, as: UTF8.self))
    return HTTPResponse(
        .ok, fields: ["X-Kind": "mirror"], body: .bytes(Array(lines.joined(separator: "\n").utf8)))
}

@Suite struct CurlHTTPTests {
    @Test func `a request goes out as it was made, behind the path of the base`() async throws {
        try await withServer(mirror) { client, server in
            let transport = CurlHTTP(client.engine, base: "http://127.0.0.1:\(server.port)/api/")
            let response = try await transport.send(
                HTTPRequest(.get, "/a%20b/../c?d=e%2Ff", fields: ["X-Word": "wörd", "X-Blank": ""]))

            #expect(response.status == .ok && response.fields["X-Kind"] == "mirror")
            let lines = String(decoding: try await response.bytes(), as: UTF8.self)
                .split(separator: "\n")
            #expect(lines.first == "GET /api/a%20b/../c?d=e%2Ff")
            #expect(lines.contains("X-Word: wörd") && lines.contains { $0.hasPrefix("X-Blank:") })
            #expect(lines.contains("Accept-Encoding: identity") && lines.last == "-1 ")
        }
    }

    @Test(arguments: ["POST", "PUT", "PATCH", "DELETE", "REPORT"])
    func `a body goes out with its length`(method: String) async throws {
        try await withServer(mirror) { client, _ in
            let request = HTTPRequest(
                HTTPMethod(rawValue: method), "/", fields: ["Content-Length": "7"],
                body: ByteStream("hello".utf8))

            let lines = try await client.exchange(request).text.split(separator: "\n")

            #expect(lines.first == "\(method) /" && lines.last == "5 hello")
            #expect(!lines.contains { $0.hasPrefix("Expect") })
        }
    }

    @Test func `a body of unknown length goes out in chunks`() async throws {
        try await withServer(mirror) { client, _ in
            let request = HTTPRequest(.post, "/", body: patternStream(3))

            let text = try await client.exchange(request).text

            #expect(text.contains("Transfer-Encoding: chunked") && text.contains("\n-1 "))
        }
    }

    @Test(arguments: [("POST", true), ("PUT", true), ("DELETE", false), ("GET", false)])
    func `a request without a body says so where one is expected`(method: String, isSaid: Bool) async throws {
        try await withScript { connection, _ in
            let head = try connection.receiveHead()
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(head.utf8.count)\r\n\r\n\(head)")
        } _: { client, _ in
            let head = try await client.exchange(HTTPRequest(HTTPMethod(rawValue: method), "/")).text

            #expect(head.hasPrefix("\(method) / HTTP/1.1\r\n"))
            #expect(head.contains("\r\nContent-Length: 0\r\n") == isSaid)
        }
    }

    @Test func `an empty body is one of length 0`() async throws {
        try await withServer(mirror) { client, _ in
            let text = try await client.exchange(HTTPRequest(.post, "/", body: ByteStream([]))).text

            #expect(text.contains("Content-Length: 0"))
        }
    }

    @Test func `an answer to HEAD has the length that a body would have`() async throws {
        try await withServer { _ in
            HTTPResponse(.ok, body: .bytes([1, 2, 3]))
        } _: { client, _ in
            let response = try await client.transport.send(HTTPRequest(.head, "/"))

            guard case .suppressed(let length) = response.body else { Issue.record("a body"); return }
            #expect(length == 3 && response.fields["Content-Length"] == nil)
        }
    }

    @Test(arguments: [204, 304]) func `some statuses have no body`(status: Int) async throws {
        try await withServer { _ in
            HTTPResponse(HTTPStatus(status))
        } _: { client, server in
            for _ in 0..<3 {
                let answer = try await client.exchange(HTTPRequest(.get, "/"))
                #expect(answer == (status, ""))
            }

            #expect(server.statistics.connectionsTotal == 1)
        }
    }

    @Test(arguments: [301, 400, 404, 409, 429, 500, 503])
    func `a status is an answer`(status: Int) async throws {
        try await withServer { _ in
            HTTPResponse(HTTPStatus(status), fields: ["Location": "/x"], body: .bytes(Array("no".utf8)))
        } _: { client, _ in
            let answer = try await client.exchange(HTTPRequest(.get, "/"))
            #expect(answer == (status, "no"))
        }
    }

    @Test func `an answer without a length ends with its connection`() async throws {
        try await withScript { connection, _ in
            _ = try connection.receiveHead()
            try connection.send("HTTP/1.1 200 OK\r\nX-A: 1\r\nx-a:2\r\n\r\nas long as it lasts")
        } _: { client, _ in
            let response = try await client.transport.send(HTTPRequest(.get, "/"))

            #expect(response.body.length == nil && response.fields.all("X-A") == ["1", "2"])
            #expect(try await response.bytes() == Array("as long as it lasts".utf8))
        }
    }

    @Test func `interim answers are passed over`() async throws {
        try await withScript { connection, _ in
            _ = try connection.receiveHead()
            try connection.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        } _: { client, _ in
            let response = try await client.transport.send(HTTPRequest(.get, "/"))

            #expect(response.status == .ok && response.fields["Link"] == nil)
            #expect(try await response.bytes() == Array("ok".utf8))
        }
    }

    @Test func `connections are used again, whatever is asked`() async throws {
        try await withServer(mirror) { client, server in
            for _ in 0..<20 {
                _ = try await client.exchange(HTTPRequest(.get, "/"))
                _ = try await client.exchange(HTTPRequest(.post, "/", body: ByteStream("hello".utf8)))
                _ = try await client.transport.send(HTTPRequest(.head, "/"))
            }

            #expect(server.statistics.connectionsTotal == 1)
            #expect(client.engine.statistics.connections == 1 && client.engine.statistics.started == 60)
        }
    }

    @Test func `no more connections than allowed are opened to one host`() async throws {
        var settings = CurlEngine.Settings()
        settings.connectionsPerHost = 3
        try await withServer(settings: settings, mirror) { client, server in
            try await withThrowingTaskGroup { group in
                for _ in 0..<200 {
                    group.addTask { try await client.exchange(HTTPRequest(.get, "/")).status }
                }
                var statuses: Set<Int> = []
                while let status = try await group.next() { statuses.insert(status) }
                #expect(statuses == [200])
            }

            #expect(server.statistics.connectionsTotal <= 3)
        }
    }

    @Test func `exchanges beyond the limit are refused at once`() async throws {
        var settings = CurlEngine.Settings()
        settings.exchanges = 2
        try await withServer(settings: settings, mirror) { client, _ in
            let open = [
                try await client.transport.send(HTTPRequest(.get, "/")),
                try await client.transport.send(HTTPRequest(.get, "/")),
            ]
            let failure = await client.failure(HTTPRequest(.get, "/"))
            #expect(failure == .unreachable("too many exchanges are under way"))
            for response in open { _ = try await response.bytes() }
        }
    }
}
