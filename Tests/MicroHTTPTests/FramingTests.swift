import Bytes
import HTTPCore
import TestSupport
import Testing

@testable import MicroHTTP

@Suite struct FramingTests {
    /// Heads that two parties could read differently, after `POST / HTTP/1.1`.
    static let ambiguous = [
        "Host: x\r\nContent-Length: 3\r\nContent-Length: 3",
        "Host: x\r\nContent-Length: 3\r\nContent-Length: 5",
        "Host: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked",
        "Host: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3",
        "Host: x\r\nTransfer-Encoding: gzip, chunked",
        "Host: x\r\nTransfer-Encoding: xchunked",
        "Host: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Host: x\r\nTransfer-Encoding: identity",
        "Host: x\r\nTransfer-Encoding:",
        "Host: x\r\nTransfer-Encoding : chunked",
        "Host: x\r\nTransfer-Encoding\u{B}: chunked",
        "Host: x\r\nTransfer-Encoding: \u{B}chunked",
        "Host: x\r\nTransfer-Encoding:\r\n chunked",
        "Host: x\r\nContent-Length: 9223372036854775808",
        "Host: x\r\nX-A: b\r\n folded: c",
        "Host: x\r\nX-A: b\rContent-Length: 3",
        "Host: x\r\nX-A: b\u{0}c",
        "Host: x\r\nX-\u{0}A: b",
        "Host: x\nX-A: b",
        "Host: x\r\n: b",
        "Host: x\r\nX(A: b",
        "Host: x\r\nHost: x",
        "X-A: b",
    ]

    @Test(arguments: ambiguous)
    func `an ambiguous head is refused and the connection ends`(_ fields: String) async throws {
        try await withServer({ _ in .text("let through") }) { server in
            let socket = try server.connect()
            try socket.send("POST / HTTP/1.1\r\n\(fields)\r\n\r\n")

            let answer = try socket.receiveResponse()
            #expect(answer.status == 400)
            #expect(answer.text.hasPrefix("malformed") || fields.contains("\u{0}A"))
            #expect(try socket.receive() == nil)
        }
    }

    /// Lengths that the library refuses before anyone else sees them.
    @Test(arguments: ["+3", "-3", "3 3", "0x3", "3,3", "", "99999999999999999999999"])
    func `a length that is not a number is refused and the connection ends`(_ length: String) async throws {
        try await withServer({ _ in .text("let through") }) { server in
            let socket = try server.connect()
            try socket.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: \(length)\r\n\r\nabc")

            // Which writes its head twice, so that only the status line and the end can be relied upon.
            let answer = String(decoding: try socket.receiveAll(), as: UTF8.self)
            #expect(answer.hasPrefix("HTTP/1.1 4"))
            #expect(server.statistics.requestsTotal == 0)
        }
    }

    @Test(arguments: [
        "GET  / HTTP/1.1", "GET /a b HTTP/1.1", "GET /a\u{0}b HTTP/1.1", "GET /a\u{1} HTTP/1.1",
        "G@T / HTTP/1.1", "GET /\u{7F} HTTP/1.1",
    ])
    func `a request line that breaks a rule is refused`(_ line: String) async throws {
        try await withServer({ _ in .text("let through") }) { server in
            let answer = try server.answer(to: "\(line)\r\nHost: x\r\n\r\n")

            #expect(answer.status == 400)
            #expect(answer.text.hasPrefix("malformed"))
        }
    }

    @Test func `an old request with chunks is refused`() async throws {
        try await withServer({ _ in .text("let through") }) { server in
            let answer = try server.answer(
                to: "POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")

            #expect(answer.status == 400)
        }
    }

    @Test(arguments: ["g", "-1", "FFFFFFFFFFFFFFFFF", "", " 3"])
    func `a chunk without a size never completes a body`(_ size: String) async throws {
        let ends = AsyncStream<Bool>.makeStream()
        try await withServer({ request in
            let body = try? await request.body?.collect(upTo: 1000)
            ends.continuation.yield(body != nil)
            return HTTPResponse(.ok)
        }) { server in
            let socket = try server.connect()
            try socket.send(
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n\(size)\r\nabc\r\n")
            _ = try? socket.receiveResponse()
            socket.close()

            #expect(await ends.stream.first { _ in true } == false)
        }
    }

    @Test func `a target longer than the limit is refused, one of the limit is not`() async throws {
        try await withServer({ .text("\($0.target.utf8.count)") }) { server in
            let fits = "/" + String(repeating: "&", count: 4000) + "?" + String(repeating: "&", count: 4190)
            let answer = try server.answer(to: "GET \(fits) HTTP/1.1\r\nHost: x\r\n\r\n")
            let refused = try server.answer(to: "GET \(fits)&\(fits) HTTP/1.1\r\nHost: x\r\n\r\n")

            #expect(answer.text == "8192")
            #expect(refused.text.hasPrefix("malformed"))
        }
    }

    @Test func `a head of 32 KiB is served, one of 40 KiB refused`() async throws {
        try await withServer({ .text("\($0.fields["X-A"]?.utf8.count ?? 0)") }) { server in
            let head = { (size: Int) in
                "GET / HTTP/1.1\r\nHost: x\r\nX-A: \(String(repeating: "a", count: size))\r\n\r\n"
            }

            let fits = try server.answer(to: head(32_700))
            let refused = try server.answer(to: head(40_960))
            #expect(fits.text == "32700")
            #expect(refused.text.hasPrefix("malformed"))
        }
    }

    @Test(arguments: [(500_000, "a"), (9000, "\r\na:")])
    func `a head beyond the library's memory is refused`(_ count: Int, _ part: String) async throws {
        try await withServer({ _ in .text("let through") }) { server in
            let fields = "X-A: " + String(repeating: part, count: count)
            let socket = try server.connect()
            try? socket.send("GET / HTTP/1.1\r\nHost: x\r\n\(fields)\r\n\r\n")

            let status = try socket.receiveResponse().status
            #expect([431, 400].contains(status))
        }
    }

    @Test func `a few hundred fields are served`() async throws {
        try await withServer({ .text("\($0.fields.count)") }) { server in
            let fields = (0..<300).map { "a\($0): b\r\n" }.joined()

            let answer = try server.answer(to: "GET / HTTP/1.1\r\nHost: x\r\n\(fields)\r\n")
            #expect(answer.text == "301")
        }
    }
}
