import Bytes
import HTTPCore
import Synchronization
import TestSupport
import Testing

@testable import MicroHTTP

@Suite struct UploadTests {
    @Test(arguments: [1, 1023, 32_767, 65_537, 262_145, 3_000_001])
    func `an upload comes back as it was`(_ size: Int) async throws {
        try await withServer(echo) { server in
            let body = pattern(size)
            let socket = try server.connect()
            try socket.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: \(size)\r\n\r\n")
            try socket.send(body)

            #expect(try socket.receiveResponse().body == body)
        }
    }

    @Test func `64 uploads at once keep to themselves`() async throws {
        try await withServer(echo) { server in
            let body = pattern(200_000)
            let sockets = try (0..<64).map { _ in try server.connect() }
            for (index, socket) in sockets.enumerated() {
                try socket.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.count - index)\r\n\r\n")
                try socket.send(Array(body[index..<100_000]))
            }
            for socket in sockets { try socket.send(Array(body[100_000...])) }

            for (index, socket) in sockets.enumerated() {
                #expect(try socket.receiveResponse().body == Array(body[index...]))
            }
        }
    }

    @Test func `a chunked upload comes back as it was`() async throws {
        try await withServer(echo) { server in
            let body = pattern(300_000)
            let socket = try server.connect()
            try socket.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n")
            for start in stride(from: 0, to: body.count, by: 7919) {
                let chunk = body[start..<min(start + 7919, body.count)]
                try socket.send("\(String(chunk.count, radix: 16))\r\n")
                try socket.send(Array(chunk) + [13, 10])
            }
            try socket.send("0\r\n\r\n")

            #expect(try socket.receiveResponse().body == body)
        }
    }

    @Test func `a client that expects 100 is invited when the handler reads`() async throws {
        try await withServer(echo) { server in
            let socket = try server.connect()
            try socket.send(
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
            #expect(try socket.receiveResponse().status == 100)
            try socket.send("hello")

            #expect(try socket.receiveResponse().text == "hello")
        }
    }

    @Test func `a client that expects 100 gets a refusal before it sends`() async throws {
        try await withServer({ _ in
            await Task.yield()
            return HTTPResponse(401)
        }) { server in
            let answer = try server.answer(
                to: "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")

            #expect(answer.status == 401)
        }
    }

    @Test(arguments: [false, true])
    func `a client that sends all before it reads gets its early answer`(_ suspends: Bool) async throws {
        let answer = { @Sendable (_: HTTPRequest) async -> HTTPResponse in
            if suspends { await Task.yield() }
            return HTTPResponse(413, body: .bytes([1, 2, 3]))
        }
        try await withServer(answer) { server in
            let socket = try server.connect()
            try socket.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 50000000\r\n\r\n")
            for _ in 0..<50 { try socket.send([UInt8](repeating: 7, count: 1_000_000)) }

            #expect(try socket.receiveResponse().status == 413)
            try socket.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
            #expect(try socket.receiveResponse().status == 413)
        }
    }

    @Test(arguments: [false, true])
    func `a client that waits with its body gets its answer ahead of it`(_ suspends: Bool) async throws {
        try await withServer({ _ in
            if suspends { await Task.yield() }
            return HTTPResponse(403, fields: ["X-A": "b"], body: .bytes([1, 2, 3]))
        }) { server in
            let socket = try server.connect()
            try socket.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n1234")
            while !socket.isReadable {
                server.reaper.reap()
                await Task.yield()
            }
            let answer = try socket.receiveResponse()

            #expect(answer.status == 403)
            #expect(answer.field("X-A") == "b")
            #expect(answer.body == [1, 2, 3])
            #expect(server.statistics.requestsInFlight == 0)
            try socket.send("56789")
            #expect(try socket.receive() == nil)
        }
    }

    @Test func `a body that is too long to swallow is answered before it comes`() async throws {
        var limits = HTTPServerLimits()
        limits.drainBytes = 1000
        try await withServer(limits: limits, { _ in HTTPResponse(413) }) { server in
            let answer = try server.answer(to: "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n")

            #expect(answer.status == 413)
            #expect(answer.field("Connection") == "close")
        }
    }

    @Test(arguments: Farewell.allCases)
    func `a handler hears that its client vanished`(_ farewell: Farewell) async throws {
        let events = AsyncStream<HTTPBodyError?>.makeStream()
        try await withServer({ request in
            do {
                while try await request.body?.next() != nil { events.continuation.yield(nil) }
            } catch {
                events.continuation.yield(error as? HTTPBodyError)
            }
            return HTTPResponse(.ok)
        }) { server in
            var heard = events.stream.makeAsyncIterator()
            let socket = try server.connect()
            try socket.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf")
            #expect(await heard.next() == .some(nil))
            farewell.say(on: socket)

            #expect(await heard.next() == .clientVanished)
            await server.stop(within: .seconds(5))
            #expect(server.statistics.requestsInFlight == 0)
        }
    }

    @Test func `no more than the buffer waits for a handler that does not read`() async throws {
        let gate = Gate()
        let read = Lock(0)
        try await withServer({ request in
            await gate.wait()
            while let chunk = try? await request.body?.next() { read.withLock { $0 = max($0, chunk.count) } }
            return HTTPResponse(.ok)
        }) { server in
            let socket = try server.connect()
            try socket.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 8000000\r\n\r\n")
            try socket.send([UInt8](repeating: 1, count: 2_000_000))
            gate.open()
            try socket.send([UInt8](repeating: 1, count: 6_000_000))

            #expect(try socket.receiveResponse().status == 200)
            #expect(read.withLock { $0 } <= 262_144 + 65_536)
        }
    }
}

/// How a client leaves.
enum Farewell: CaseIterable {
    case close, reset, halfClose

    func say(on socket: RawSocket) {
        switch self {
        case .close: socket.close()
        case .reset: socket.reset()
        case .halfClose: socket.finishSending()
        }
    }
}
