import Bytes
import HTTPCore
import Raster
import StorageHTTP
import Synchronization
import Testing

@Suite struct StorageClientTests {
    @Test func `every request carries the credential and the time limit`() async throws {
        let transport = OneAnswer(HTTPResponse(200))
        let client = StorageClient(
            transport, credential: ["Authorization": "Bearer sk_x"], timeout: .seconds(5), clock: StillClock()
        )

        _ = try await client.answer(to: HTTPRequest(.get, "/a"))

        #expect(transport.seen?.fields["authorization"] == "Bearer sk_x")
        #expect(transport.seen?.transfer.timeout == .seconds(5))
    }

    @Test func `a success is handed on with its body`() async throws {
        let client = StorageClient(OneAnswer(HTTPResponse(206, body: .bytes([1]))), clock: StillClock())
        let response = try await client.answer(to: HTTPRequest(.get, "/a"))
        #expect(response.status == 206)
        #expect(response.body.length == 1)
    }

    @Test func `a refusal is thrown, with the vendor's code if it is a plain word`() async {
        for (code, shown) in [("GONE_AWAY", true), ("see https://x", false)] {
            let body = HTTPBody.bytes(Array("{\"code\":\"\(code)\",\"text\":\"canary\"}".utf8))
            let error = await refusal(HTTPResponse(404, body: body))
            #expect(error?.kind == .notFound)
            #expect(error?.description.contains(code) == shown)
            #expect(error?.description.contains("canary") == false)
        }
    }

    @Test func `a refusal whose body cannot be read is told by its status`() async {
        let endless = ByteStream { Array(repeating: 0x5B, count: 1000) }
        let broken = ByteStream { throw HTTPTransportError.timedOut }
        for body in [HTTPBody.empty, .bytes(Array("<html>".utf8)), .stream(endless), .stream(broken)] {
            #expect(
                await refusal(HTTPResponse(503, fields: ["Retry-After": "2"], body: body))?.retry
                    == .after(.seconds(2)))
        }
    }

    @Test func `a refusal is understood whatever media type it goes by`() async {
        let body = HTTPBody.bytes(Array("{\"code\":\"GONE_AWAY\"}".utf8))
        for type in ["text/plain", "text/html; charset=utf-8", nil] {
            var response = HTTPResponse(404, body: body)
            response.fields["Content-Type"] = type
            #expect(await refusal(response)?.description.contains("GONE_AWAY") == true)
        }
    }

    @Test func `a refusal may be judged by its body`() async {
        let long = Array(repeating: UInt8(0x20), count: StorageClient.refusalLimit + 1)
        let bodies: [(HTTPBody, RefusalBody)] = [
            (.empty, .empty), (.bytes([]), .empty), (.bytes(Array("[]".utf8)), .json(.array([]))),
            (.bytes(Array("<html>".utf8)), .other), (.bytes(long), .other),
            (.stream(ByteStream { throw HTTPTransportError.timedOut }), .other),
        ]
        for (body, expected) in bodies {
            let client = StorageClient(
                OneAnswer(HTTPResponse(404, body: body)), clock: StillClock(),
                judge: { $1 == expected ? $0.blaming(.source) : $0 })
            let error = await #expect(throws: StorageError.self) {
                _ = try await client.answer(to: HTTPRequest(.get, "/a"))
            }
            #expect(error?.side == .source)
        }
    }

    @Test func `a path is made of segments that nobody takes for others`() {
        #expect(RequestPath.encode(["a b", "c/d", "100%", "é"]) == "/a%20b/c%2Fd/100%25/%C3%A9")
        for segment in ["", ".", ".."] { #expect(RequestPath.encode(["a", segment]) == nil) }
    }

    private func refusal(_ response: HTTPResponse) async -> StorageError? {
        let client = StorageClient(OneAnswer(response), clock: StillClock()) { body in
            guard case .object(let object) = body else { return nil }
            return try? object.string("code")
        }
        return await #expect(throws: StorageError.self) {
            _ = try await client.answer(to: HTTPRequest(.get, "/a"))
        }
    }
}

/// Gives one answer to everything, and remembers what it was asked last.
private final class OneAnswer: HTTPTransport {
    private let response: HTTPResponse
    private let last = Mutex<HTTPRequest?>(nil)

    init(_ response: HTTPResponse) { self.response = response }

    var seen: HTTPRequest? { last.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
        last.withLock { $0 = request }
        return response
    }
}

private struct StillClock: WallClock {
    func now() -> Timestamp { Timestamp(milliseconds: 0) }
    func monotonic() -> Duration { .zero }
}
