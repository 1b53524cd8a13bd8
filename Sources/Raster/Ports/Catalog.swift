public import Bytes

/// The truth about organizations, keys, libraries and assets; backends hold bytes and a mirror.
///
/// Everything happens in a transaction. The closures' own errors pass through untouched; the catalog's are
/// ``StorageError``s: `.unavailable` where it cannot be reached now, `.insufficientStorage` where the disk is
/// full, `.internal` for a fault.
public protocol Catalog: Sendable {
    /// What tells the present state from every other, at next to no cost; `nil` where that cannot be told now.
    ///
    /// A read that begins afterwards sees that state or a later one: so what was read after a stamp was taken
    /// still holds as long as the stamp is the same.
    func stamp() -> CatalogStamp?

    /// Runs `body` on one consistent snapshot. It must not wait for anything but the reader.
    func read<Value: Sendable>(
        _ body: @Sendable (any CatalogReader) async throws -> Value
    ) async throws -> Value

    /// Runs `body` once in a transaction of its own: all of it is kept, or none. Returns when it is durable.
    /// The body must not wait for anything but the writer: others queue behind it.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any CatalogWriter) async throws -> Value
    ) async throws -> Value
}

/// A state of a catalog.
public struct CatalogStamp: Hashable, Sendable {
    /// Whatever tells it from others.
    private let value: SIMD8<UInt64>

    /// The state told by `value`.
    public init(_ value: SIMD8<UInt64>) { self.value = value }
}

/// What can be asked of a catalog, valid only inside the closure that it was given to.
///
/// Lists are in the orders of CONTRACT 2. "Live" means neither trashed nor being purged.
public protocol CatalogReader: AccessReader, AdoptionReader, AssetReader, ClaimReader, CommentReader,
    EventReader, JobReader, MirrorReader, RelocationReader, SyncReader, UpkeepReader
{}

/// Questions about who may do what.
public protocol AccessReader: Sendable {
    /// The organization, or `nil` where there is none or it has expired by `now`.
    func organization(_ id: OrganizationID, at now: Timestamp) async throws(StorageError) -> Organization?

    /// Every organization, by id.
    func organizations() async throws(StorageError) -> [Organization]

    /// The unrevoked key whose secret has this digest, in whatever organization.
    func key(secretDigest: SHA256Digest) async throws(StorageError) -> APIKey?

    /// The unrevoked keys of an organization, oldest first.
    func keys(of organization: OrganizationID) async throws(StorageError) -> [APIKey]

    /// The library `id`, or `nil`.
    func library(_ id: LibraryID, in organization: OrganizationID) async throws(StorageError) -> Library?

    /// The libraries that `grants` reach, by name, then id; one page of them, or all where `page` is `nil`.
    func libraries(
        in organization: OrganizationID, reachableBy grants: Grants, page: PageRequest?
    ) async throws(StorageError) -> [Library]

    /// How many libraries an organization has.
    func libraryCount(of organization: OrganizationID) async throws(StorageError) -> Int

    /// Whether some other organization has a library `id`.
    func libraryExists(_ id: LibraryID, outside organization: OrganizationID) async throws(StorageError)
        -> Bool

    /// Bytes of all assets of an organization, trashed ones included.
    func storedBytes(of organization: OrganizationID) async throws(StorageError) -> Int

    /// What anonymous callers have made so far, as the quotas of CONTRACT 2 count it.
    func anonymousUsage(
        email: SHA256Digest, address: SHA256Digest, addressSince: Timestamp, at now: Timestamp
    ) async throws(StorageError) -> AnonymousUsage
}

/// Questions about assets.
public protocol AssetReader: Sendable {
    /// The live asset `id` of `library`, or `nil`: one answer for unknown, elsewhere and trashed.
    func asset(_ id: AssetID, in library: LibraryKey) async throws(StorageError) -> Asset?

    /// The live asset `id` of `organization`, whatever its library.
    func asset(_ id: AssetID, in organization: OrganizationID) async throws(StorageError) -> Asset?

    /// Live assets, newest first, then by id; of those that carry any of `tags`, unless it is empty.
    func assets(
        in library: LibraryKey, carryingAnyOf tags: [String], page: PageRequest
    ) async throws(StorageError) -> [Asset]

    /// The tags of live assets, by count descending, then id; at most `limit`.
    func tags(in library: LibraryKey, limit: Int) async throws(StorageError) -> [Tag]

    /// Live assets that match, as CONTRACT 2 says under "search".
    func search(_ query: SearchQuery) async throws(StorageError) -> SearchResult

    /// Assets in the trash, last trashed first, then by id.
    func trashedAssets(in library: LibraryKey, page: PageRequest) async throws(StorageError) -> [Asset]
}

/// Questions about comments.
public protocol CommentReader: Sendable {
    /// Comments under a live asset, oldest first, then by id; without those that are pending.
    func comments(on asset: AssetID, page: PageRequest) async throws(StorageError) -> [Comment]

    /// One comment under a live asset; `nil` also where it is pending.
    func comment(_ id: CommentID, on asset: AssetID) async throws(StorageError) -> Comment?

    /// Every comment under an asset in whatever state, and what is known of each at `home`; in the same order.
    ///
    /// At most ``Rules/knownComments``.
    func knownComments(on asset: AssetID, at home: NativeReference) async throws(StorageError)
        -> [KnownComment]
}

/// Questions that keep the gateway in order.
public protocol UpkeepReader: Sendable {
    /// The answer kept under `scope`, unless it was kept before `horizon`.
    func rememberedAnswer(_ scope: SHA256Digest, since horizon: Timestamp) async throws(StorageError)
        -> RememberedAnswer?

    /// Intents without an outcome, oldest first.
    func openIntents(limit: Int) async throws(StorageError) -> [Intent]

    /// Whether `intent` still has no outcome.
    func isOpen(_ intent: Intent) async throws(StorageError) -> Bool

    /// The intents about an asset that have no outcome.
    func openIntents(of asset: AssetID) async throws(StorageError) -> [Intent]

    /// Where an asset lives, in whatever state it is; `nil` where there is none.
    func home(of asset: AssetID) async throws(StorageError) -> NativeReference?

    /// Trashed assets whose time has come by `now`, and assets of removed libraries; at most `limit`.
    func assetsToPurge(at now: Timestamp, limit: Int) async throws(StorageError) -> [PurgeCandidate]

    /// Every asset's home in `adapter`, in the order of native ids, after `id`; at most `limit`.
    /// For checking a store against its catalog.
    func homes(in adapter: AdapterName, after id: NativeID?, limit: Int) async throws(StorageError)
        -> [NativeID]

    /// Totals over everything.
    func totals() async throws(StorageError) -> CatalogTotals
}
