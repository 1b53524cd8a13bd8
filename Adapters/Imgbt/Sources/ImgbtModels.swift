import Bytes
import HTTPCore
import Raster
import StorageHTTP

/// An asset as imgbt describes it, in any of its dialects.
struct ImgbtRecord: Sendable, Hashable {
    let id: NativeID
    let path: ImgbtPath
    let size: Int?
    let contentType: String?
    /// The members of the metadata that are strings.
    let metadata: [String: String]
    let tags: [String]?
    let created: Timestamp?
    let updated: Timestamp?

    /// The record in `value`; `nil` where it has no usable id or no path.
    ///
    /// What else is missing or of another type is taken for not said.
    init?(_ value: JSONValue) {
        guard case .object(let whole) = value else { return nil }
        let object = whole.innermost
        guard let id = object.word("id"), Self.isUsable(id), let path = ImgbtPath(object) else { return nil }
        self.id = NativeID(id)
        self.path = path
        size = object.word("size").flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
        contentType = object.text("mime_type") ?? object.text("content_type")
        metadata = Self.metadata(object["metadata"])
        tags = Self.tags(object["tags"])
        created = Timestamp(json: object["created_at"])
        updated = Timestamp(json: object["updated_at"])
    }

    /// Whether `id` can be asked for: 1 to 128 letters, digits, hyphens and underscores, such as `asset_01abc`.
    static func isUsable(_ id: String) -> Bool {
        (1...128).contains(id.utf8.count) && id.utf8.allSatisfy(\.isWordOrHyphen)
    }

    private static func metadata(_ value: JSONValue?) -> [String: String] {
        guard case .object(let object)? = value.map(unwrapped) else { return [:] }
        return Dictionary(
            object.members.compactMap { member in
                guard case .string(let text) = member.value else { return nil }
                return (member.name, text)
            }, uniquingKeysWith: { $1 })
    }

    private static func tags(_ value: JSONValue?) -> [String]? {
        guard case .array(let elements)? = value.map(unwrapped) else { return nil }
        return elements.compactMap { if case .string(let text) = $0 { text } else { nil } }
    }

    /// The documentation answers with JSON in a string, the SDK with the JSON itself.
    private static func unwrapped(_ value: JSONValue) -> JSONValue {
        guard case .string(let text) = value else { return value }
        return (try? JSONValue(answer: Array(text.utf8), .none)) ?? .null
    }
}

/// A part of a listing.
struct ImgbtPage: Sendable {
    let records: [ImgbtRecord]
    /// The cursor of the next page; `nil` on the last one.
    let next: String?
    /// Whether it makes sense in itself: no id twice, and more to come only where a cursor leads on.
    let isConsistent: Bool
    /// Whether every record in it could be read.
    let isWhole: Bool

    /// The page in `value`, which followed `cursor`; `nil` where it is none, or nothing in it is a record.
    ///
    /// Only `has_more` and the cursor say where a listing ends; a short page says nothing. What is no record is passed
    /// over: nobody but its maker could ever take it away.
    init?(_ value: JSONValue, after cursor: String?) {
        guard case .object(let object) = value, case .array(let elements)? = object["data"] else {
            return nil
        }
        let records = elements.compactMap(ImgbtRecord.init)
        guard !records.isEmpty || elements.isEmpty else { return nil }
        let next = object.word("cursor").flatMap { $0.isEmpty ? nil : $0 }
        let hasMore: Bool
        if case .bool(let flag)? = object["has_more"] { hasMore = flag } else { hasMore = next != nil }
        self.records = records
        isWhole = records.count == elements.count
        isConsistent =
            Set(records.map(\.id)).count == records.count && (!hasMore || (next != nil && next != cursor))
        self.next = hasMore ? next : nil
    }
}

extension ImgbtPath {
    /// The path in a record: its four members, or `path`, which the SDK's records have besides.
    fileprivate init?(_ object: JSONObject) {
        let whole = object.text("path")?.split(separator: "/").map(String.init) ?? []
        let parts = ["partition", "collection", "channel", "filename"].enumerated().map { index, name in
            object.text(name) ?? (whole.count == 4 ? whole[index] : nil)
        }
        guard let partition = parts[0], let collection = parts[1], let channel = parts[2],
            let filename = parts[3]
        else { return nil }
        self.init(partition: partition, collection: collection, channel: channel, filename: filename)
    }
}

extension JSONObject {
    /// The string called `name`; `nil` where there is none.
    func text(_ name: String) -> String? {
        if case .string(let text)? = self[name] { text } else { nil }
    }

    /// The string called `name`, or the whole number, in digits.
    func word(_ name: String) -> String? {
        switch self[name] {
        case .string(let text): text
        case .number(let number): number.int.map(String.init)
        default: nil
        }
    }

    /// The object that an answer is about: what it has under `data`, where it has no id itself.
    var innermost: JSONObject {
        if self["id"] == nil, case .object(let inner)? = self["data"] { inner } else { self }
    }
}
