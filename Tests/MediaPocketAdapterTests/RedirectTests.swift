import Bytes
import HTTPCore
import MediaPocketAdapter
import Raster
import TestSupport
import Testing

@Suite struct RedirectTests {
    private let hosts = ["files.example:443", "store.example:8443"]

    private func redirect(_ location: String?, _ status: HTTPStatus = 302) -> HTTPResponse {
        var response = HTTPResponse(status)
        response.fields["Location"] = location
        return response
    }

    private func adapter(_ downloads: [String: any HTTPTransport]) throws -> MediaPocketAdapter {
        let api = CannedTransport(
            .media("{\"id\":1,\"filename\":\"x\"}"), .address("https://files.example/1?sig=canary"))
        return try .sample(api: api, downloads: downloads, hosts: hosts)
    }

    private func error(_ adapter: MediaPocketAdapter) async -> StorageError? {
        await failure { () async throws(StorageError) in _ = try await adapter.open("-a1", nil) }
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func `a redirect to an allowed host is followed with the same range`(_ status: Int) async throws {
        let first = CannedTransport(redirect("https://store.example:8443/b?s=1", HTTPStatus(status)))
        let second = CannedTransport(
            HTTPResponse(206, fields: ["Content-Range": "bytes 1-2/9"], body: .bytes([1, 2])))
        let adapter = try adapter(
            ["https://files.example": first, "https://store.example:8443": second])

        let content = try await adapter.open("-a1", ByteRange(offset: 1, length: 2))

        #expect(try await content.stream.collect(upTo: 9) == [1, 2])
        #expect(second.lines == ["GET /b?s=1"])
        #expect(second.seen[0].request.fields["Range"] == "bytes=1-2")
    }

    @Test func `a redirect within its host may be a path`() async throws {
        let files = CannedTransport(redirect("/two?x"), HTTPResponse(200, body: .bytes([7])))
        let content = try await adapter(["https://files.example": files]).open("-a1", nil)
        #expect(try await content.stream.collect(upTo: 9) == [7])
        #expect(files.lines == ["GET /1?sig=canary", "GET /two?x"])
    }

    @Test(arguments: [
        "https://evil.example/?canary", "//evil.example/canary", "http://files.example/canary",
        "https://store.example/canary", "ftp://files.example/canary", "canary", "",
    ])
    func `a redirect to anywhere else is not followed`(_ location: String) async throws {
        let files = CannedTransport(redirect(location))
        let evil = CannedTransport(HTTPResponse(200, body: .bytes([7])))
        let error = await error(
            try adapter([
                "https://files.example": files, "https://evil.example": evil, "http://files.example": evil,
                "https://store.example": evil,
            ]))
        #expect(error.map { [.denied, .malformed, .unavailable].contains($0.kind) } == true)
        #expect(evil.lines.isEmpty && !"\(String(describing: error))".contains("canary"))
    }

    @Test func `a redirect without an end is given up`() async throws {
        let files = RoutedTransport { _ in redirect("/again") }
        #expect(await error(try adapter(["https://files.example": files]))?.kind == .malformed)
        #expect(files.lines.count == 4)
    }

    @Test func `an allowed host that nothing leads to is the gateway's fault`() async throws {
        let error = await error(try adapter([:]))
        #expect(error?.side == .gateway && error?.context.contains { $0.value == "files.example" } == true)
    }
}
