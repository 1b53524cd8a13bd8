import Bytes
import Glibc
import HTTPCore
import TestSupport
import Testing

@testable import MicroHTTP

/// Answers that are held back, and bodies that are cut: what fakes do that are told to fail.
@Suite struct WithheldTests {
    private static let get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"

    /// The `errno` of reading everything, or 0 at an orderly end.
    private func end(of socket: RawSocket) -> Int32 {
        do {
            while try socket.receive() != nil {}
            return 0
        } catch {
            return (error as? RawSocket.Failure)?.code ?? -1
        }
    }

    @Test func `a withheld answer resets the connection`() async throws {
        try await withServer({ _ in .withheld }) { server in
            let socket = try server.connect()
            try socket.send(Self.get)

            #expect(end(of: socket) == ECONNRESET)
        }
    }

    @Test func `a withheld answer that took a while resets the connection`() async throws {
        let gate = Gate()
        try await withServer({ _ in
            await gate.wait()
            return .withheld
        }) { server in
            let socket = try server.connect()
            try socket.send(Self.get)
            gate.open()

            #expect(end(of: socket) == ECONNRESET)
        }
    }

    @Test func `an answer is withheld after the whole body`() async throws {
        try await withServer({ request in
            _ = try? await request.body?.collect(upTo: 1 << 20)
            return .withheld
        }) { server in
            let socket = try server.connect()
            try socket.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")

            #expect(end(of: socket) == ECONNRESET)
        }
    }

    @Test func `an answer is withheld in the middle of a body`() async throws {
        try await withServer({ request in
            _ = try? await request.body?.next()
            return .withheld
        }) { server in
            let socket = try server.connect()
            try socket.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nhello")

            #expect(end(of: socket) == ECONNRESET)
        }
    }

    @Test func `an answer is withheld before a body was invited`() async throws {
        try await withServer({ _ in .withheld }) { server in
            let socket = try server.connect()
            try socket.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n")

            #expect(end(of: socket) == ECONNRESET)
        }
    }

    @Test func `the server goes on after a withheld answer`() async throws {
        let isFirst = Lock(true)
        try await withServer({ _ in
            let withholds = isFirst.withLock { first in
                defer { first = false }
                return first
            }
            return withholds ? .withheld : .text("fine")
        }) { server in
            let socket = try server.connect()
            try socket.send(Self.get)
            #expect(end(of: socket) == ECONNRESET)

            #expect(try server.answer(to: Self.get).text == "fine")
            await server.stop(within: .seconds(5))
            #expect(server.statistics.requestsInFlight == 0)
        }
    }

    @Test(arguments: [nil, 100_000])
    func `a stream that asks for it ends with a reset, and another one in order`(_ length: Int?) async throws
    {
        for (failure, code) in [(HTTPReset() as any Error, ECONNRESET), (HTTPBodyError.cancelled, 0)] {
            let source = ByteStream(pattern(3000), chunkSize: 1000)
            try await withServer({ _ in
                let stream = ByteStream(length: length) {
                    await Task.yield()
                    if let chunk = try await source.next() { return chunk }
                    throw failure
                }
                return HTTPResponse(.ok, body: .stream(stream))
            }) { server in
                let socket = try server.connect()
                try socket.send(Self.get)
                _ = try socket.receiveHead()

                #expect(end(of: socket) == code)
            }
        }
    }
}

extension HTTPResponse {
    /// No answer.
    fileprivate static var withheld: HTTPResponse {
        var response = HTTPResponse(500)
        response.isWithheld = true
        return response
    }
}
