import Bytes
import HTTPCore
import ImgbtAdapter
import Raster
import TestSupport
import Testing

@Suite struct OpeningTests {
    private let bytes = Array(UInt8(0)..<100)
    private var record: HTTPResponse { .record(200, SampleRecord(size: "100")) }

    private func part(_ field: String, _ bytes: [UInt8]) -> HTTPResponse {
        HTTPResponse(206, fields: ["Content-Range": field], body: .stream(ByteStream(bytes, chunkSize: 7)))
    }

    private func silent(_ bytes: [UInt8]) -> HTTPBody {
        let source = ByteStream(bytes, chunkSize: 7)
        return .stream(ByteStream { try await source.next() })
    }

    /// What `answer` of the delivery address is read as.
    private func read(
        _ range: ByteRange? = nil, _ answer: HTTPResponse, record: HTTPResponse? = nil
    ) async throws(StorageError) -> [UInt8] {
        do {
            let api = CannedTransport(record ?? self.record)
            let adapter = try ImgbtAdapter.sample(api: api, delivery: CannedTransport(answer))
            return try await adapter.open("asset_01", range).stream.collect(upTo: 1000)
        } catch { throw StorageError(wrapping: error) }
    }

    private func kind(_ range: ByteRange? = nil, _ answer: HTTPResponse) async -> StorageError.Kind? {
        await failure { () throws(StorageError) in _ = try await read(range, answer) }?.kind
    }

