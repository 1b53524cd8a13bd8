import Bytes
import HTTPCore
import ImgbtAdapter
import Raster
import Synchronization
import TestSupport
import Testing

@Suite struct CreatingTests {
    private func error(
        _ api: CannedTransport, _ draft: AssetDraft = .sample(), _ content: Content = .bytes([1, 2, 3])
    ) async throws -> StorageError? {
        let adapter = try ImgbtAdapter.sample(api: api)
        return await failure { () throws(StorageError) in _ = try await adapter.create(draft, content) }
    }

    @Test func `one form carries the file and everything about it, the fields first`() async throws {
        let api = CannedTransport(.record(201))

        let asset = try await ImgbtAdapter.sample(api: api).create(.sample(), .bytes([1, 2, 3], chunk: 1))

        #expect(asset.id == "asset_01" && asset.place == "acme/photos/image-6vp")
        #expect(api.lines == ["POST /api/v1/vaults/main/assets"])
        let form = try Form(api.seen[0])
        #expect(
            form.names == ["partition", "collection", "channel", "filename", "metadata", "tags", "file"])
        #expect(form.texts.prefix(4) == ["acme", "photos", "image-6vp", "a1.jpg"])
        #expect(form.texts[5] == "[\"sea\",\"é\"]")
        #expect(form.parts[6].data == [1, 2, 3])
        #expect(form.parts[6].part.filename == "a1.jpg" && form.parts[6].part.contentType == "image/jpeg")
    }

    @Test func `the metadata are the whole set, as strings`() async throws {
        let api = CannedTransport(.record(201))
        var draft = AssetDraft.sample()
        draft.digest = .sample(7)
        _ = try await ImgbtAdapter.sample(api: api).create(draft, .bytes([1, 2, 3]))
        let metadata = try JSONValue(parsing: Array(Form(api.seen[0]).texts[4].utf8)).asObject()
        let names = metadata.members.map(\.name)
        #expect(
            names == [
                "raster_id", "raster_organization", "raster_library", "name", "filename", "description",
                "sha256",
                "raster_upload",
            ])
        let values = try names.prefix(7).map { try metadata.string($0) }
        #expect(
            values == [
                "a1", "acme", "photos", "Harbour", "Harbour.JPG", "At \"dawn\"",
                SHA256Digest.sample(7).description,
            ])
    }

    @Test func `the length is known before the first byte`() async throws {
        let api = CannedTransport(.record(201))
        _ = try await ImgbtAdapter.sample(api: api).create(.sample(), .bytes([1, 2, 3]))
        #expect(api.seen[0].request.body?.length == api.seen[0].body.count)
    }

    @Test(arguments: [(0, 120), (1, 121), (262_144, 121), (262_145, 122), (100_000_000, 502)])
    func `an upload has the time of a request, and a second for every 256 KiB`(_ size: Int, _ seconds: Int)
        async throws
    {
        let api = CannedTransport([.failure(.timedOut)])
        _ = try await error(api, .sample(size: size), .stream(ByteStream(length: size) { throw Abandoned() }))
        #expect(api.seen[0].request.transfer.timeout == .seconds(seconds))
    }

    @Test func `two uploads have two boundaries, and no header can be smuggled in`() async throws {
        let api = CannedTransport(.record(201), .record(201))
        let adapter = try ImgbtAdapter.sample(api: api)
        var draft = AssetDraft.sample(.sample("../A\r\nX: y\"", filename: "a.b\"c"))
        draft.contentType = "image/png\r\nX: y"
        for _ in 0..<2 { _ = try await adapter.create(draft, .bytes([1, 2, 3])) }
        let forms = try api.seen.map { try Form($0) }
        #expect(forms[0].boundary != forms[1].boundary)
        #expect(forms[0].texts[3].wholeMatch(of: /x--[a-z2-7]{52}/) != nil)
        #expect(forms[0].parts[6].part.contentType == "application/octet-stream")
        #expect(forms[0].parts.allSatisfy { $0.part.fields["X"] == nil })
    }

    @Test func `an asset that imgbt would not take is refused before anything is sent`() async throws {
        let api = CannedTransport()
        let source = ByteStream(length: 100_000_001) {
            Issue.record("it is read"); return nil
        }
        let error = try await error(api, .sample(size: 100_000_001), .stream(source))
        #expect(error?.kind == .tooLarge && error?.side == .client)
        #expect(api.lines.isEmpty)
    }

    @Test func `a content that says another length is refused before anything is sent`() async throws {
        let api = CannedTransport()
        for bytes in [[], [1, 2], [1, 2, 3, 4]] as [[UInt8]] {
            let error = try await error(api, .sample(), .bytes(bytes))
            #expect(error?.kind == .invalid && error?.effect == StorageError.Effect.none)
        }
        #expect(api.lines.isEmpty)
    }

    @Test func `a silent content of another length never becomes a whole request`() async throws {
        for bytes in [[1, 2], [1, 2, 3, 4]] as [[UInt8]] {
            let api = CannedTransport(.json(400, "{}"), .page([]))
            let source = ByteStream(bytes, chunkSize: 1)
            let error = try await error(api, .sample(), .stream(ByteStream { try await source.next() }))
            #expect(error?.kind == .invalid && error?.effect == StorageError.Effect.none)
            #expect(api.seen.map(\.isWhole) == [false, true])
        }
    }

    @Test func `what a broken upload left is deleted, and nothing else`() async throws {
        let draft = AssetDraft.sample()
        let api = Echo(draft: draft)
        let adapter = try ImgbtAdapter.sample(api: api)
        let source = ByteStream { throw HTTPTransportError.timedOut }
        let error = await failure { () throws(StorageError) in
            _ = try await adapter.create(draft, .stream(source))
        }
        #expect(error?.effect == StorageError.Effect.none)
        #expect(api.deleted == ["asset_own"])
    }

    @Test func `where nobody can look, nobody knows`() async throws {
        let api = CannedTransport(.json(400, "{}"), .json(500, "{}"))
        let error = try await error(api, .sample(), .stream(ByteStream { throw HTTPTransportError.timedOut }))
        #expect(error?.kind == .internal && error?.effect == .unknown)
    }

    @Test func `a record of another size is deleted again`() async throws {
        let api = CannedTransport(.record(201, SampleRecord(size: "4")), HTTPResponse(204))
        let error = try await error(api)
        #expect(error?.kind == .malformed && error?.effect == StorageError.Effect.none)
        #expect(api.lines.last == "DELETE /api/v1/vaults/main/assets/asset_01")

        let stuck = CannedTransport(.record(201, SampleRecord(size: "4")), .json(500, "{}"))
        #expect(try await self.error(stuck)?.effect == .done)
    }

    @Test func `an unreadable success may have made an asset`() async throws {
        let html = HTTPResponse.html(201)
        for answer in [html, .json(201, "{"), .json(201, "{}"), HTTPResponse(201), HTTPResponse(202)] {
            let error = try await error(CannedTransport(answer))
            #expect(error?.kind == .malformed && error?.effect == .unknown)
        }
    }

    @Test(arguments: [
        (409, StorageError.Kind.alreadyExists, StorageError.Effect.none), (413, .tooLarge, .none),
        (403, .denied, .none), (429, .rateLimited, .none), (503, .unavailable, .none),
        (500, .unavailable, .unknown),
        (504, .timedOut, .unknown), (404, .invalid, .none), (302, .malformed, .none),
    ])
    func `a refusal says what it left behind`(
        _ status: Int, _ kind: StorageError.Kind, _ effect: StorageError.Effect
    ) async throws {
        let error = try await error(CannedTransport(.json(HTTPStatus(status), #"{"error":{}}"#)))
        #expect(error?.kind == kind && error?.effect == effect)
    }

    @Test func `an upload that nobody answered is not looked for`() async throws {
        let api = CannedTransport([.failure(.timedOut)])
        let error = try await error(api)
        #expect(error?.kind == .timedOut && error?.effect == .unknown && error?.retry == .allowed)
        #expect(api.lines.count == 1)
    }

    @Test func `a cancelled upload that was sent whole is looked for, and unknown where it is not found`()
        async throws
    {
        let api = CannedTransport([.failure(.cancelled), .success(.page([]))])
        let error = try await error(api)
        #expect(error?.kind == .cancelled && error?.effect == .unknown)
        #expect(api.lines.count == 2)
    }
}

/// Why a source ends of which nobody needs the bytes.
private struct Abandoned: Error {}

/// A form as it was sent.
struct Form {
    struct Part {
        let part: MultipartPart
        var data: [UInt8] = []
    }

    private(set) var parts: [Part] = []
    let boundary: String

    init(_ seen: CannedTransport.Seen) throws {
        let type = try #require(seen.request.fields["Content-Type"])
        boundary = try #require(MultipartParser.boundary(contentType: type))
        var parser = MultipartParser(boundary: boundary)
        for event in try parser.feed(seen.body) {
            switch event {
            case .partBegins(let part): parts.append(Part(part: part))
            case .data(let bytes): parts[parts.count - 1].data += bytes
            case .partEnds: break
            }
        }
        try parser.finish()
    }

    var names: [String] { parts.map(\.part.name) }
    var texts: [String] { parts.map { String(decoding: $0.data, as: UTF8.self) } }
}

/// A store that keeps half an upload: its listing shows one record with the mark of the upload that it saw, and an
/// earlier asset of the same key.
private final class Echo: HTTPTransport {
    private let state = Mutex((mark: "", deleted: [String]()))
    private let draft: AssetDraft

    init(draft: AssetDraft) { self.draft = draft }

    var deleted: [String] { state.withLock { $0.deleted } }

    func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
        switch request.method {
        case .post:
            var body: [UInt8] = []
            do { while let chunk = try await request.body?.next() { body += chunk } } catch {}
            let text = String(decoding: body, as: UTF8.self)
            let mark = text.firstMatch(of: /"raster_upload":"([0-9a-f]+)"/).map { String($0.1) } ?? ""
            state.withLock { $0.mark = mark }
            throw .interrupted("the body broke off")
        case .get:
            let mark = state.withLock { $0.mark }
            var own = SampleRecord.of("a1", id: "asset_own")
            own.metadata = "{\"raster_id\":\"a1\",\"raster_upload\":\"\(mark)\"}"
            return .page([.of("a1", id: "asset_before"), own])
        default:
            state.withLock {
                $0.deleted.append(request.target.split(separator: "/").last.map(String.init) ?? "")
            }
            return HTTPResponse(204)
        }
    }
}
