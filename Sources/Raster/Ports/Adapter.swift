public import Bytes

/// A storage system, as the gateway needs it.
///
/// Four operations every system has, and the abilities some have. An ability is a property: when it is `nil`
/// the system cannot do it, when it is there it works. There is no method to stub out and no flag to keep in
/// step.
///
/// Every method throws only ``StorageError``. Each says below which kinds its callers rely on. Identifiers are
/// the backend's own; the gateway keeps the map from Raster's.
public protocol Adapter: Sendable {
    /// The name it has in the configuration.
    var name: AdapterName { get }
    /// The kind of system, such as `disk`; the same for all adapters of one type.
    var kind: String { get }
    /// The system's numbers; the gateway refuses what is beyond them before it calls.
    var limits: AdapterLimits { get }

    /// Describes one asset. Throws `.notFound` when there is none.
    func stat(_ id: NativeID) async throws(StorageError) -> NativeAsset

    /// Opens the bytes of an asset, all of them or the part `range`.
    ///
    /// Throws `.notFound` before the first byte, never after; `.invalid` when `range` reaches beyond the end.
    /// The content is exactly as long as what was asked for, or ends with an error.
    func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content

    /// Stores `content` as a new asset under the natural key in `draft`.
    ///
    /// Success means durable: the bytes survive a crash that follows. On failure the error's `effect` says
    /// what was left behind: nothing, a whole asset, or nobody knows. A partial asset is never visible.
    /// A content shorter or longer than `draft.size` is refused with `.invalid` and leaves nothing.
    /// A repeat with the same key never makes a second asset: it throws `.alreadyExists`, or, where the
    /// system cannot tell, is prevented by ``finding``.
    /// A file among the contents is durable already: whoever spooled it has synced it.
    func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset

    /// Deletes an asset for good, in or out of the system's own trash. Throws `.notFound` when there is none.
    func delete(_ id: NativeID) async throws(StorageError)

    /// How a value of `field` would arrive here. A pure function: migration plans call it for every asset.
    func fidelity(of field: AssetField, _ value: FieldValue) -> Fidelity

    /// Where incoming bytes are best spooled so that ``create(_:_:)`` can take the file over without
    /// copying; `nil` means wherever the gateway likes.
    var spoolFolder: String? { get }

    /// Changes what the system shows of an asset.
    var updating: (any Updating)? { get }
    /// Looks an asset up by its natural key.
    var finding: (any Finding)? { get }
    /// Lists what is there.
    var enumeration: (any Enumerating)? { get }
    /// Takes bytes from an address instead of from the caller; then ``create(_:_:)`` is never called.
    var fetching: (any Fetching)? { get }
    /// The system's own trash.
    var trash: (any TrashBin)? { get }
    /// Comments that the system keeps.
    var comments: (any CommentThreads)? { get }
    /// Events that the system keeps.
    var history: (any HistoryLog)? { get }
    /// Actions that the system can run on an asset.
    var actions: (any ActionRunner)? { get }
    /// Collections that an asset is part of.
    var collections: (any CollectionIndex)? { get }
    /// What the system read from the file itself.
    var metadata: (any MetadataReader)? { get }
    /// Moves assets between places.
    var places: (any PlaceTree)? { get }
    /// Addresses from which anyone may fetch the bytes.
    var delivery: (any Delivering)? { get }
    /// Opens assets that others change; `nil` where only the gateway does.
    var revising: (any Revising)? { get }
    /// Walks through a tree of files that others keep.
    var surveying: (any Surveying)? { get }
    /// Whether new assets are taken in at all; where not, ``create(_:_:)`` throws `.unsupported`.
    var takesUploads: Bool { get }
    /// What every call would be refused with now, without asking the system: it is known to be down.
    var refusal: StorageError? { get }
}

extension Adapter {
    /// Everything arrives exactly, unless the adapter says otherwise.
    public func fidelity(of field: AssetField, _ value: FieldValue) -> Fidelity { .exact }
    /// Wherever the gateway likes.
    public var spoolFolder: String? { nil }
    /// Cannot.
    public var updating: (any Updating)? { nil }
    /// Cannot.
    public var finding: (any Finding)? { nil }
    /// Cannot.
    public var enumeration: (any Enumerating)? { nil }
    /// Takes bytes from the caller.
    public var fetching: (any Fetching)? { nil }
    /// Cannot.
    public var trash: (any TrashBin)? { nil }
    /// Cannot.
    public var comments: (any CommentThreads)? { nil }
    /// Cannot.
    public var history: (any HistoryLog)? { nil }
    /// Cannot.
    public var actions: (any ActionRunner)? { nil }
    /// Cannot.
    public var collections: (any CollectionIndex)? { nil }
    /// Cannot.
    public var metadata: (any MetadataReader)? { nil }
    /// Cannot.
    public var places: (any PlaceTree)? { nil }
    /// Cannot.
    public var delivery: (any Delivering)? { nil }
    /// Only the gateway changes assets.
    public var revising: (any Revising)? { nil }
    /// Cannot.
    public var surveying: (any Surveying)? { nil }
    /// They are.
    public var takesUploads: Bool { true }
    /// Calls are made.
    public var refusal: StorageError? { nil }
}

