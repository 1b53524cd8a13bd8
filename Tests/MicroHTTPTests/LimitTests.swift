import Bytes
import HTTPCore
import TestSupport
import Testing

@testable import MicroHTTP

@Suite struct LimitTests {
    private static let get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"

    /// Looks twice, so that what was there at the first look is judged `duration` later.
    private func pass(_ duration: Duration, _ clock: TestClock, _ server: HTTPServer) {
        server.reaper.reap()
        clock.advance(by: duration)
        server.reaper.reap()
    }

    @Test(arguments: ["", "GET / HTTP/1.1\r\nHo"])
    func `a head that does not end is cut`(_ start: String) async throws {
        let clock = TestClock()
        try await withServer(clock: clock, { _ in .text("") }) { server in
            let before = try server.answer(to: Self.get)
            let socket = try server.connect()
            try socket.send(start)
            while server.statistics.connectionsTotal < 2 { await Task.yield() }
            // The first word of the second connection is judged: both begin in the same phase.
            pass(.seconds(11), clock, server)
            pass(.seconds(11), clock, server)

            #expect(before.status == 200)
            #expect(try socket.receive() == nil)
        }
    }

    @Test func `an idle connection is closed`() async throws {
        let clock = TestClock()
        try await withServer(clock: clock, { _ in .text("") }) { server in
            let socket = try server.connect()
            try socket.send(Self.get)
            _ = try socket.receiveResponse()
            pass(.seconds(61), clock, server)
            pass(.seconds(61), clock, server)

            #expect(try socket.receive() == nil)
        }
    }

    @Test func `a body that comes too slowly is an error`() async throws {
        let clock = TestClock()
        let events = AsyncStream<HTTPBodyError?>.makeStream()
        try await withServer(
            clock: clock,
            { request in
                do {
                    while try await request.body?.next() != nil { events.continuation.yield(nil) }
                } catch {
                    events.continuation.yield(error as? HTTPBodyError)
                }
                return HTTPResponse(.ok)
            }
        ) { server in
            var heard = events.stream.makeAsyncIterator()
            let socket = try server.connect()
            try socket.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nslow")
            #expect(await heard.next() == .some(nil))
            pass(.seconds(20), clock, server)

            #expect(await heard.next() == .tooSlow)
            #expect(server.statistics.timedOutTotal == 1)
        }
    }

    @Test func `a client that stops reading is cut`() async throws {
        let clock = TestClock()
        let sizes = AsyncStream<Void>.makeStream()
        try await withServer(
            clock: clock,
            { _ in
                sizes.continuation.yield()
                return HTTPResponse(.ok, body: .bytes([UInt8](repeating: 1, count: 30_000_000)))
            }
        ) { server in
            let socket = try RawSocket(port: server.port, receiveBuffer: 4096)
            try socket.send(Self.get)
            _ = try socket.receive(count: 1000)
            pass(.seconds(20), clock, server)

            #expect((try? socket.receiveAll().count) ?? 0 < 30_000_000)
            #expect(server.statistics.timedOutTotal == 1)
        }
    }

    @Test func `a handler that does nothing is cancelled and answered for`() async throws {
        let clock = TestClock()
        let started = AsyncStream<Void>.makeStream()
        try await withServer(
            clock: clock,
            { _ in
                started.continuation.yield()
                await waitForCancellation()
                return .text("too late")
            }
        ) { server in
            let socket = try server.connect()
            try socket.send(Self.get)
            _ = await started.stream.first { _ in true }
            pass(.seconds(121), clock, server)

            let answer = try socket.receiveResponse()
            #expect(answer.status == 503)
            #expect(answer.text == "timedOut")
        }
    }

    @Test func `a client that is gone cancels its handler`() async throws {
        let events = AsyncStream<Bool>.makeStream()
        try await withServer({ _ in
            events.continuation.yield(false)
            await waitForCancellation()
            events.continuation.yield(Task.isCancelled)
            return HTTPResponse(.ok)
        }) { server in
            var heard = events.stream.makeAsyncIterator()
            let socket = try server.connect()
            try socket.send(Self.get)
            #expect(await heard.next() == false)
            // What it had not read makes its close a reset.
            socket.reset()
            server.reaper.reap()

            #expect(await heard.next() == true)
        }
    }

    @Test func `requests beyond the limit are refused at once`() async throws {
        var limits = HTTPServerLimits()
        limits.requestsInFlight = 1
        let gate = Gate()
        let started = AsyncStream<Void>.makeStream()
        try await withServer(
            limits: limits,
            { _ in
                started.continuation.yield()
                await gate.wait()
                return .text("served")
            }
        ) { server in
            let first = try server.connect()
            try first.send(Self.get)
            _ = await started.stream.first { _ in true }
            let refused = try server.answer(to: Self.get)
            gate.open()

            #expect(refused.status == 503)
            #expect(refused.text == "overloaded")
            #expect(try first.receiveResponse().text == "served")
        }
    }

    @Test func `connections beyond the limit are refused and closed`() async throws {
        var limits = HTTPServerLimits()
        limits.connections = 1
        try await withServer(limits: limits, { _ in .text("served") }) { server in
            let first = try server.connect()
            try first.send(Self.get)
            #expect(try first.receiveResponse().text == "served")
            let second = try server.connect()
            try second.send(Self.get)

            #expect(try second.receiveResponse().text == "overloaded")
            #expect(try second.receive() == nil)
        }
    }

    @Test func `a refusal does not wait for the body that was promised`() async throws {
        var limits = HTTPServerLimits()
        limits.connections = 1
        try await withServer(limits: limits, { _ in .text("served") }) { server in
            let first = try server.connect()
            try first.send(Self.get)
            #expect(try first.receiveResponse().text == "served")
            let second = try server.connect()
            try second.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n")
            while !second.isReadable {
                server.reaper.reap()
                await Task.yield()
            }

            #expect(try second.receiveResponse().text == "overloaded")
        }
    }
}
