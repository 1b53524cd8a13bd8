import Bytes
import HTTPCore
import MediaPocketAdapter
import Raster
import TestSupport
import Testing

@Suite struct OpeningTests {
    private let bytes = Array(UInt8(0)..<100)
    private let medium = "{\"id\":1,\"original_filename\":\"a b&.jpg\"}"
    private let url = "https://files.example/x/1?sig=canary#top"

    private func adapter(
        medium: String? = nil, url: String?, hosts: [String] = ["files.example"],
        _ downloads: [String: any HTTPTransport] = [:]
    ) throws -> MediaPocketAdapter {
        try .sample(
            api: CannedTransport(.media(medium ?? self.medium), .address(url)), downloads: downloads,
            hosts: hosts)
    }

    private func read(
        _ range: ByteRange? = nil, _ answer: HTTPResponse, medium: String? = nil
    ) async throws(StorageError) -> [UInt8] {
        do {
            let adapter = try adapter(
                medium: medium, url: url, ["https://files.example": CannedTransport(answer)])
            return try await adapter.open("-a1", range).stream.collect(upTo: 1000)
        } catch { throw StorageError(wrapping: error) }
    }

    private func error(
        _ range: ByteRange? = nil, _ answer: HTTPResponse, medium: String? = nil
    ) async -> StorageError? {
        await failure { () async throws(StorageError) in _ = try await read(range, answer, medium: medium) }
    }

    private func part(_ field: String, _ bytes: [UInt8]) -> HTTPResponse {
        HTTPResponse(206, fields: ["Content-Range": field], body: .stream(ByteStream(bytes, chunkSize: 7)))
    }

