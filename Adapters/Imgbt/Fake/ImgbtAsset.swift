public import HTTPCore

/// What a vault knows of a file.
public struct ImgbtAsset: Sendable, Equatable {
    /// Its id.
    public var id: String
    /// Where it lies.
    public var place: ImgbtPlace
    /// Its name there.
    public var filename: String
    /// The number of its bytes.
    public var size = 0
    /// Its media type.
    public var mediaType: String
    /// The SHA-256 of its bytes, 64 hexadecimal digits.
    public var sha256 = ""
    /// What a client said of it.
    public var metadata = JSONObject([])
    /// Its tags.
    public var tags: [String] = []
    /// When it came, in milliseconds since 1970.
    public var created: Int
    /// When it changed last, in milliseconds since 1970.
    public var updated: Int

    /// A file that came at `created`.
    public init(
        id: String, place: ImgbtPlace, filename: String, mediaType: String, metadata: JSONObject = .init([]),
        tags: [String] = [], created: Int
    ) {
        (self.id, self.place, self.filename, self.mediaType) = (id, place, filename, mediaType)
        (self.metadata, self.tags) = (metadata, tags)
        (self.created, updated) = (created, created)
    }

    /// The path that it is delivered under: place and filename.
    public var path: String { "\(place)/\(filename)" }

    /// Where it stands in a list.
    var key: AssetKey { AssetKey(seconds: created / 1000, id: id) }
}

/// Partition, collection and channel.
public struct ImgbtPlace: Sendable, Hashable, CustomStringConvertible {
    /// The top-level category.
    public var partition: String
    /// The sub-category.
    public var collection: String
    /// The grouping below that.
    public var channel: String

    /// A place.
    public init(_ partition: String, _ collection: String, _ channel: String) {
        (self.partition, self.collection, self.channel) = (partition, collection, channel)
    }

    /// The three, with slashes between them.
    public var description: String { "\(partition)/\(collection)/\(channel)" }

    /// Whether `text` is a path component: `^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$`.
    static func isComponent(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        let isAlphanumeric = { (byte: UInt8) in (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) }
        guard (1...64).contains(bytes.count), let first = bytes.first, let last = bytes.last else {
            return false
        }
        return isAlphanumeric(first) && isAlphanumeric(last)
            && bytes.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
    }
}

/// What lists are sorted by; the newest come first.
struct AssetKey: Sendable, Hashable, Comparable {
    let seconds: Int
    let id: String

    /// Whether `left` is older.
    static func < (left: Self, right: Self) -> Bool {
        left.seconds == right.seconds ? left.id < right.id : left.seconds < right.seconds
    }
}
