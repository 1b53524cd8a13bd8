import Bytes
import HTTPCore
import TestSupport
import Testing

@testable import MicroHTTP

@Suite struct RequestTests {
    @Test func `a request reaches the handler as it was sent`() async throws {
        try await withServer({ request in
            .text(
                "\(request.method.rawValue) \(request.target) \(request.fields["x-a"] ?? "-") \(request.peer)"
            )
        }) { server in
            let answer = try server.answer(to: "GET /a/../%00b?c=d&e HTTP/1.1\r\nHost: x\r\nX-A:  v \r\n\r\n")

            #expect(answer.status == 200)
            #expect(answer.text == "GET /a/../%00b?c=d&e v 127.0.0.1")
        }
    }

    @Test func `a handler that suspends answers too`() async throws {
        let gate = Gate()
        try await withServer({ _ in
            await gate.wait()
            return .text("late")
        }) { server in
            let socket = try server.connect()
            try socket.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            gate.open()

            #expect(try socket.receiveResponse().text == "late")
        }
    }

    @Test func `a connection serves one request after the other`() async throws {
        try await withServer({ .text($0.target) }) { server in
            let socket = try server.connect()
            for target in ["/1", "/2", "/3"] {
                try socket.send("GET \(target) HTTP/1.1\r\nHost: x\r\n\r\n")
                #expect(try socket.receiveResponse().text == target)
            }
            #expect(server.statistics.connectionsTotal == 1)
        }
    }

    @Test func `pipelined requests are answered in order`() async throws {
        try await withServer(echo) { server in
            let socket = try server.connect()
            let post = { (text: String) in
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)"
            }
            try socket.send(post("one") + "GET / HTTP/1.1\r\nHost: x\r\n\r\n" + post("two") + post("three"))

            let texts = try (0..<4).map { _ in try socket.receiveResponse().text }
            #expect(texts == ["one", "", "two", "three"])
        }
    }

    @Test func `pipelined requests wait for handlers that suspend`() async throws {
        try await withServer({ request in
            await Task.yield()
            return .text(request.target)
        }) { server in
            let socket = try server.connect()
            try socket.send((0..<20).map { "GET /\($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined())

            let texts = try (0..<20).map { _ in try socket.receiveResponse().text }
            #expect(texts == (0..<20).map { "/\($0)" })
        }
    }

    @Test func `a client that has ended its own direction still gets its answer`() async throws {
        let gate = Gate()
        try await withServer({ _ in
            await gate.wait()
            return .text("for you")
        }) { server in
            let socket = try server.connect()
            try socket.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            socket.finishSending()
            server.reaper.reap()
            gate.open()

            #expect(try socket.receiveResponse().text == "for you")
        }
    }

    @Test func `a half-closed upload is complete`() async throws {
        try await withServer(echo) { server in
            let body = pattern(1_000_000)
            let socket = try server.connect()
            try socket.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.count)\r\n\r\n")
            try socket.send(body)
            socket.finishSending()

            #expect(try socket.receiveResponse().body == body)
        }
    }

    @Test func `an HTTP 1.0 client gets an answer and the end of the connection`() async throws {
        try await withServer({ _ in .text("old") }) { server in
            let socket = try server.connect()
            try socket.send("GET / HTTP/1.0\r\n\r\n")

            #expect(try socket.receiveResponse().text == "old")
            #expect(try socket.receive() == nil)
        }
    }

    @Test func `a body without bytes is there, and none is not`() async throws {
        try await withServer({ request in
            .text("\(request.body.map { "\($0.length ?? -1)" } ?? "none")")
        }) { server in
            let none = try server.answer(to: "POST / HTTP/1.1\r\nHost: x\r\n\r\n")
            let empty = try server.answer(to: "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")

            #expect(none.text == "none")
            #expect(empty.text == "0")
        }
    }

    @Test func `a GET may have a body`() async throws {
        try await withServer(echo) { server in
            let answer = try server.answer(to: "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc")

            #expect(answer.text == "abc")
        }
    }
}
