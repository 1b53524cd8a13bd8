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
    /// What the list says, which need not be the number of bytes.
    let size: Int?
    let filename: String?
    /// In lower-case hexadecimal digits.
    let md5: String?

    init?(_ object: JSONObject) {
        guard let id = object.id("id") ?? object.id("media_id") else { return nil }
        self.id = id
        size = ["size", "file_size", "filesize"].lazy.compactMap(object.count).first
        filename = ["original_filename", "filename"].lazy.compactMap(object.text).first { !$0.isEmpty }
        md5 = object.md5("md5_sum") ?? object.md5("md5")
    }

    /// Its size where it is the very file that `record` knows: whatever else is said of it is a guess.
    func size(confirmedBy record: MediaPocketRecord) -> Int? { md5 != nil && md5 == record.md5 ? size : nil }
}

extension [MediaPocketMedium] {
    /// The file that an asset is known by, among its previews and the like.
    func original(of record: MediaPocketRecord) -> MediaPocketMedium? {
        original(md5: record.md5, filename: record.filename)
    }

    /// The one of this checksum, else of this size, else of this name; the first where none fits.
    func original(md5: String?, size: Int? = nil, filename: String?) -> MediaPocketMedium? {
        first { md5 != nil && $0.md5 == md5 } ?? first { size != nil && $0.size == size }
            ?? first { filename != nil && $0.filename == filename } ?? first
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
    /// The strings of the array called `name`, none where it is null; `nil` where there is no array.
    func texts(_ name: String) -> [String]? {
        switch self[name] {
        case .array(let elements)?:
            elements.compactMap { if case .string(let text) = $0 { text } else { nil } }
        case .null?: []
        default: nil
        }
    }

    /// The number of something called `name`, in digits or as text; `nil` where there is none.
    fileprivate func count(_ name: String) -> Int? {
        switch self[name] {
        case .number(let number)?: number.int.flatMap { $0 >= 0 ? $0 : nil }
        case .string(let text)?: text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
        default: nil
        }
    }

    fileprivate func md5(_ name: String) -> String? {
        guard let bytes = text(name).flatMap({ Hex.decode($0) }), bytes.count == 16 else { return nil }
        return Hex.encode(bytes)
    }
}
