public import Bytes

/// What a catalog knows of one asset that a backend has named.
public struct SyncKnowledge: Sendable {
    /// The asset whose home it is.
    public var known: KnownAsset?
    /// The asset that it says it is, which has another home.
    public var claimed: KnownAsset?
    /// Whether the asset that it says it is, is just being uploaded or deleted.
    public var isBusy = false
    /// Whether an asset was purged whose home it was.
    public var isPurged = false
    /// Why it was left alone last in the library's present run, and in which walk.
    public var skipped: (reason: SyncSkip, walk: Int64)?

    /// Nothing.
    public init() {}
}

/// An asset of the catalog, with what its backend has been seen to show.
public struct KnownAsset: Sendable, Hashable {
    /// The row of the asset.
    public var key: AssetKey
    /// The asset, with its tags.
    public var asset: Asset
    /// Where in its backend it lies, as was last known.
    public var place: NativePlace?
    /// Whether it is being purged, or waits for that since its library was removed.
    public var isLeaving: Bool
    /// Counts changes that the backend is to be told of.
    public var version: Int
    /// The last of them that the backend was seen to hold.
    public var mirrored: Int
    /// Digest of what the backend showed last; `nil` where nobody has looked.
    public var state: SHA256Digest?
    /// Since when the backend does not have it.
    public var missing: Timestamp?
    /// Whether the backend is still to be told of a change.
    public var isWaiting: Bool
    /// The number of the last walk that named it.
    public var seen: Int64

    /// An asset with these properties.
    public init(
        key: AssetKey, asset: Asset, place: NativePlace? = nil, isLeaving: Bool = false, version: Int = 0,
        mirrored: Int = 0, state: SHA256Digest? = nil, missing: Timestamp? = nil, isWaiting: Bool = false,
        seen: Int64 = 0
    ) {
        self.key = key
        self.asset = asset
        self.place = place
        self.isLeaving = isLeaving
        self.version = version
        self.mirrored = mirrored
        self.state = state
        self.missing = missing
        self.isWaiting = isWaiting
        self.seen = seen
    }
}

/// An asset that a walk did not name, although it is older than the walk.
public struct UnnamedAsset: Sendable, Hashable {
    /// The row of the asset.
    public var key: AssetKey
    /// The asset.
    public var asset: AssetID
    /// Its home in the backend.
    public var id: NativeID
    /// Whether it is in the trash.
    public var isTrashed: Bool
    /// Whether it is known to be missing.
    public var isMissing: Bool

    /// The asset `asset`.
    public init(key: AssetKey, asset: AssetID, id: NativeID, isTrashed: Bool, isMissing: Bool) {
        self.key = key
        self.asset = asset
        self.id = id
        self.isTrashed = isTrashed
        self.isMissing = isMissing
    }
}

/// An asset of a backend about to become one of a library.
public struct FoundAsset: Sendable {
    /// The asset that it becomes, its home in the backend.
    public var asset: Asset
    /// Where in the backend it lies.
    public var place: NativePlace?
    /// Digest of what the backend shows of it.
    public var state: SHA256Digest

    /// `asset`, of which the backend shows `state`.
    public init(_ asset: Asset, at place: NativePlace?, showing state: SHA256Digest) {
        self.asset = asset
        self.place = place
        self.state = state
    }
}

/// A known asset that its backend shows otherwise than before.
public struct NativeChange: Sendable {
    /// The asset as it was when the backend was asked: it is taken over only if that still holds.
    public var known: KnownAsset
    /// Digest of what the backend shows now.
    public var state: SHA256Digest
    /// The name from now on; `nil` where it stays.
    public var name: String?
    /// The description from now on; `nil` where it stays.
    public var description: String?
    /// The tags from now on; `nil` where they stay.
    public var tags: [String]?

    /// A change that only tells what the backend shows of `known`.
    public init(of known: KnownAsset, showing state: SHA256Digest) {
        self.known = known
        self.state = state
    }

    /// Whether anything of the asset itself changes.
    public var changesAsset: Bool { name != nil || description != nil || tags != nil }
}

