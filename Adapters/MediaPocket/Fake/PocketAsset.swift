/// What a Media Pocket account knows of an asset.
public struct PocketAsset: Sendable, Equatable {
    /// Its id: 20 characters of `[A-Za-z0-9_-]`.
    public var id: String
    /// The number that history knows it by; given by the account.
    public internal(set) var number = 0
    /// What a client calls it; no two assets have the same.
    public var externalID: String?
    /// The project that it is in.
    public var projectID: String?
    /// The user whom it belongs to.
    public var owner: Int
    /// Its title, at most 255 characters.
    public var title: String
    /// Its description.
    public var description: String?
    /// Its category, in lower case.
    public var category: String?
    /// Its tags, in lower case.
    public var tags: [String] = []
    /// Tags that a machine gave it.
    public var machineTags: [String] = []
    /// `placeholder`, `article`, or the kind of its media.
    public var mediaType = "placeholder"
    /// The name of the file that its first media was fetched from.
    public var originalFilename: String?
    /// The MD5 of its first media, 32 hexadecimal digits.
    public var md5: String?
    /// The text of an article.
    public var article: String?
    /// What was fetched for it, the oldest first.
    public internal(set) var media: [PocketMedia] = []
    /// When it came, in milliseconds since 1970.
    public var created: Int
    /// When it changed last, in milliseconds since 1970.
    public var modified: Int
    /// Since when it is in the bin, in milliseconds since 1970.
    public var deleted: Int?

    /// An asset without media that came at `created`; without an id it is given one.
    public init(id: String = "", title: String, owner: Int, created: Int) {
        (self.id, self.title, self.owner) = (id, title, owner)
        (self.created, modified) = (created, created)
    }

    /// Whether it has no media, and is no article either.
    public var isPlaceholder: Bool { media.isEmpty && mediaType != "article" && article == nil }
}

/// A file that an asset has.
public struct PocketMedia: Sendable, Equatable {
    /// Its id.
    public var id: Int
    /// The name that it was announced with.
    public var filename: String
    /// Its media type.
    public var contentType: String
    /// The number of its bytes.
    public var size: Int
    /// The SHA-256 of its bytes, 64 hexadecimal digits.
    public var sha256: String
    /// The MD5 of its bytes, 32 hexadecimal digits.
    public var md5: String
    /// When it came, in milliseconds since 1970.
    public var created: Int

    /// Which kind the account takes it for.
    var kind: String {
        let kind = contentType.prefix { $0 != "/" }
        return ["image", "video", "audio"].contains(kind) ? String(kind) : "document"
    }

    /// The name of the file with its bytes.
    var file: String { "\(id)" }
}

extension PocketAsset {
    /// Takes a file that has come; the first is what the asset is known by.
    mutating func add(_ medium: PocketMedia) {
        media.append(medium)
        guard media.count == 1 else { return }
        (mediaType, originalFilename, md5) = (medium.kind, medium.filename, medium.md5)
    }

    /// Loses its files; what it was known by for them stays until another one comes, as the vendor's page shows it.
    mutating func removeMedia() { media = [] }
}
