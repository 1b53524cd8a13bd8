import Bytes
import HTTPCore
import TestSupport
import Testing

@testable import MicroHTTP

@Suite struct StopTests {
    private static let get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"

    @Test func `an idle server stops and turns clients away`() async throws {
        try await withServer({ _ in .text("") }) { server in
            let port = server.port
            let socket = try server.connect()
            try socket.send(Self.get)
            _ = try socket.receiveResponse()
            await server.stop(within: .seconds(5))

            #expect(try socket.receive() == nil)
            #expect(throws: RawSocket.Failure.self) { try RawSocket(port: port) }
        }
    }

    @Test func `a request under way may end`() async throws {
        let gate = Gate()
        let started = AsyncStream<Void>.makeStream()
        try await withServer({ _ in
            started.continuation.yield()
            await gate.wait()
            return .text("done")
        }) { server in
            let socket = try server.connect()
            try socket.send(Self.get)
            _ = await started.stream.first { _ in true }
            async let stopped: Void = server.stop(within: .seconds(10))
            gate.open()

            #expect(try socket.receiveResponse().text == "done")
            await stopped
        }
    }

    @Test func `what is left at the deadline is cancelled and answered for`() async throws {
        let started = AsyncStream<Void>.makeStream()
        try await withServer({ _ in
            started.continuation.yield()
            await waitForCancellation()
            return .text("too late")
        }) { server in
            let socket = try server.connect()
            try socket.send(Self.get)
            _ = await started.stream.first { _ in true }
            await server.stop(within: .zero)

            #expect(try socket.receiveResponse().status == 503)
            #expect(server.statistics.requestsInFlight == 0)
        }
    }

    @Test func `a handler that ignores its cancellation does not hold up the stop`() async throws {
        let gate = Gate()
        let started = AsyncStream<Void>.makeStream()
        try await withServer({ _ in
            started.continuation.yield()
            await gate.wait()
            return .text("much too late")
        }) { server in
            let socket = try server.connect()
            try socket.send(Self.get)
            _ = await started.stream.first { _ in true }
            await server.stop(within: .zero)
            gate.open()

            #expect(server.statistics.requestsInFlight == 0)
        }
    }

    @Test func `64 uploads in progress do not keep it from stopping`() async throws {
        let gate = Gate()
        let reads = AsyncStream<Void>.makeStream()
        try await withServer({ request in
            _ = try? await request.body?.next()
            reads.continuation.yield()
            // Half of them stop reading, so that their connections are suspended.
            if request.target == "/0" { await gate.wait() }
            return await echo(request)
        }) { server in
            let sockets = try (0..<64).map { _ in try server.connect() }
            for (index, socket) in sockets.enumerated() {
                let head = "POST /\(index % 2) HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n"
                try socket.send(head)
                try socket.send([UInt8](repeating: 1, count: 400_000))
            }
            var heard = reads.stream.makeAsyncIterator()
            for _ in sockets { _ = await heard.next() }
            await server.stop(within: .zero)
            gate.open()

            #expect(server.statistics.requestsInFlight == 0)
            #expect(server.statistics.connections == 0)
        }
    }

    @Test func `a stream under way is cut`() async throws {
        let gate = Gate()
        try await withServer({ _ in
            let stream = ByteStream {
                await Task.yield()
                return [UInt8](repeating: 1, count: 1000)
            }
            return HTTPResponse(.ok, body: .stream(stream))
        }) { server in
            let socket = try server.connect()
            try socket.send(Self.get)
            _ = try socket.receive(count: 5000)
            await server.stop(within: .zero)
            gate.open()

            #expect((try? socket.receiveAll())?.suffix(5) != Array("0\r\n\r\n".utf8))
        }
    }
}
