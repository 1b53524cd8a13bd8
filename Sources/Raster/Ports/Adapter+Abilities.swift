public import Bytes

/// What a mirror should show of an asset: the whole of it, computed when it is sent.
public struct DesiredState: Sendable, Hashable {
    /// What the asset is known by, with its present library.
    public var key: NaturalKey
    /// The asset's name.
    public var name: String
    /// The description; `nil` and empty both mean none.
    public var description: String?
    /// The whole set of tags.
    public var tags: [String]
    /// SHA-256 of the bytes, where it is known.
    public var digest: SHA256Digest?
    /// Whether it is in the trash; only a system with a trash of its own is told.
    public var isTrashed: Bool

    /// The state to arrive at.
    public init(
        key: NaturalKey, name: String, description: String?, tags: [String], digest: SHA256Digest? = nil,
        isTrashed: Bool = false
    ) {
        self.key = key
        self.name = name
        self.description = description
        self.tags = tags
        self.digest = digest
        self.isTrashed = isTrashed
    }
}

/// Changes what a system shows of an asset.
public protocol Updating: Sendable {
    /// Makes the asset look like `desired`, as far as the system can; may be repeated with the same result.
    /// Throws `.notFound` when there is no such asset.
    func update(_ id: NativeID, _ desired: DesiredState) async throws(StorageError)

    /// The fields that the system itself knows as such, and shows to people who use it without the gateway.
    ///
    /// What ``update(_:_:)`` keeps in some other form, such as free metadata, is not among them: clients see such
    /// a field as done by the gateway.
    var fields: Set<AssetField> { get }
}

extension Updating {
    /// All that ``DesiredState`` has for people.
    public var fields: Set<AssetField> { [.name, .description, .tags] }
}

/// What a lookup by natural key found.
public enum FindingResult: Sendable, Hashable {
    /// It is there.
    case found(NativeAsset)
    /// It is not there now. A request without an answer can still make it appear, until
    /// ``AdapterLimits/settleTime`` has passed.
    case absent
    /// The system cannot say now; ask again later.
    case cannotTell
}

/// Looks assets up by their natural keys.
public protocol Finding: Sendable {
    /// The asset that was created with `key`.
    func find(_ key: NaturalKey) async throws(StorageError) -> FindingResult
}

/// The system's own bookmark in a listing, passed back untouched.
public struct PageToken: Hashable, Sendable {
    /// The bookmark.
    public let rawValue: String
    /// The bookmark `rawValue`.
    public init(_ rawValue: String) { self.rawValue = rawValue }
}

/// Part of a listing.
public struct NativePage: Sendable {
    /// At most `limits.pageSize` assets; an empty page need not be the last.
    public var assets: [NativeAsset]
    /// Where the next page begins; `nil` on the last one.
    public var next: PageToken?

    /// A page of a listing.
    public init(_ assets: [NativeAsset], next: PageToken? = nil) {
        self.assets = assets
        self.next = next
    }
}

/// Lists what is in a system.
public protocol Enumerating: Sendable {
    /// The assets in `place` (everywhere where `nil`), in the system's order, from the bookmark `token` on.
    ///
    /// Each is named once, whatever is added and deleted meanwhile, and one that is there all the time is named.
    /// Throws `.invalid` for a bookmark that the system cannot use.
    func list(in place: NativePlace?, after token: PageToken?) async throws(StorageError) -> NativePage

    /// The place in which, or below which (`place/…`), this adapter puts all assets of a library and no others;
    /// `nil` where it does not keep libraries apart.
    ///
    /// A pure function: a comparison asks for the libraries that share a system, to leave alone what is another's.
    func area(of library: LibraryID, in organization: OrganizationID) -> NativePlace?
}

extension Enumerating {
    /// None: libraries are not kept apart.
    public func area(of library: LibraryID, in organization: OrganizationID) -> NativePlace? { nil }
}

/// Assets that can be put aside and taken back by the system itself.
public protocol TrashBin: Sendable {
    /// How long the system keeps what was put aside.
    var retention: Duration { get }
    /// Puts an asset aside. Throws `.notFound` when there is none.
    func discard(_ id: NativeID) async throws(StorageError)
    /// Takes it back. Throws `.notFound` when there is none, `.preconditionFailed` when it is not in the bin.
    func restore(_ id: NativeID) async throws(StorageError)
}

/// What people wrote under an asset, as the system keeps it.
public protocol CommentThreads: Sendable {
    /// The comments under an asset, oldest first. Throws `.notFound` when there is no such asset.
    func comments(on id: NativeID) async throws(StorageError) -> [NativeComment]
    /// Adds one.
    func add(_ text: String, to id: NativeID) async throws(StorageError) -> NativeComment
    /// Changes one. Throws `.notFound`, or `.denied` where the system's account is not its author.
    func edit(_ comment: NativeID, on id: NativeID, _ text: String) async throws(StorageError)
        -> NativeComment
    /// Removes one. Throws `.notFound`, or `.denied` where the system's account is not its author.
    func remove(_ comment: NativeID, on id: NativeID) async throws(StorageError)
}

/// A comment as a system keeps it.
public struct NativeComment: Sendable, Hashable {
    /// The system's identifier.
    public var id: NativeID
    /// The text.
    public var text: String
    /// When it was last changed.
    public var updated: Timestamp
    /// The author's name for people; never an address.
    public var author: String?
    /// The names of those whom it mentions; never addresses.
    public var mentions: [String]