    @Test func `the file is fetched from its path, without credential and unencoded`() async throws {
        let delivery = CannedTransport(HTTPResponse(200, body: .bytes(bytes)))
        let adapter = try ImgbtAdapter.sample(api: CannedTransport(record), delivery: delivery)

        let content = try await adapter.open("asset_01", nil)

        #expect(content.length == 100)
        #expect(try await content.stream.collect(upTo: 200) == bytes)
        #expect(delivery.lines == ["GET /acme/photos/image-6vp/a1.jpg"])
        let fields = delivery.seen[0].request.fields
        #expect(
            fields["Authorization"] == nil && fields["Accept-Encoding"] == "identity"
                && fields["Range"] == nil)
    }

    @Test func `the path is remembered`() async throws {
        let api = CannedTransport(record)
        let file = HTTPResponse(200, body: .bytes(bytes))
        let adapter = try ImgbtAdapter.sample(api: api, delivery: CannedTransport(file, file))
        for _ in 0..<2 { _ = try await adapter.open("asset_01", nil) }
        #expect(api.lines.count == 1)
    }

    @Test func `a part is asked for and comes as one`() async throws {
        let delivery = CannedTransport(part("bytes 10-29/100", Array(bytes[10..<30])))
        let adapter = try ImgbtAdapter.sample(api: CannedTransport(record), delivery: delivery)
        let content = try await adapter.open("asset_01", ByteRange(offset: 10, length: 20))
        #expect(content.length == 20)
        #expect(try await content.stream.collect(upTo: 200) == Array(bytes[10..<30]))
        #expect(delivery.seen[0].request.fields["Range"] == "bytes=10-29")
    }

    @Test func `a part is cut out where the whole comes`() async throws {
        for body in [HTTPBody.bytes(bytes), silent(bytes)] {
            let read = try await read(ByteRange(offset: 10, length: 20), HTTPResponse(200, body: body))
            #expect(read == Array(bytes[10..<30]))
        }
    }

    @Test(arguments: [
        "bytes 10-28/100", "bytes 0-19/100", "bytes 10-29/99", "bytes 10-29/x", "items 10-29/100",
        "bytes */100", "",
    ])
    func `another part than the one asked for is malformed`(_ field: String) async {
        let answer = part(field, Array(bytes[10..<30]))
        #expect(await kind(ByteRange(offset: 10, length: 20), answer) == .malformed)
    }

    @Test func `a part that is too short or too long ends with an error`() async {
        let range = ByteRange(offset: 10, length: 20)
        for count in [19, 21] {
            let answer = part("bytes 10-29/100", Array(bytes[10..<10 + count]))
            #expect(await kind(range, answer) == .malformed)
            var silent = answer
            silent.body = self.silent(Array(bytes[10..<10 + count]))
            #expect(await kind(range, silent) == .malformed)
        }
    }

    @Test func `a file that is not as long as its record says is malformed`() async {
        for count in [0, 99, 101] {
            let other = Array(repeating: UInt8(1), count: count)
            #expect(await kind(nil, HTTPResponse(200, body: .bytes(other))) == .malformed)
            #expect(await kind(nil, HTTPResponse(200, body: silent(other))) == .malformed)
        }
    }

    @Test func `other answers are no file`() async {
        #expect(await kind(nil, part("bytes 0-99/100", bytes)) == .malformed)
        #expect(await kind(nil, HTTPResponse(204)) == .malformed)
        #expect(await kind(nil, HTTPResponse(302, fields: ["Location": "/x"])) == .malformed)
        #expect(await kind(nil, HTTPResponse(403)) == .denied)
        let encoded = HTTPResponse(200, fields: ["Content-Encoding": "gzip"], body: .bytes(bytes))
        #expect(await kind(nil, encoded) == .malformed)
    }

    @Test func `a range beyond the end is refused without being asked for`() async throws {
        let delivery = CannedTransport()
        let adapter = try ImgbtAdapter.sample(api: CannedTransport(record), delivery: delivery)
        for (offset, length) in [(99, 2), (101, 0), (1, Int.max), (Int.max, 1)] {
            let range = ByteRange(offset: offset, length: length)
            let error = await failure { () throws(StorageError) in
                _ = try await adapter.open("asset_01", range)
            }
            if error?.kind != .invalid { Issue.record("\(offset), \(length): \(String(describing: error))") }
        }
        #expect(delivery.lines.isEmpty)
    }

    @Test func `a range is measured by what comes where the record has no size`() async {
        let unsized = HTTPResponse.json(200, "{\"id\":\"asset_01\",\"path\":\"p/c/h/f\"}")
        for (answer, offset) in [(HTTPResponse(416), 200), (HTTPResponse(200, body: .bytes(bytes)), 99)] {
            let range = ByteRange(offset: offset, length: 2)
            let error = await failure { () throws(StorageError) in
                _ = try await read(range, answer, record: unsized)
            }
            #expect(error?.kind == .invalid)
        }
    }

    @Test func `a part without bytes needs only the record`() async throws {
        let delivery = CannedTransport()
        let adapter = try ImgbtAdapter.sample(
            api: CannedTransport(record, .missing), delivery: delivery)
        let content = try await adapter.open("asset_01", ByteRange(offset: 100, length: 0))
        #expect(try await content.stream.collect(upTo: 1).isEmpty)
        let gone = await failure { () throws(StorageError) in
            _ = try await adapter.open("asset_01", ByteRange(offset: 0, length: 0))
        }
        #expect(gone?.kind == .notFound)
    }

    @Test func `what is not delivered is gone only where the record is`() async throws {
        let missing = HTTPResponse(404)
        let file = HTTPResponse(200, body: .bytes(bytes))
        let api = CannedTransport(record, .missing)
        let adapter = try ImgbtAdapter.sample(api: api, delivery: CannedTransport(file, missing))
        _ = try await adapter.open("asset_01", nil)
        let gone = await failure { () throws(StorageError) in _ = try await adapter.open("asset_01", nil) }
        #expect(gone?.kind == .notFound)

        let there = try ImgbtAdapter.sample(api: CannedTransport(record), delivery: CannedTransport(missing))
        let error = await failure { () throws(StorageError) in _ = try await there.open("asset_01", nil) }
        #expect(error?.kind == .unavailable)
    }

    @Test func `what lies elsewhere than was remembered is fetched from there`() async throws {
        let moved = HTTPResponse.record(200, SampleRecord(filename: "b.jpg", size: "100"))
        let file = HTTPResponse(200, body: .bytes(bytes))
        let delivery = CannedTransport(file, HTTPResponse(404), file)
        let adapter = try ImgbtAdapter.sample(api: CannedTransport(record, moved), delivery: delivery)
        for _ in 0..<2 { _ = try await adapter.open("asset_01", nil) }
        #expect(delivery.lines.last == "GET /acme/photos/image-6vp/b.jpg")
    }

    @Test func `a body that breaks off ends with an error`() async {
        let broken = HTTPBody.stream(ByteStream(length: 100) { throw HTTPTransportError.interrupted("x") })
        #expect(await kind(nil, HTTPResponse(200, body: broken)) == .unavailable)
    }
}
