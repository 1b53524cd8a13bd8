import Bytes
import HTTPCore
import MicroHTTP
import Synchronization
import TestSupport
import Testing

@testable import Curl

@Suite struct CurlCancellationTests {
    private let get = HTTPRequest(.get, "/")

    @Test func `a cancelled task gets no answer, and its connection is closed`() async throws {
        let heard = Gate()
        try await withScript { connection, _ in
            _ = try connection.receiveHead()
            heard.open()
            connection.receiveUntilClosed()
        } _: { client, server in
            let task = Task { await client.failure(get) }
            await heard.wait()
            task.cancel()

            #expect(await task.value == .cancelled)
            await server.ended(1)
            #expect(client.engine.statistics.transfers == 0)
        }
    }

    @Test func `a task that is cancelled already sends nothing`() async throws {
        try await withScript { _, _ in
        } _: { client, server in
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return await client.failure(get)
            }

            #expect(await task.value == .cancelled)
            await client.engine.settled()
            #expect(server.connections == 0 && client.engine.statistics.started == 0)
        }
    }

    @Test func `a cancellation may come at any moment, before the start too`() async throws {
        try await withServer { _ in
            HTTPResponse(.ok, body: .bytes([1]))
        } _: { client, _ in
            for round in 0..<2000 {
                let task = Task { try? await client.transport.send(get).bytes() }
                for _ in 0..<round % 40 { await Task.yield() }
                task.cancel()
                let bytes = await task.value
                if let bytes, bytes != [1] { Issue.record("\(bytes)") }
            }

            await client.engine.settled()
            #expect(client.engine.statistics.transfers == 0)
            #expect(client.engine.counters.open.load(ordering: .relaxed) == 0)
            let answer = try await client.exchange(get)
            #expect(answer.status == 200)
        }
    }

    @Test func `many at once may be cancelled in the middle of bodies`() async throws {
        let size = 1 << 20
        try await withServer { request in
            _ = try? await request.body?.collect(upTo: size)
            return HTTPResponse(.ok, body: .stream(patternStream(size, length: size)))
        } _: { client, _ in
            await withTaskGroup { group in
                for number in 0..<100 {
                    let request = HTTPRequest(.post, "/", body: patternStream(size, length: size))
                    let task = Task { try? await client.transport.send(request).bytes() }
                    group.addTask {
                        for _ in 0..<number * 20 { await Task.yield() }
                        task.cancel()
                        _ = await task.value
                    }
                }
            }

            await client.engine.settled()
            #expect(client.engine.statistics.transfers == 0 && client.engine.statistics.bufferedBytes == 0)
        }
    }

    @Test func `an answer that is dropped unread ends its exchange`() async throws {
        try await withScript { connection, _ in
            _ = try connection.receiveHead()
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\nabc")
            connection.receiveUntilClosed()
        } _: { client, server in
            let status = try await client.transport.send(get).status

            #expect(status == .ok)
            await server.ended(1)
            await client.engine.settled()
            #expect(client.engine.statistics.transfers == 0)
        }
    }

    @Test func `a short answer that nobody reads leaves nothing, and its connection is used again`()
        async throws
    {
        try await withServer { _ in
            HTTPResponse(.ok, body: .bytes([1, 2, 3]))
        } _: { client, server in
            for _ in 0..<10 {
                let response = try await client.transport.send(get)
                while client.engine.statistics.transfers > 0 { await client.engine.settled() }
                #expect(response.status == .ok && client.engine.statistics.bufferedBytes == 3)
            }

            #expect(client.engine.statistics.bufferedBytes == 0 && server.statistics.connectionsTotal == 1)
        }
    }

    @Test func `so does one that is dropped while libcurl has paused`() async throws {
        let size = 1 << 30
        try await withServer { _ in
            HTTPResponse(.ok, body: .stream(patternStream(size, length: size)))
        } _: { client, _ in
            var response: HTTPResponse? = try await client.transport.send(get)
            while client.engine.statistics.pauses == 0 { await client.engine.settled() }
            #expect(response?.body.length == size && client.engine.statistics.bufferedBytes > 0)
            response = nil
            await client.engine.settled()

            #expect(client.engine.statistics.transfers == 0 && client.engine.statistics.bufferedBytes == 0)
        }
    }

    @Test func `a cancelled pull ends the body`() async throws {
        try await withScript { connection, _ in
            _ = try connection.receiveHead()
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
            connection.receiveUntilClosed()
        } _: { client, server in
            let response = try await client.transport.send(get)
            let isWaiting = Gate()
            let task = Task {
                guard case .stream(let stream) = response.body else { return nil as HTTPTransportError? }
                _ = try? await stream.next()
                isWaiting.open()
                return await response.failure()
            }
            await isWaiting.wait()
            task.cancel()

            #expect(await task.value == .cancelled)
            await server.ended(1)
            #expect(await response.failure() == .cancelled)
        }
    }

    @Test func `an engine that stops ends what is under way, and begins nothing`() async throws {
        let heard = Gate()
        let server = try ScriptedServer { connection, _ in
            _ = try connection.receiveHead()
            heard.open()
            connection.receiveUntilClosed()
        }
        defer { server.stop() }
        let engine = CurlEngine(executor: testPool)
        let client = CurlClient(engine: engine, transport: CurlHTTP(engine, base: server.base))
        async let failure = client.failure(get)
        await heard.wait()
        await engine.stop()

        #expect(await failure == .interrupted("the transport has been stopped"))
        #expect(await client.failure(get) == .refused("the transport has been stopped"))
        await engine.stop()
        await server.ended(1)
    }

    @Test func `an engine may stop while others begin`() async throws {
        try await withServer { _ in
            HTTPResponse(.ok, body: .bytes([1]))
        } _: { _, server in
            for round in 0..<50 {
                let engine = CurlEngine(executor: testPool)
                let transport = CurlHTTP(engine, base: "http://127.0.0.1:\(server.port)")
                await withTaskGroup { group in
                    for _ in 0..<4 {
                        group.addTask { _ = try? await transport.send(get).bytes() }
                    }
                    for _ in 0..<round { await Task.yield() }
                    await engine.stop()
                }
                #expect(engine.statistics.transfers == 0)
            }
        }
    }

    @Test func `an engine that nobody refers to ends`() async throws {
        let heard = Gate()
        try await withServer { _ in
            HTTPResponse(.ok)
        } _: { _, server in
            weak var gone: CurlEngine?
            do {
                let engine = CurlEngine(executor: testPool)
                gone = engine
                let transport = CurlHTTP(engine, base: "http://127.0.0.1:\(server.port)")
                _ = try await transport.send(get)
            }
            heard.open()

            #expect(gone == nil)
        }
    }
}
