import Bytes
import Glibc
import HTTPCore
import MicroHTTP
import Synchronization
import TestSupport
import Testing

@testable import Curl

@Suite struct CurlBodyTests {
    private struct Broken: Error {}

    /// What came of a POST with `body`, and what the server got before the connection ended.
    private func post(_ body: ByteStream) async throws -> (failure: HTTPTransportError?, received: [UInt8]) {
        let received = Mutex<[UInt8]>([])
        var failure: HTTPTransportError?
        try await withScript { connection, _ in
            _ = try connection.receiveHead()
            while let bytes = try connection.receive() { received.withLock { $0 += bytes } }
        } _: { client, server in
            failure = await client.failure(HTTPRequest(.post, "/", body: body))
            await server.ended(1)
        }
        return (failure, received.withLock { $0 })
    }

    @Test func `a body that is shorter than promised fails the request`() async throws {
        let source = PatternSource(100)

        let (failure, received) = try await post(ByteStream(length: 101) { await source.next() })

        #expect(failure == .interrupted(Upload.tooShort) && received.count <= 100)
    }

    @Test(arguments: [99, 1, 0])
    func `a body that is longer than promised fails before the peer has all it was promised`(promised: Int)
        async throws
    {
        let chunks = Mutex([[UInt8]](repeating: [0], count: 100))
        let body = ByteStream(length: promised) { chunks.withLock { $0.popLast() } }

        let (failure, received) = try await post(body)

        #expect(failure == .interrupted(Upload.tooLong))
        #expect(received.count < max(promised, 1))
    }

    @Test(arguments: [nil, 1 << 20])
    func `a body that breaks fails the request, and no chunk says that it was whole`(length: Int?)
        async throws
    {
        let source = PatternSource(1000)
        let body = ByteStream(length: length) {
            guard let chunk = await source.next() else { throw Broken() }
            return chunk
        }

        let (failure, received) = try await post(body)

        #expect(failure == .interrupted(Upload.broke))
        #expect(!String(decoding: received.suffix(7), as: UTF8.self).hasSuffix("0\r\n\r\n"))
    }

    @Test func `the body is not touched where there is no connection`() async throws {
        let isTouched = Atomic(false)
        let body = ByteStream(length: 1) {
            isTouched.store(true, ordering: .relaxed)
            return nil
        }
        try await withClient(of: "http://nowhere.invalid") { client in
            guard case .unreachable = await client.failure(HTTPRequest(.post, "/", body: body)) else {
                Issue.record("reached")
                return
            }
        }
        let wasTouched = isTouched.load(ordering: .relaxed)
        #expect(!wasTouched)
    }

    @Test(arguments: [413, 401, 500])
    func `an answer that comes before the body has gone out is the answer`(status: Int) async throws {
        try await withScript { connection, _ in
            _ = try connection.receiveHead()
            try connection.send("HTTP/1.1 \(status) No\r\nContent-Length: 5\r\n\r\nenough")
            connection.receiveUntilClosed()
        } _: { client, server in
            let size = 1 << 30
            let request = HTTPRequest(.post, "/", body: patternStream(size, length: size))

            let answer = try await client.exchange(request)

            #expect(answer == (status, "enoug"))
            await server.ended(1)
        }
    }

    @Test func `so is one that comes while the body's source has nothing to send`() async throws {
        let gate = Gate()
        try await withScript { connection, _ in
            _ = try connection.receiveHead()
            try connection.send("HTTP/1.1 413 No\r\nContent-Length: 2\r\n\r\nno")
            connection.receiveUntilClosed()
        } _: { client, server in
            let body = ByteStream(length: 1 << 20) {
                await gate.wait()
                return nil
            }

            let answer = try await client.exchange(HTTPRequest(.post, "/", body: body))

            #expect(answer == (413, "no"))
            await server.ended(1)
            gate.open()
        }
    }

    @Test func `a source that waits is cancelled when the exchange is over`() async throws {
        let isCancelled = Gate()
        try await withScript { connection, _ in
            _ = try connection.receiveHead()
            connection.reset()
        } _: { client, _ in
            let body = ByteStream(length: 1 << 20) {
                await waitForCancellation()
                isCancelled.open()
                return nil
            }

            _ = await client.failure(HTTPRequest(.post, "/", body: body))

            await isCancelled.wait()
        }
    }

    @Test(arguments: [HTTPMethod.post, .delete, .patch])
    func `what may have an effect is sent once, though a connection that was idle broke`(method: HTTPMethod)
        async throws
    {
        try await withScript { connection, number in
            _ = try connection.receiveHead()
            try connection.send("HTTP/1.1 204 No Content\r\n\r\n")
            guard number == 0 else { return }
            _ = try connection.receiveHead()
            connection.reset()
        } _: { client, server in
            _ = try await client.transport.send(HTTPRequest(.get, "/"))

            let failure = await client.failure(HTTPRequest(method, "/"))

            #expect(failure == .interrupted("the connection broke before the answer"))
            #expect(server.connections <= 2)
        }
    }

    @Test func `a body is never sent twice`() async throws {
        let seen = Mutex(0)
        try await withScript { connection, _ in
            while try connection.receiveHead() != "" {
                guard
                    seen.withLock({
                        $0 += 1; return $0
                    }) > 1
                else {
                    try connection.send("HTTP/1.1 204 No Content\r\n\r\n")
                    continue
                }
                _ = try connection.receive()
                return connection.reset()
            }
        } _: { client, _ in
            _ = try await client.transport.send(HTTPRequest(.get, "/"))

            let failure = await client.failure(HTTPRequest(.put, "/", body: patternStream(1 << 20)))

            guard case .interrupted = failure else { Issue.record("\(failure as Any)"); return }
            await client.engine.stop()
            #expect(seen.withLock { $0 } == 2)
        }
    }

    @Test func `a read is repeated where a connection that was idle broke`() async throws {
        try await withScript { connection, number in
            _ = try connection.receiveHead()
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n\(number)")
            guard number == 0 else { return }
            _ = try connection.receiveHead()
            connection.reset()
        } _: { client, _ in
            let first = try await client.exchange(HTTPRequest(.get, "/")).text
            let second = try await client.exchange(HTTPRequest(.get, "/")).text

            #expect(first == "0" && second == "1")
        }
    }
}
