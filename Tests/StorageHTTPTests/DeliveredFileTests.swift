import Bytes
import HTTPCore
import Raster
import StorageHTTP
import Testing

@Suite struct DeliveredFileTests {
    private func part(_ field: String?, _ bytes: [UInt8] = [1, 2]) -> HTTPResponse {
        var response = HTTPResponse(206, body: .bytes(bytes))
        response.fields["Content-Range"] = field
        return response
    }

    private func kind(_ response: HTTPResponse, size: Int?, _ range: ByteRange?) -> StorageError.Kind? {
        let client = StorageClient(Silent(), clock: Standing())
        do { _ = try DeliveredFile(response, size: size, range).stream(or: client) } catch {
            return error.kind
        }
        return nil
    }

    @Test func `the size of the whole is that behind the slash`() {
        for (field, total) in [
            ("bytes 0-0/7", 7), ("bytes */0", 0), ("bytes 0-0/*", nil), ("items 0-0/7", nil),
            ("bytes 0-0/-7", nil),
            ("bytes 7", nil), (nil, nil),
        ] {
            #expect(DeliveredFile.total(in: part(field)) == total)
        }
    }

    @Test func `a part that ends early is beyond the end where only it tells the size`() {
        let range = ByteRange(offset: 5, length: 4)
        #expect(kind(part("bytes 5-6/7"), size: nil, range) == .invalid)
        #expect(kind(part("bytes 5-6/7"), size: 9, range) == .malformed)
        #expect(kind(part("bytes 5-6/9"), size: nil, range) == .malformed)
        #expect(kind(part("bytes 5-8/9", [1, 2, 3, 4]), size: nil, range) == nil)
    }

    @Test func `what is no file is what the client makes of its status`() {
        #expect(kind(HTTPResponse(503), size: nil, nil) == .unavailable)
        #expect(kind(HTTPResponse(404), size: nil, nil) == .notFound)
    }
}

private struct Silent: HTTPTransport {
    func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
        throw .unreachable("nobody is there")
    }
}

private struct Standing: WallClock {
    func now() -> Timestamp { Timestamp(milliseconds: 0) }
    func monotonic() -> Duration { .zero }
}
