import FakeKit
import HTTPCore

/// The form in which answers have an asset.
struct AssetForm: Sendable {
    let dialect: ImgbtDialect
    let vault: String
    let deliveryURL: String

    /// Writes `asset`.
    func write(_ asset: ImgbtAsset, _ json: inout JSONWriter) {
        json.object { json in
            dialect == .sdk ? writeSDK(asset, &json) : writeReference(asset, &json)
            json.member("created_at", Moment.text(milliseconds: asset.created))
            json.member("updated_at", Moment.text(milliseconds: asset.updated))
        }
    }

    /// The members of the API reference, in its order: metadata and tags are texts that hold JSON.
    private func writeReference(_ asset: ImgbtAsset, _ json: inout JSONWriter) {
        json.member("id", asset.id)
        json.member("vault_id", vault)
        writePlace(asset, &json)
        json.member("r2_key", "\(vault)/\(asset.place)/\(asset.id)_\(asset.filename)")
        json.member("size", asset.size)
        json.member("mime_type", asset.mediaType)
        json.null("width")
        json.null("height")
        json.member("metadata", String(decoding: JSONValue.object(asset.metadata).bytes, as: UTF8.self))
        json.member("tags", String(decoding: asset.tagArray.bytes, as: UTF8.self))
    }

    /// The members of the SDK's types.
    private func writeSDK(_ asset: ImgbtAsset, _ json: inout JSONWriter) {
        json.member("id", asset.id)
        json.member("vault", vault)
        writePlace(asset, &json)
        json.member("path", asset.path)
        json.member("url", url(of: asset))
        json.member("size", asset.size)
        json.member("content_type", asset.mediaType)
        json.null("width")
        json.null("height")
        json.null("pages")
        json.key("metadata")
        json.value(.object(asset.metadata))
        json.member("tags", asset.tags)
    }

    private func writePlace(_ asset: ImgbtAsset, _ json: inout JSONWriter) {
        json.member("partition", asset.place.partition)
        json.member("collection", asset.place.collection)
        json.member("channel", asset.place.channel)
        json.member("filename", asset.filename)
    }

    /// Where the asset is delivered.
    private func url(of asset: ImgbtAsset) -> String { base + "/" + Self.encode(asset.path) }

    /// Where delivery begins, without a slash at the end.
    var base: String { deliveryURL.replacing("{vault}", with: vault) }

    /// `path` as it stands in a URL.
    static func encode(_ path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false)
            .map { PercentEncoding.encodePathSegment(String($0)) }.joined(separator: "/")
    }
}

// The form in which the ledger keeps an asset.
extension ImgbtAsset {
    /// The tags as a JSON array.
    var tagArray: JSONValue { .array(tags.map { .string($0) }) }

    /// All of it but the id.
    var record: JSONValue {
        .object(
            JSONObject([
                .init("partition", .string(place.partition)), .init("collection", .string(place.collection)),
                .init("channel", .string(place.channel)), .init("filename", .string(filename)),
                .init("size", .number(JSONNumber(size))), .init("mediaType", .string(mediaType)),
                .init("sha256", .string(sha256)), .init("metadata", .object(metadata)),
                .init("tags", tagArray), .init("created", .number(JSONNumber(created))),
                .init("updated", .number(JSONNumber(updated))),
            ]))
    }

    /// The asset `id` in a ledger's record.
    init(_ id: String, record: JSONValue) throws {
        let object = try record.asObject()
        self.init(
            id: id,
            place: ImgbtPlace(
                try object.string("partition"), try object.string("collection"), try object.string("channel")),
            filename: try object.string("filename"), mediaType: try object.string("mediaType"),
            metadata: try object.object("metadata"), tags: try object.stringArray("tags"),
            created: try object.int("created"))
        size = try object.int("size")
        sha256 = try object.string("sha256")
        updated = try object.int("updated")
    }
}