/// A system's numbers.
public struct AdapterLimits: Sendable, Equatable {
    /// The largest asset in bytes; `nil` where there is no limit of its own.
    public var maximumBytes: Int?
    /// The longest filename in UTF-8 bytes; `nil` where names are not stored or not limited.
    public var maximumNameBytes: Int?
    /// The most items in one page of an enumeration.
    public var pageSize: Int
    /// How many calls at once the system bears.
    public var concurrency: Int
    /// How long after a call began its effect can still appear although no answer came.
    ///
    /// The call's own time limit, and what the system needs to settle. Until then, not finding something means
    /// nothing.
    public var settleTime: Duration

    /// Limits; the defaults are those of a system without any.
    public init(
        maximumBytes: Int? = nil, maximumNameBytes: Int? = nil, pageSize: Int = 100, concurrency: Int = 8,
        settleTime: Duration = .zero
    ) {
        self.maximumBytes = maximumBytes
        self.maximumNameBytes = maximumNameBytes
        self.pageSize = pageSize
        self.concurrency = concurrency
        self.settleTime = settleTime
    }
}

/// What a natural key is made of: everything an adapter may build a backend's names from.
///
/// It is known before the first byte goes out and recorded in the journal, so that after a crash the same key
/// leads to the same asset.
public struct NaturalKey: Hashable, Sendable {
    /// Whose the asset is.
    public var organization: OrganizationID
    /// The library it was uploaded to.
    public var library: LibraryID
    /// The asset: unique for itself.
    public var asset: AssetID
    /// The uploaded filename, whole.
    public var filename: String

    /// The natural key of `asset`.
    public init(organization: OrganizationID, library: LibraryID, asset: AssetID, filename: String) {
        self.organization = organization
        self.library = library
        self.asset = asset
        self.filename = filename
    }
}

/// An asset about to be stored in a backend.
public struct AssetDraft: Sendable {
    /// What the backend's names are made of.
    public var key: NaturalKey
    /// The asset's name.
    public var name: String
    /// The media type.
    public var contentType: String
    /// The exact number of bytes.
    public var size: Int
    /// SHA-256 of the bytes.
    public var digest: SHA256Digest?
    /// `nil` where none is set.
    public var description: String?
    /// The whole set of tags.
    public var tags: [String]

    /// A draft of the asset `key`.
    public init(
        key: NaturalKey, name: String, contentType: String, size: Int, digest: SHA256Digest? = nil,
        description: String? = nil, tags: [String] = []
    ) {
        self.key = key
        self.name = name
        self.contentType = contentType
        self.size = size
        self.digest = digest
        self.description = description
        self.tags = tags
    }
}

/// An asset as a backend describes it; `nil` is "the backend does not say".
public struct NativeAsset: Sendable, Hashable {
    /// The backend's identifier.
    public var id: NativeID
    /// Where it lies.
    public var place: NativePlace?
    /// The natural key it was created with, where the backend gives it back.
    public var asset: AssetID?
    /// Whose it was when the gateway last told the backend, where that gives it back.
    public var organization: OrganizationID?
    /// The library that it was in then, where the backend gives it back.
    public var library: LibraryID?
    /// The number of bytes; `nil` also while the backend is still taking them in.
    public var size: Int?
    /// SHA-256, if the backend has it.
    public var digest: SHA256Digest?
    /// MD5, if the backend has it, in lower-case hexadecimal digits.
    public var md5: String?
    /// The filename.
    public var filename: String?
    /// The name for people.
    public var name: String?
    /// The media type.
    public var contentType: String?
    /// The description.
    public var description: String?
    /// The tags.
    public var tags: [String]?
    /// Whether it is in the system's own trash.
    public var isDiscarded: Bool?
    /// When it was made.
    public var created: Timestamp?
    /// When it last changed.
    public var updated: Timestamp?

    /// The asset `id`; the rest may be filled in.
    public init(id: NativeID, place: NativePlace? = nil, size: Int? = nil) {
        self.id = id
        self.place = place
        self.size = size
    }
}

/// Bytes of an asset, in the form their source has them.
public enum Content: Sendable {
    /// Part of an open file, which can be sent and read again.
    case file(FileSlice)
    /// Bytes that can be pulled once; the stream knows its length.
    case stream(ByteStream)

    /// The number of bytes, where known.
    public var length: Int? {
        switch self {
        case .file(let slice): slice.range.length
        case .stream(let stream): stream.length
        }
    }

    /// The bytes as a stream.
    public var stream: ByteStream {
        switch self {
        case .file(let slice): ByteStream(slice)
        case .stream(let stream): stream
        }
    }
}
