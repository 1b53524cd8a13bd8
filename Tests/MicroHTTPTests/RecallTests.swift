import Bytes
import HTTPCore
import TestSupport
import Testing

@testable import MicroHTTP

/// Remembers the first answer to every image, and numbers the answers that it makes.
private final class Rememberer: HTTPHandler {
    private let state = Lock<(known: [RequestImage: HTTPResponse], count: Int)>(([:], 0))

    var count: Int { state.withLock { $0.count } }

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        let count = state.withLock { state in
            state.count += 1
            return state.count
        }
        let response = HTTPResponse.text("\(count) \(request.target)")
        if let image = request.image { state.withLock { $0.known[image] = response } }
        return response
    }

    func recall(_ image: RequestImage) -> HTTPResponse? { state.withLock { $0.known[image] } }
}

@Suite struct RecallTests {
    private let handler = Rememberer()

    private func texts(_ requests: [String]) async throws -> [String] {
        let server = HTTPServer(handler: handler, executor: testPool)
        try server.start()
        let answers = Result { try requests.map { try server.answer(to: $0).text } }
        await server.stop(within: .zero)
        return try answers.get()
    }

    private func get(_ target: String, _ fields: String = "") -> String {
        "GET \(target) HTTP/1.1\r\nHost: x\r\n\(fields)\r\n"
    }

    @Test func `the same request gets the remembered answer, without asking the handler`() async throws {
        let answers = try await texts([get("/a"), get("/a"), get("/a")])

        #expect(answers == ["1 /a", "1 /a", "1 /a"])
        #expect(handler.count == 1)
    }

    @Test(arguments: ["/b", "/a?", "/a?x=1", "/a?x=2", "/A", "/a/"])
    func `another target is another request`(target: String) async throws {
        #expect(try await texts([get("/a"), get(target)]) == ["1 /a", "2 \(target)"])
    }

    @Test func `queries that differ in one letter are two requests`() async throws {
        let answers = try await texts([get("/a?page=1"), get("/a?qage=1"), get("/a?page=1")])

        #expect(answers == ["1 /a?page=1", "2 /a?qage=1", "1 /a?page=1"])
    }

    @Test(arguments: ["Api-Key: b\r\n", "api-key: a\r\n", "X: y\r\nApi-Key: a\r\n", ""])
    func `another field is another request`(fields: String) async throws {
        #expect(try await texts([get("/", "Api-Key: a\r\n"), get("/", fields)]) == ["1 /", "2 /"])
    }

    @Test func `HEAD is not GET, and a remembered answer to it has no body`() async throws {
        let head = "HEAD /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

        #expect(try await texts([get("/a"), head, head]) == ["1 /a", "", ""])
        #expect(handler.count == 2)
    }

    @Test func `a request with a body is never remembered`() async throws {
        let post = "GET /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx"

        #expect(try await texts([post, post]) == ["1 /a", "2 /a"])
    }

    @Test func `a malformed request is refused, however often it comes`() async throws {
        let bad = "GET /a HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"

        _ = try await texts([bad, bad])

        #expect(handler.count == 0)
    }

    @Test func `pipelined requests are answered in order, remembered or not`() async throws {
        let all = ["/a", "/b", "/a", "/c", "/b", "/a"].map { get($0) }.joined()
        let server = HTTPServer(handler: handler, executor: testPool)
        try server.start()
        let socket = try server.connect()
        try socket.send(all)
        let texts = try (0..<6).map { _ in try socket.receiveResponse().text }
        await server.stop(within: .zero)

        #expect(texts == ["1 /a", "2 /b", "1 /a", "3 /c", "2 /b", "1 /a"])
    }
}
