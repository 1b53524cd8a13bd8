public import Bytes

/// What processing finds out about an image; all `nil` until then, and for other files.
public struct DerivedFields: Hashable, Sendable {
    /// Pixels across, as displayed.
    public var width: Int?
    /// Pixels down, as displayed.
    public var height: Int?
    /// The blurhash of the picture.
    public var blurhash: String?
    /// Address of the thumbnail.
    public var thumbUrl: String?
    /// Address of the thumbnail at twice the resolution.
    public var thumbHighUrl: String?
    /// Address of the blurred thumbnail.
    public var thumbUrlBlurred: String?

    /// Nothing derived yet.
    public init() {}
}

/// A stored file and what is known about it.
public struct Asset: Hashable, Sendable {
    /// As clients see it.
    public var id: AssetID
    /// Whose it is.
    public var organization: OrganizationID
    /// The library it is in.
    public var library: LibraryID
    /// The uploaded filename without its last extension.
    public var name: String
    /// The uploaded filename, whole, as `/cdn` spells it.
    public var filename: String
    /// The media type, such as `image/jpeg`.
    public var contentType: String
    /// The number of its bytes.
    public var size: Int
    /// SHA-256 of its bytes; `nil` until known (adopted files).
    public var digest: SHA256Digest?
    /// What processing found.
    public var derived: DerivedFields
    /// `nil` until set; empty after clearing.
    public var description: String?
    /// In the order they were given.
    public var tags: [String]
    /// When it was uploaded.
    public var created: Timestamp
    /// When any field last changed.
    public var updated: Timestamp
    /// The label of the key that uploaded it.
    public var uploadedBy: String?
    /// Where the bytes are.
    public var home: NativeReference
    /// When it was put into the trash; `nil` for a live asset.
    public var trashed: Timestamp?
    /// When it is purged; `nil` for a live asset.
    public var purgeAt: Timestamp?

    /// An asset with these properties.
    public init(
        id: AssetID, organization: OrganizationID, library: LibraryID, name: String, filename: String,
        contentType: String, size: Int, digest: SHA256Digest?, derived: DerivedFields = DerivedFields(),
        description: String? = nil, tags: [String] = [], created: Timestamp, updated: Timestamp,
        uploadedBy: String? = nil, home: NativeReference, trashed: Timestamp? = nil,
        purgeAt: Timestamp? = nil
    ) {
        self.id = id
        self.organization = organization
        self.library = library
        self.name = name
        self.filename = filename
        self.contentType = contentType
        self.size = size
        self.digest = digest
        self.derived = derived
        self.description = description
        self.tags = tags
        self.created = created
        self.updated = updated
        self.uploadedBy = uploadedBy
        self.home = home
        self.trashed = trashed
        self.purgeAt = purgeAt
    }

    /// Whether it counts as a photo: any `image/*` type.
    public var isPhoto: Bool { contentType.hasPrefix("image/") }
}

/// An asset whose bytes are safe in a backend and whose row is about to be written.
public struct NewAsset: Sendable {
    /// The asset as it will be.
    public var asset: Asset
    /// The library it goes into.
    public var library: LibraryKey
    /// Where in the backend its bytes lie.
    public var place: NativePlace?
    /// Digest of what the backend shows of it, where that is to follow the catalog.
    public var shown: SHA256Digest?

    /// `asset` for `library`, with its bytes at `place`.
    public init(
        _ asset: Asset, in library: LibraryKey, place: NativePlace? = nil, shown: SHA256Digest? = nil
    ) {
        self.asset = asset
        self.library = library
        self.place = place
        self.shown = shown
    }
}

/// What someone wrote under an asset.
public struct Comment: Hashable, Sendable {
    /// As clients see it.
    public var id: CommentID
    /// The text, 1 to 10,000 scalars.
    public var text: String
    /// When it was written.
    public var created: Timestamp
    /// When it was last changed.
    public var updated: Timestamp
    /// The author's name for people.
    public var author: String?
    /// The key that wrote it: only this one may change it; empty where somebody wrote it in the backend itself.
    public var authorKey: KeyID
    /// The names of those whom it mentions, as the backend tells them.
    public var mentions: [String]

    /// A comment with these properties.
    public init(
        id: CommentID, text: String, created: Timestamp, updated: Timestamp, author: String?,
        authorKey: KeyID, mentions: [String] = []
    ) {
        self.id = id
        self.text = text
        self.created = created
        self.updated = updated
        self.author = author
        self.authorKey = authorKey
        self.mentions = mentions
    }
}
