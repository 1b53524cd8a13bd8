import Bytes
import Glibc
import HTTPCore
import MicroHTTP
import Synchronization
import TestSupport
import Testing

@testable import Curl

@Suite struct CurlStreamingTests {
    private let size = 64 << 20

    @Test func `a large answer waits for a slow reader, in bounded memory`() async throws {
        try await withServer { [size] _ in
            HTTPResponse(.ok, body: .stream(patternStream(size, length: size)))
        } _: { client, _ in
            let response = try await client.transport.send(HTTPRequest(.get, "/"))
            guard case .stream(let stream) = response.body else { Issue.record("no stream"); return }
            #expect(stream.length == size)

            // Every pull gives way, so that libcurl is always ahead.
            let slow = ByteStream {
                for _ in 0..<5 { await Task.yield() }
                return try await stream.next()
            }

            #expect(try await matchesPattern(slow, size))
            #expect(client.engine.statistics.peakBufferedBytes <= 262_144 + 131_072)
            #expect(client.engine.statistics.pauses > 0 && client.engine.statistics.bufferedBytes == 0)
        }
    }

    @Test(arguments: [true, false])
    func `a large body waits for a slow peer, in bounded memory`(isPromised: Bool) async throws {
        let isWhole = Mutex(false)
        let size = size
        try await withServer { request in
            guard let body = request.body else { return HTTPResponse(400) }
            let slow = ByteStream {
                for _ in 0..<5 { await Task.yield() }
                return try await body.next()
            }
            let matches = (try? await matchesPattern(slow, size)) == true
            isWhole.withLock { $0 = matches }
            return HTTPResponse(.created)
        } _: { client, _ in
            let body = patternStream(size, length: isPromised ? size : nil)

            let response = try await client.transport.send(HTTPRequest(.post, "/", body: body))

            #expect(response.status == .created && isWhole.withLock { $0 })
            #expect(client.engine.statistics.peakBufferedBytes <= 262_144 + 65_536)
            #expect(client.engine.statistics.bufferedBytes == 0)
        }
    }

    @Test func `a body and its answer stream at the same time`() async throws {
        let size = 8 << 20
        try await withScript { connection, _ in
            _ = try connection.receiveHead()
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n")
            while let bytes = try connection.receive() { try connection.send(bytes) }
        } _: { client, _ in
            let response = try await client.transport.send(
                HTTPRequest(.post, "/", body: patternStream(size, length: size)))
            guard case .stream(let stream) = response.body else { Issue.record("no stream"); return }

            #expect(try await matchesPattern(stream, size))
        }
    }

    @Test func `a file is sent without being held`() async throws {
        let size = 32 << 20
        try await withTemporaryFolder { folder in
            let file = try #require(makeFile("\(folder)/file", size))
            try await withServer { request in
                var count = 0
                while let chunk = try? await request.body?.next() { count += chunk.count }
                return HTTPResponse(.ok, body: .bytes(Array("\(count)".utf8)))
            } _: { client, _ in
                let body = ByteStream(FileSlice(file, ByteRange(offset: 0, length: size)))

                let text = try await client.exchange(HTTPRequest(.put, "/", body: body)).text

                #expect(text == "\(size)")
                #expect(client.engine.statistics.peakBufferedBytes <= 262_144 * 2)
            }
        }
    }

    private func makeFile(_ path: String, _ size: Int) -> OpenFile? {
        let descriptor = open(path, O_RDWR | O_CREAT, 0o600)
        guard descriptor >= 0, ftruncate(descriptor, off_t(size)) == 0 else { return nil }
        return OpenFile(descriptor: descriptor)
    }
}
