import HTTPCore
import TestSupport

extension HTTPResponse {
    /// An answer with a record.
    static func record(_ status: HTTPStatus = 200, _ record: SampleRecord = SampleRecord()) -> HTTPResponse {
        json(status, record.json)
    }

    /// The vendor's answer about an asset that is not there.
    static var missing: HTTPResponse { json(404, #"{"error":{"code":"ASSET_NOT_FOUND","status":404}}"#) }

    /// An answer of somebody else's.
    static func html(_ status: HTTPStatus) -> HTTPResponse {
        HTTPResponse(status, fields: ["Content-Type": "text/html"], body: .bytes(Array("<p>".utf8)))
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
