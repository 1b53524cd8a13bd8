import Bytes
import HTTPCore
import Synchronization

/// Gives prepared answers, one after the other, and keeps what it was asked.
final class CannedTransport: HTTPTransport {
    typealias Answer = Result<HTTPResponse, HTTPTransportError>

    /// A request with its whole body, or what there was of it before it broke off.
    struct Seen: Sendable {
        let request: HTTPRequest
        let body: [UInt8]
        let isWhole: Bool

        var line: String { "\(request.method.rawValue) \(request.target)" }
        var text: String { String(decoding: body, as: UTF8.self) }
    }

    private let state: Mutex<(answers: [Answer], seen: [Seen])>

    init(_ answers: [Answer]) { state = Mutex((answers, [])) }

    convenience init(_ responses: HTTPResponse...) { self.init(responses.map { .success($0) }) }

    /// Everything that was asked, in order.
    var seen: [Seen] { state.withLock { $0.seen } }
    /// The requests' first lines.
    var lines: [String] { seen.map(\.line) }
    /// How many answers nobody has asked for.
    var unused: Int { state.withLock { $0.answers.count } }

    func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
        guard !Task.isCancelled else { throw .cancelled }
        var body: [UInt8] = []
        var isWhole = true
        do { while let chunk = try await request.body?.next() { body += chunk } } catch { isWhole = false }
        let seen = Seen(request: request, body: body, isWhole: isWhole)
        let answer = state.withLock { state in
            state.seen.append(seen)
            return state.answers.isEmpty
                ? .failure(.refused("no answer is left")) : state.answers.removeFirst()
        }
        guard isWhole else { throw .interrupted("the body broke off") }
        return try answer.get()
    }
}

extension HTTPResponse {
    /// An answer with a JSON body.
    static func json(_ status: HTTPStatus, _ text: String) -> HTTPResponse {
        HTTPResponse(status, fields: ["Content-Type": "application/json"], body: .bytes(Array(text.utf8)))
    }

    /// An answer with a record.
    static func record(_ status: HTTPStatus = 200, _ record: SampleRecord = SampleRecord()) -> HTTPResponse {
        json(status, record.json)
    }

    /// A page of a listing.
    static func page(_ records: [SampleRecord], cursor: String? = nil, hasMore: Bool? = nil) -> HTTPResponse {
        let data = records.map(\.json).joined(separator: ",")
        let cursorText = cursor.map { "\"\($0)\"" } ?? "null"
        return json(
            200, "{\"data\":[\(data)],\"cursor\":\(cursorText),\"has_more\":\(hasMore ?? (cursor != nil))}")
    }
}

/// A record as the documentation writes it.
struct SampleRecord: Sendable {
    var id = "asset_01"
    var partition = "acme"
    var collection = "photos"
    var channel = "image-6vp"
    var filename = "a1.jpg"
    var size = "3"
    var metadata = "{}"
    var tags = "[]"
    var created = "2026-01-15T10:30:00Z"

    /// Metadata that name the asset `id`.
    static func of(_ asset: String, id: String = "asset_01", at created: String = "2026-01-15T10:30:00Z")
        -> SampleRecord
    {
        SampleRecord(id: id, metadata: "{\"raster_id\":\"\(asset)\"}", created: created)
    }

    var json: String {
        """
        {"id":"\(id)","vault_id":"v","partition":"\(partition)","collection":"\(collection)",\
        "channel":"\(channel)","filename":"\(filename)","r2_key":"k","size":\(size),"mime_type":"image/jpeg",\
        "width":null,"height":null,"metadata":\(quoted(metadata)),"tags":\(quoted(tags)),\
        "created_at":"\(created)","updated_at":"2026-01-15T10:31:00.500Z"}
        """
    }

    private func quoted(_ text: String) -> String {
        String(decoding: JSONValue.string(text).bytes, as: UTF8.self)
    }
}