    /// A comment with these properties.
    public init(
        id: NativeID, text: String, updated: Timestamp, author: String?, mentions: [String] = []
    ) {
        self.id = id
        self.text = text
        self.updated = updated
        self.author = author
        self.mentions = mentions
    }
}

/// Something that happened to an asset.
public struct HistoryEvent: Sendable, Hashable {
    /// Unique in its source.
    public var id: String
    /// What happened, such as `ASSET_ADDED`.
    public var type: String
    /// When.
    public var created: Timestamp
    /// Who, for people.
    public var actor: String?
    /// More about it.
    public var detail: String?

    /// An event with these properties.
    public init(id: String, type: String, created: Timestamp, actor: String? = nil, detail: String? = nil) {
        self.id = id
        self.type = type
        self.created = created
        self.actor = actor
        self.detail = detail
    }
}

/// Events that a system keeps.
public protocol HistoryLog: Sendable {
    /// Events of an asset from the bookmark on, with the next bookmark. Throws `.invalid` for a bad one.
    func events(of id: NativeID, after token: PageToken?) async throws(StorageError)
        -> (events: [HistoryEvent], next: PageToken?)
}

/// Something a system can do to an asset.
public struct AssetAction: Sendable, Hashable {
    /// The system's identifier.
    public var id: NativeID
    /// For people.
    public var name: String
    /// For people.
    public var description: String?
    /// For people.
    public var category: String?

    /// An action with these properties.
    public init(id: NativeID, name: String, description: String? = nil, category: String? = nil) {
        self.id = id
        self.name = name
        self.description = description
        self.category = category
    }
}

/// One run of an action.
public struct ActionRun: Sendable, Hashable {
    /// One line of a run's log.
    public struct Message: Sendable, Hashable {
        /// The line.
        public var message: String
        /// When it was written.
        public var created: Timestamp

        /// A line.
        public init(message: String, created: Timestamp) {
            self.message = message
            self.created = created
        }
    }

    /// The system's identifier.
    public var id: NativeID
    /// The system's word for its state.
    public var status: String
    /// When it began.
    public var created: Timestamp
    /// What runs.
    public var action: AssetAction
    /// What it said so far.
    public var messages: [Message]

    /// A run with these properties.
    public init(
        id: NativeID, status: String, created: Timestamp, action: AssetAction, messages: [Message] = []
    ) {
        self.id = id
        self.status = status
        self.created = created
        self.action = action
        self.messages = messages
    }
}

/// Runs actions on assets.
public protocol ActionRunner: Sendable {
    /// What can be run on an asset. Throws `.denied` where the account may not look.
    func actions(for id: NativeID) async throws(StorageError) -> [AssetAction]
    /// Starts one. Throws `.denied` where the account may not.
    func start(_ action: NativeID, on id: NativeID) async throws(StorageError) -> ActionRun
    /// The runs so far.
    func runs(of id: NativeID) async throws(StorageError) -> [ActionRun]
}

/// A collection that holds assets.
public struct AssetCollection: Sendable, Hashable {
    /// The system's identifier.
    public var id: NativeID
    /// For people.
    public var title: String
    /// For people.
    public var description: String?
    /// For people.
    public var category: String?
    /// Its tags.
    public var tags: [String]
    /// Whether everyone sees it.
    public var isPublic: Bool
    /// When it was made.
    public var created: Timestamp?
    /// When it last changed.
    public var updated: Timestamp?

    /// The collection `id`.
    public init(id: NativeID, title: String, tags: [String] = [], isPublic: Bool = false) {
        self.id = id
        self.title = title
        self.tags = tags
        self.isPublic = isPublic
    }
}

/// Knows which collections an asset is part of.
public protocol CollectionIndex: Sendable {
    /// The collections that hold an asset.
    func collections(of id: NativeID) async throws(StorageError) -> [AssetCollection]
}

/// What was read from a file: sections of names and values, as text.
public struct FileMetadata: Sendable, Hashable {
    /// Camera data.
    public var exif: [String: String]
    /// Press data.
    public var iptc: [String: String]
    /// Adobe's.
    public var xmp: [String: String]
    /// Audio and video data.
    public var media: [String: String]

    /// Metadata in four sections.
    public init(
        exif: [String: String] = [:], iptc: [String: String] = [:], xmp: [String: String] = [:],
        media: [String: String] = [:]
    ) {
        self.exif = exif
        self.iptc = iptc
        self.xmp = xmp
        self.media = media
    }
}

/// Reads what a file says of itself.
public protocol MetadataReader: Sendable {
    /// The metadata of an asset.
    func metadata(of id: NativeID) async throws(StorageError) -> FileMetadata
}

/// Hands out addresses of bytes.
public protocol Delivering: Sendable {
    /// An address from which anyone may fetch the bytes now; `nil` where there is none.
    func address(of id: NativeID) async throws(StorageError) -> String?
}

/// A field whose fate in a backend can be foretold.
public enum AssetField: String, Sendable, CaseIterable {
    /// Fields that clients see.
    case name, filename, description, tags, contentType, bytes, created
}

/// A value whose fate is asked for.
public enum FieldValue: Sendable, Hashable {
    /// Text, such as a name.
    case text(String)
    /// Several texts, such as tags.
    case list([String])
    /// A number, such as a size.
    case number(Int)
}

/// What becomes of a value in a backend.
public enum Fidelity: Sendable, Hashable {
    /// It comes back as it went.
    case exact
    /// It comes back as this.
    case transformed(FieldValue)
    /// It is lost, for this reason.
    case dropped(String)
}
