import Bytes
import HTTPCore
import Raster
import StorageHTTP

/// An asset as Media Pocket describes it.
struct MediaPocketRecord: Sendable, Hashable {
    let id: NativeID
    let externalID: String?
    let project: NativePlace?
    let title: String?
    let description: String?
    let tags: [String]?
    let filename: String?
    /// In lower-case hexadecimal digits.
    let md5: String?
    let created: Timestamp?
    let updated: Timestamp?
    /// Whether it is in the bin.
    let isDiscarded: Bool

    /// The record in `object`; `nil` where it has no usable id.
    ///
    /// What else is missing or of another type is taken for not said.
    init?(_ object: JSONObject) {
        guard let id = object.id("id") else { return nil }
        self.id = NativeID(id)
        externalID = object.text("external_id")
        project = object.id("project_id").map { NativePlace($0) }
        title = object.text("title")
        description = object.text("description")
        tags = object.texts("tags")
        filename = object.text("original_filename")
        md5 = object.md5("md5_sum")
        created = object.moment("created_date")
        updated = object.moment("modification_date")
        isDiscarded = ![nil, .null, .bool(false)].contains(object["deleted"])
    }
}

/// A file of an asset; no page shows one, so that only its id is relied on.
struct MediaPocketMedium: Sendable, Hashable {
    let id: String
    let size: Int?
    let filename: String?

    init?(_ object: JSONObject) {
        guard let id = object.id("id") else { return nil }
        self.id = id
        let sizes = ["size", "file_size", "filesize"].lazy.compactMap { name -> Int? in
            guard case .number(let number)? = object[name], let size = number.int, size >= 0 else {
                return nil
            }
            return size
        }
        size = sizes.first
        filename = object.text("original_filename") ?? object.text("filename")
    }
}

extension NativeAsset {
    /// What the port says of a record; an asset in the bin is there like any other.
    init(_ record: MediaPocketRecord, size: Int? = nil) {
        self.init(id: record.id, place: record.project, size: size)
        asset = record.externalID.flatMap(MediaPocketMapping.asset)
        md5 = record.md5
        filename = record.filename
        name = record.title
        description = record.description
        tags = record.tags
        isDiscarded = record.isDiscarded
        created = record.created
        updated = record.updated
    }
}

extension JSONObject {
    /// The strings of the array called `name`; `nil` where there is none.
    func texts(_ name: String) -> [String]? {
        guard case .array(let elements)? = self[name] else { return nil }
        return elements.compactMap { if case .string(let text) = $0 { text } else { nil } }
    }

    fileprivate func md5(_ name: String) -> String? {
        guard let bytes = text(name).flatMap({ Hex.decode($0) }), bytes.count == 16 else { return nil }
        return Hex.encode(bytes)
    }
}