/// An asset of a backend that is left alone.
public struct SkippedAsset: Sendable, Hashable {
    /// The backend's identifier.
    public var id: NativeID
    /// Why.
    public var reason: SyncSkip

    /// The asset `id`.
    public init(_ id: NativeID, _ reason: SyncSkip) {
        self.id = id
        self.reason = reason
    }
}

/// Questions about comparisons with backends.
public protocol SyncReader: ImportReader {
    /// The last comparison of a library with its backend, or the one that is under way.
    func syncRun(of library: LibraryKey) async throws(StorageError) -> SyncRun?

    /// The same of all libraries.
    func syncRuns() async throws(StorageError) -> [(library: Library, run: SyncRun)]

    /// The number of the last walk over a backend, by whatever run.
    func lastWalk(over adapter: AdapterName) async throws(StorageError) -> Int64

    /// The libraries whose new assets go to `adapter`.
    func libraries(on adapter: AdapterName) async throws(StorageError) -> [Library]

    /// What is known of assets that `adapter` has named, in their order, for a comparison of `library`.
    func knowledge(of assets: [NativeAsset], in adapter: AdapterName, for library: LibraryKey)
        async throws(StorageError) -> [SyncKnowledge]

    /// Assets of the run's backend that no walk since `number` has named although they are older than the run's
    /// walk, in the order of native ids after `id`; those that are being purged are left out.
    func unnamedAssets(in run: SyncRun, since number: Int64, after id: NativeID?, limit: Int)
        async throws(StorageError) -> [UnnamedAsset]

    /// How many assets of the catalog live in `adapter`.
    func assetCount(in adapter: AdapterName) async throws(StorageError) -> Int

    /// Those assets of a library that its backend does not have, at most `limit`, and how many there are.
    func missingAssets(of library: LibraryKey, limit: Int) async throws(StorageError)
        -> (count: Int, examples: [UnnamedAsset])
}

/// Changes that comparisons with backends make.
///
/// None of them marks an asset for its backend to be told.
public protocol SyncWriter: ImportWriter {
    /// Begins a comparison, in place of whatever was known of earlier ones. Throws `.notFound`.
    func beginSync(of library: LibraryKey, on adapter: AdapterName, at now: Timestamp)
        async throws(StorageError) -> SyncRun

    /// Begins the next walk of `run`.
    func beginWalk(of run: SyncRun, at now: Timestamp) async throws(StorageError) -> SyncRun

    /// Keeps how far a run has come.
    ///
    /// Throws `.preconditionFailed` where another run has taken its place, or the library is gone.
    func keep(_ run: SyncRun) async throws(StorageError)

    /// Notes that the walk of `run` has named assets.
    func noteNamed(_ assets: [AssetKey], in run: SyncRun) async throws(StorageError)

    /// Notes that the walk of `run` has named what is left alone.
    func noteSkipped(_ assets: [SkippedAsset], in run: SyncRun) async throws(StorageError)

    /// Makes assets of a backend assets of the library of `run`; the native ids of those that were made.
    ///
    /// One that is an asset by now, or is being uploaded, or was purged, is left out. Times stay as they are given.
    /// Throws `.notFound` where the library is gone.
    func takeOver(_ found: [FoundAsset], in run: SyncRun) async throws(StorageError) -> Set<NativeID>

    /// Takes over what backends show; the rows of those assets that still were as they were known.
    ///
    /// The backend is told nothing of it. One that has been changed, or moved, or purged since is left as it is.
    func takeOver(_ changes: [NativeChange], at now: Timestamp) async throws(StorageError) -> Set<AssetKey>

    /// Notes that backends do not have assets which still live there; how many.
    func noteVanished(_ assets: [UnnamedAsset], in adapter: AdapterName, at now: Timestamp)
        async throws(StorageError) -> Int

    /// Writes down that a second copy of an asset is about to be deleted, if the asset still lives at its home and
    /// nobody is about to do anything else to it; whether it was written down.
    func recordRemoval(of copy: Intent, beside home: NativeReference) async throws(StorageError) -> Bool

    /// Forgets the homes of purged assets that no walk has named since before that of `run`.
    func forgetPurgedHomes(before run: SyncRun) async throws(StorageError)
}