    @Test func `the file is fetched from where the store says, without the key`() async throws {
        let api = CannedTransport(.media(medium), .address(url))
        let files = CannedTransport(HTTPResponse(200, body: .bytes(bytes)))
        let adapter = try MediaPocketAdapter.sample(
            api: api, downloads: ["https://files.example": files], hosts: ["files.example"])

        let content = try await adapter.open("-a1", nil)

        #expect(content.length == 100)
        #expect(try await content.stream.collect(upTo: 200) == bytes)
        #expect(
            api.lines == [
                "GET /api/v2/assets/-a1/media",
                "GET /api/v2/assets/-a1/media/1/download_url?filename=a%20b%26.jpg",
            ])
        #expect(files.lines == ["GET /x/1?sig=canary"])
        let fields = files.seen[0].request.fields
        #expect(fields["X-API-KEY"] == nil && fields["Range"] == nil && fields["Content-Type"] == nil)
        #expect(fields["Accept-Encoding"] == "identity")
    }

    @Test func `a file without a name there is asked for by the asset's`() async throws {
        let api = CannedTransport(.media(), .asset(), .address(nil))
        let adapter = try MediaPocketAdapter.sample(api: api)
        _ = await failure { () async throws(StorageError) in _ = try await adapter.open("-a1", nil) }
        #expect(api.lines.last == "GET /api/v2/assets/-a1/media/1/download_url?filename=harbour.jpg")
    }

    @Test func `without a file there is nothing to open`() async throws {
        let adapter = try MediaPocketAdapter.sample(api: CannedTransport(.media("")))
        let error = await failure { () async throws(StorageError) in _ = try await adapter.open("-a1", nil) }
        #expect(error?.kind == .notFound)
    }

    @Test func `a file without an address is unavailable, and the message says so`() async throws {
        let adapter = try adapter(url: nil)
        let error = await failure { () async throws(StorageError) in _ = try await adapter.open("-a1", nil) }
        #expect(error?.kind == .unavailable && error?.message.contains("no address") == true)
    }

    @Test func `a part is asked for and comes as one, or is cut out of the whole`() async throws {
        let range = ByteRange(offset: 10, length: 20)
        let files = CannedTransport(part("bytes 10-29/100", Array(bytes[10..<30])))
        let adapter = try adapter(url: url, ["https://files.example": files])
        #expect(try await adapter.open("-a1", range).stream.collect(upTo: 200) == Array(bytes[10..<30]))
        #expect(files.seen[0].request.fields["Range"] == "bytes=10-29")
        #expect(try await read(range, HTTPResponse(200, body: .bytes(bytes))) == Array(bytes[10..<30]))
    }

    @Test func `a range beyond the end is refused, however that is learned`() async {
        let range = ByteRange(offset: 99, length: 2)
        #expect(await error(range, HTTPResponse(416))?.kind == .invalid)
        #expect(await error(range, part("bytes 99-99/100", [99]))?.kind == .invalid)
        #expect(await error(range, HTTPResponse(200, body: .bytes(bytes)))?.kind == .invalid)
        let huge = ByteRange(offset: Int.max, length: 1)
        #expect(await error(huge, HTTPResponse(599))?.kind == .invalid)
    }

    @Test(arguments: [(0, nil), (100, nil), (101, StorageError.Kind.invalid)])
    func `a part without bytes is not asked for, and lies in the file`(
        _ offset: Int, _ kind: StorageError.Kind?
    ) async throws {
        let md5 = "0123456789abcdef0123456789abcdef"
        let api = CannedTransport(
            .media("{\"id\":1,\"size\":100,\"md5_sum\":\"\(md5)\"}"), .asset(SampleAsset(md5: md5)))
        let adapter = try MediaPocketAdapter.sample(api: api)
        let error = await failure { () async throws(StorageError) in
            _ = try await adapter.open("-a1", ByteRange(offset: offset, length: 0))
        }
        #expect(error?.kind == kind && api.lines.count == 2)
    }

    @Test func `an answer that is cut or too long ends with an error`() async {
        let range = ByteRange(offset: 10, length: 20)
        for count in [19, 21] {
            let bytes = Array(self.bytes[10..<10 + count])
            #expect(await error(range, part("bytes 10-29/100", bytes))?.kind == .malformed)
            let source = ByteStream(bytes, chunkSize: 7)
            var silent = part("bytes 10-29/100", [])
            silent.body = .stream(ByteStream { try await source.next() })
            #expect(await error(range, silent)?.kind == .malformed)
        }
        let broken = HTTPBody.stream(ByteStream(length: 100) { throw HTTPTransportError.interrupted("x") })
        #expect(await error(nil, HTTPResponse(200, body: broken))?.kind == .unavailable)
    }

    @Test func `a size that is said of the file of the asset's checksum is relied on`() async throws {
        let md5 = "0123456789abcdef0123456789abcdef"
        for (known, kind) in [(md5, StorageError.Kind.malformed), (String(md5.reversed()), nil)] {
            let api = CannedTransport(
                .media("{\"id\":1,\"filename\":\"x\",\"size\":99,\"md5_sum\":\"\(md5)\"}"),
                .asset(SampleAsset(md5: known)), .address(url))
            let adapter = try MediaPocketAdapter.sample(
                api: api,
                downloads: [
                    "https://files.example": CannedTransport(HTTPResponse(200, body: .bytes(bytes)))
                ],
                hosts: ["files.example"])
            let error = await failure { () async throws(StorageError) in
                _ = try await adapter.open("-a1", nil)
            }
            #expect(error?.kind == kind)
        }
    }

    @Test(arguments: ["7", "\"7\"", "1e9", "\"98 KB\"", "null"])
    func `what the list says of the size spoils nothing`(_ size: String) async throws {
        let sized = "{\"id\":1,\"original_filename\":\"x\",\"size\":\(size)}"
        let whole = HTTPResponse(200, body: .bytes(bytes))
        #expect(try await read(nil, whole, medium: sized) == bytes)
        let range = ByteRange(offset: 90, length: 10)
        #expect(try await read(range, whole, medium: sized) == Array(bytes[90...]))
        let last = part("bytes 90-99/100", Array(bytes[90...]))
        #expect(try await read(range, last, medium: sized) == Array(bytes[90...]))
    }

    @Test func `a file that is not delivered is unavailable, not gone and not the key's fault`() async {
        for status in [401, 403, 404, 410] {
            #expect(await error(nil, HTTPResponse(HTTPStatus(status)))?.kind == .unavailable)
        }
    }

    @Test(arguments: [
        "https://evil.example/x", "https://files.example.evil.example/x", "https://files.example:444/x",
        "http://files.example:443/x", "https://FILES.example@evil.example/x", "//evil.example/x",
        "file:///etc/passwd", "https://files.example\\@evil.example/x", "gopher://files.example:443/",
        "https://é.example/passwd", "https://evil.example%2F@files.example/", "https://127.0.0.1/passwd",
    ])
    func `no other host is asked, and no address is repeated`(_ url: String) async throws {
        let files = CannedTransport(HTTPResponse(200, body: .bytes(bytes)))
        let adapter = try MediaPocketAdapter.sample(
            api: CannedTransport(.media(medium), .json(200, "{\"url\":\(quoted(url))}")),
            downloads: ["https://files.example": files, "https://evil.example": files],
            hosts: ["files.example:443"])
        let error = await failure { () async throws(StorageError) in _ = try await adapter.open("-a1", nil) }
        #expect(error.map { [.denied, .malformed, .unavailable].contains($0.kind) } == true)
        #expect(files.lines.isEmpty && !"\(String(describing: error))".contains("passwd"))
    }

    @Test func `a host that is not allowed yet is named, with the key that allows it`() async throws {
        let error = try #require(await error(of: "https://Cdn.Example:8443/x/canary?sig=canary"))
        #expect(error.kind == .unavailable && error.side == .gateway)
        #expect(error.message.contains("cdn.example:8443") && error.message.contains("downloadHosts"))
        #expect(!"\(error)".contains("canary"))
    }

    private func error(of url: String) async throws -> StorageError? {
        let adapter = try adapter(url: url)
        return await failure { () async throws(StorageError) in _ = try await adapter.open("-a1", nil) }
    }

    @Test(arguments: [
        ("/files/1/a.png", "/files/1/a.png"), ("//pocket.example/a?b", "/a?b"),
        ("https://pocket.example/é b.png?n=\u{1}", "/%C3%A9%20b.png?n=%01"), ("/%41 \n", "/%41%20%0A"),
    ])
    func `an address may be relative, and what belongs escaped is escaped`(_ url: String, _ target: String)
        async throws
    {
        let files = CannedTransport(HTTPResponse(200, body: .bytes(bytes)))
        let api = CannedTransport(.media(medium), .json(200, "{\"url\":\(quoted(url))}"))
        let adapter = try MediaPocketAdapter.sample(api: api, downloads: ["https://pocket.example": files])
        #expect(try await adapter.open("-a1", nil).stream.collect(upTo: 200) == bytes)
        #expect(files.lines == ["GET \(target)"])
    }

    private func quoted(_ text: String) -> String {
        String(decoding: JSONValue.string(text).bytes, as: UTF8.self)
    }
}
