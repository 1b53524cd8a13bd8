import Bytes
import HTTPCore
import MicroHTTP
import Synchronization
import TestSupport
import Testing

@testable import Curl

/// A clock that a test moves, and an engine that looks at it.
private final class Clock: Sendable {
    private let time = Mutex(Duration.zero)
    var now: Duration { time.withLock { $0 } }

    /// Lets time pass, and `engine` see it.
    func advance(by duration: Duration, _ engine: CurlEngine) async {
        time.withLock { $0 += duration }
        // The first wakes the thread, which looks at its clock behind the commands; the second comes after that.
        await engine.settled()
        await engine.settled()
    }
}

@Suite struct CurlTimeTests {
    private let get = HTTPRequest(.get, "/")
    private let clock = Clock()

    /// A server that follows `script`, and a client whose time stands still; an answer is awaited for an hour, and
    /// a stall is less than 100 bytes in a minute.
    private func withStill(
        _ script: @escaping ScriptedServer.Script, settings: CurlEngine.Settings = .init(),
        _ body: (CurlClient, ScriptedServer) async throws -> Void
    ) async throws {
        let server = try ScriptedServer(script)
        defer { server.stop() }
        let engine = CurlEngine(executor: testPool, settings: settings, now: { [clock] in clock.now })
        var limits = CurlLimits()
        limits.answerTime = .seconds(3600)
        limits.stallTime = .seconds(60)
        limits.stallBytes = 100
        try await body(
            CurlClient(engine: engine, transport: CurlHTTP(engine, base: server.base, limits: limits)), server
        )
        await engine.stop()
    }

    @Test func `a peer that says nothing has stalled`() async throws {
        let heard = Gate()
        try await withStill { connection, _ in
            _ = try connection.receiveHead()
            heard.open()
            connection.receiveUntilClosed()
        } _: { client, server in
            async let failure = client.failure(get)
            await heard.wait()
            await clock.advance(by: .seconds(61), client.engine)

            #expect(await failure == .timedOut)
            await server.ended(1)
        }
    }

    @Test func `real time passes too`() async throws {
        var limits = CurlLimits()
        limits.stallTime = .milliseconds(20)
        try await withScript(
            { connection, _ in
                _ = try connection.receiveHead()
                connection.receiveUntilClosed()
            }, limits: limits
        ) { client, server in
            #expect(await client.failure(get) == .timedOut)
            await server.ended(1)
        }
    }

    @Test(arguments: [(99, true), (100, false)])
    func `an answer that drips too slowly has stalled`(bytes: Int, isStalled: Bool) async throws {
        let isSeen = Gate()
        try await withStill { connection, _ in
            _ = try connection.receiveHead()
            let filler = String(repeating: "a", count: 100)
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nX-Filler: \(filler)\r\n\r\na")
            isSeen.waitBlocking()
            try connection.send([UInt8](repeating: 0, count: bytes))
            connection.receiveUntilClosed()
        } _: { client, server in
            let response = try await client.transport.send(get)
            guard case .stream(let stream) = response.body else { Issue.record("no stream"); return }
            _ = try await stream.next()
            // A window of which the head was a part.
            await clock.advance(by: .seconds(61), client.engine)
            isSeen.open()
            var count = 0
            while count < bytes { count += try await stream.next()?.count ?? 0 }
            await clock.advance(by: .seconds(61), client.engine)

            #expect(client.engine.statistics.transfers == (isStalled ? 0 : 1))
        }
    }

    @Test func `a peer that takes no more of a body has stalled`() async throws {
        let isOver = Gate()
        try await withStill { connection, _ in
            _ = try connection.receiveHead()
            isOver.waitBlocking()
        } _: { client, _ in
            let size = 1 << 30
            async let failure = client.failure(
                HTTPRequest(.post, "/", body: patternStream(size, length: size)))
            // Until nothing moves any more; the kernel's buffers take some megabytes first.
            while client.engine.statistics.started == 0 { await client.engine.settled() }
            for _ in 0..<1000 where client.engine.statistics.transfers > 0 {
                await clock.advance(by: .seconds(61), client.engine)
            }

            #expect(await failure == .timedOut)
            isOver.open()
        }
    }

    @Test func `a reader that takes its time is no stall`() async throws {
        let size = 8 << 20
        try await withStill { connection, _ in
            _ = try connection.receiveHead()
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n")
            try connection.send([UInt8](repeating: 7, count: size))
        } _: { client, _ in
            let response = try await client.transport.send(get)
            guard case .stream(let stream) = response.body else { Issue.record("no stream"); return }
            while client.engine.statistics.pauses == 0 { await client.engine.settled() }
            for _ in 0..<10 { await clock.advance(by: .seconds(61), client.engine) }

            #expect(try await stream.collect(upTo: size).count == size)
        }
    }

    @Test func `a body whose source takes its time is no stall`() async throws {
        try await withStill { connection, _ in
            _ = try connection.receiveHead()
            _ = try connection.receive(count: 3)
            try connection.send("HTTP/1.1 204 No Content\r\n\r\n")
        } _: { client, _ in
            let (clock, source) = (clock, PatternSource(3))
            let body = ByteStream(length: 3) {
                while client.engine.statistics.pauses == 0 { await client.engine.settled() }
                for _ in 0..<10 { await clock.advance(by: .seconds(61), client.engine) }
                return await source.next()
            }

            let status = try await client.exchange(HTTPRequest(.post, "/", body: body)).status

            #expect(status == 204)
        }
    }

    @Test func `an answer that does not come in time times out`() async throws {
        let heard = Gate()
        try await withStill { connection, _ in
            _ = try connection.receiveHead()
            heard.open()
            connection.receiveUntilClosed()
        } _: { client, server in
            var request = get
            request.transfer.timeout = .seconds(7)
            async let failure = client.failure(request)
            await heard.wait()
            await clock.advance(by: .seconds(6), client.engine)
            #expect(client.engine.statistics.transfers == 1)
            await clock.advance(by: .seconds(1), client.engine)

            #expect(await failure == .timedOut)
            await server.ended(1)
        }
    }

    @Test func `the body of an answer has no such limit`() async throws {
        let isLate = Gate()
        try await withStill { connection, _ in
            _ = try connection.receiveHead()
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n")
            isLate.waitBlocking()
            try connection.send([UInt8](repeating: 0, count: 101))
        } _: { client, _ in
            var request = get
            request.transfer.timeout = .seconds(7)
            let response = try await client.transport.send(request)
            await clock.advance(by: .seconds(59), client.engine)
            isLate.open()

            #expect(try await response.bytes().count == 101)
        }
    }

    @Test func `who waits in vain for a connection has sent nothing`() async throws {
        let heard = Gate()
        var settings = CurlEngine.Settings()
        settings.connectionsPerHost = 1
        try await withStill(
            { connection, _ in
                _ = try connection.receiveHead()
                heard.open()
                connection.receiveUntilClosed()
            }, settings: settings
        ) { client, server in
            async let first = client.failure(get)
            await heard.wait()
            var hasty = get
            hasty.transfer.timeout = .seconds(7)
            async let second = client.failure(hasty)
            while client.engine.statistics.started < 2 { await client.engine.settled() }
            await clock.advance(by: .seconds(8), client.engine)

            #expect(await second == .unreachable("there was no connection in time"))
            await clock.advance(by: .seconds(61), client.engine)
            #expect(await first == .timedOut)
            #expect(server.connections == 1)
        }
    }
}
