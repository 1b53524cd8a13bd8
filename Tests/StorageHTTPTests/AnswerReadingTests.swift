import Bytes
import HTTPCore
import Raster
import StorageHTTP
import Testing

@Suite struct AnswerReadingTests {
    private func read(
        _ body: HTTPBody, type: String? = "application/json; charset=utf-8", limit: Int = 100
    ) async throws(StorageError) -> JSONValue {
        var response = HTTPResponse(200, body: body)
        response.fields["Content-Type"] = type
        return try await response.json(upTo: limit, method: .post, effect: .unknown)
    }

    private func fails(_ body: HTTPBody, type: String? = "application/json", limit: Int = 100) async -> String
    {
        let error = await #expect(throws: StorageError.self) {
            _ = try await read(body, type: type, limit: limit)
        }
        #expect(error?.kind == .malformed)
        #expect(error?.effect == .unknown)
        return error?.message ?? ""
    }

    @Test(arguments: [
        "application/json", "text/json", "application/problem+json", "text/plain", "", ";", nil,
    ])
    func `JSON is read under any name, and under none`(_ type: String?) async throws {
        #expect(try await read(.bytes(Array("[1]".utf8)), type: type) == .array([.number(JSONNumber(1))]))
    }

    @Test func `what a store has in its strings spoils no answer`() async throws {
        let body = HTTPBody.bytes(Array(#"["ASCII\u0000","\ud83d"]"#.utf8))
        #expect(try await read(body) == .array([.string("ASCII"), .string("\u{FFFD}")]))
    }

    @Test func `an empty body is malformed`() async {
        #expect(await fails(.empty).contains("empty"))
    }

    @Test(arguments: ["<html>", "{\"a\":", "{} {}", "\u{0}", "nul"])
    func `what is no JSON is malformed`(_ text: String) async {
        #expect(await fails(.bytes(Array(text.utf8))).contains("not valid JSON"))
    }

    @Test func `a body over the limit is malformed, whether it says so or not`() async {
        let long = Array(repeating: UInt8(0x20), count: 101)
        #expect(await fails(.bytes(long)).contains("too long"))
        let silent = ByteStream(long, chunkSize: 50)
        #expect(await fails(.stream(ByteStream { try await silent.next() })).contains("too long"))
    }

    @Test func `a body shorter than promised is malformed`() async {
        let short = ByteStream(Array("{}".utf8))
        let body = HTTPBody.stream(ByteStream(length: 3) { try await short.next() })
        #expect(await fails(body).contains("cut short"))
    }

    @Test func `a body that breaks off keeps the effect that the status tells`() async {
        let body = HTTPBody.stream(ByteStream { throw HTTPTransportError.interrupted("canary") })
        let error = await #expect(throws: StorageError.self) { _ = try await read(body) }
        #expect(error?.kind == .unavailable)
        #expect(error?.effect == .unknown)
        #expect(error.map { !"\($0)".contains("canary") } == true)
    }
}
