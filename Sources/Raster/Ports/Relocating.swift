public import Bytes

/// A library's place in a backend, as it is asked for.
public struct PlaceKey: Hashable, Sendable {
    /// The backend.
    public var adapter: AdapterName
    /// Whose the library is.
    public var organization: OrganizationID
    /// The library.
    public var library: LibraryID

    /// The place of `library` in `adapter`.
    public init(_ adapter: AdapterName, _ organization: OrganizationID, _ library: LibraryID) {
        self.adapter = adapter
        self.organization = organization
        self.library = library
    }
}

/// Questions about assets on their way to the backends of their libraries.
///
/// An asset in the trash whose home or goal is among the backends `resting` is passed over: it is not touched until it
/// is taken out, or purged.
public protocol RelocationReader: Sendable {
    /// How far an asset is on its way; `nil` where it is on none.
    func relocation(of asset: AssetID) async throws(StorageError) -> Relocation?

    /// The relocation whose bytes may be fetched with the token of this digest.
    func relocation(fetchedWith token: SHA256Digest) async throws(StorageError) -> Relocation?

    /// Assets of `library` that wait and are due by `now`, the longest due first; at most `limit`.
    ///
    /// Where the bytes of `fetches` of them may be fetched already, none is among them whose may not yet.
    func relocationsDue(
        in library: LibraryKey, at now: Timestamp, resting: Set<AdapterName>, fetches: Int, limit: Int
    ) async throws(StorageError) -> [AssetID]

    /// When the first of those that ``relocationsDue(in:at:resting:fetches:limit:)`` would name is due; `nil` where
    /// none waits.
    func nextRelocation(
        in library: LibraryKey, resting: Set<AdapterName>, at now: Timestamp, fetches: Int
    ) async throws(StorageError) -> Timestamp?

    /// How many assets of `library` are on their way.
    func relocationTotals(in library: LibraryKey, resting: Set<AdapterName>) async throws(StorageError)
        -> RelocationTotals

    /// Assets of `library` that did not get to its backend, and were given up at `since` or later, the first of them
    /// first; at most `limit`.
    func failedRelocations(
        in library: LibraryKey, since: Timestamp, limit: Int
    ) async throws(StorageError) -> [Relocation]

    /// How many of these there are.
    func failedRelocationCount(in library: LibraryKey, since: Timestamp) async throws(StorageError) -> Int

    /// Libraries with assets that wait, and without a job that would see to them.
    func librariesToRelocate(resting: Set<AdapterName>) async throws(StorageError) -> [Library]

    /// The copy of an asset that stays beside its home, whose backend hands out no bytes; `nil` where there is none.
    func spare(of asset: AssetID) async throws(StorageError) -> NativeReference?

    /// The same, where the asset has moved on and the copy is to go.
    func leavingSpare(of asset: AssetID) async throws(StorageError) -> NativeReference?

    /// How many assets of each backend have a copy beside their home; those without any are left out.
    func spareCounts() async throws(StorageError) -> [AdapterName: Int]

    /// The backend of a library; `nil` where it is removed.
    func adapter(of library: LibraryKey) async throws(StorageError) -> AdapterName?

    /// How many assets are on their way to each backend; those without any are left out.
    func relocationBacklogs() async throws(StorageError) -> [RelocationBacklog]

    /// The place of a library in a backend, where one is known or being made.
    func place(_ key: PlaceKey) async throws(StorageError) -> KnownPlace?

    /// What backends hold and cannot hand out, by backend, kind and label; at most `limit`.
    func placeholders(limit: Int) async throws(StorageError) -> [Placeholder]

    /// How many labels of an asset `adapter` has lost since `since`.
    func placeholderCount(
        of asset: AssetID, in adapter: AdapterName, since: Timestamp
    ) async throws(StorageError) -> Int

    /// How many placeholders there are in `adapter`.
    func placeholderCount(in adapter: AdapterName) async throws(StorageError) -> Int
}

/// Changes to assets on their way.
///
/// An asset that is on none, or not on that to `goal`, is passed over without an error.
public protocol RelocationWriter: Sendable {
    /// Says that assets belong in `goal`, due now; the number of those that are elsewhere.
    ///
    /// One that is there already is on no way any more, unless a copy of it is to be given up elsewhere first.
    @discardableResult
    func setGoal(_ goal: AdapterName, of assets: [AssetID], at now: Timestamp) async throws(StorageError)
        -> Int

    /// Has the bytes of these assets fetched anew, where the time for that has passed by `now`: they were in the trash.
    func resumeCopies(of assets: [AssetID], at now: Timestamp) async throws(StorageError)

    /// Makes what has failed in `library` wait again; how many.
    @discardableResult
    func retryRelocations(in library: LibraryKey, at now: Timestamp) async throws(StorageError) -> Int

    /// Gives up what waits in `library`; how many. No bytes can be fetched any more.
    @discardableResult
    func failRelocations(
        in library: LibraryKey, _ failure: BackendFailure, at now: Timestamp
    ) async throws(StorageError) -> Int

    /// Gives up one asset's way to `goal`; whether it was on that. Its bytes cannot be fetched any more.
    @discardableResult
    func failRelocation(
        of asset: AssetID, to goal: AdapterName, _ failure: BackendFailure, at now: Timestamp
    ) async throws(StorageError) -> Bool

    /// Looks at an asset again at `next`, after a failure where there is one, which counts if `isCounted`.
    ///
    /// Without a failure those so far count no longer.
    func postponeRelocation(
        of asset: AssetID, to goal: AdapterName, until next: Timestamp, _ failure: BackendFailure?,
        isCounted: Bool
    ) async throws(StorageError)

    /// Keeps how far the copy of an asset has come, due at `next`; once its store was told from where to fetch, failures
    /// so far count no longer.
    ///
    /// Throws `.preconditionFailed` where the asset is on no way any more, or its way was given up and its bytes could
    /// be fetched: nothing may be begun then.
    func keep(_ copy: PartialCopy, of asset: AssetID, due next: Timestamp) async throws(StorageError)

    /// Forgets the copy of an asset, which its backend does not have.
    func forgetCopy(of asset: AssetID) async throws(StorageError)

    /// The asset is on its way to `goal` no longer.
    func endRelocation(of asset: AssetID, to goal: AdapterName) async throws(StorageError)

    /// Makes `new` the home of an asset that is on its way, and ends that.
    ///
    /// Where the backend is kept in step, `shown` is the digest of what it shows if that is what it should show;
    /// else it is told all of it. Throws `.preconditionFailed` where the asset does not live at `old` any more, or
    /// is being purged.
    func arrive(
        _ asset: AssetID, from old: NativeReference, to new: NativeReference, place: NativePlace?,
        showing shown: SHA256Digest?, at now: Timestamp
    ) async throws(StorageError)

    /// Keeps a copy beside the home of an asset; `nil` forgets it.
    func keepSpare(_ copy: NativeReference?, of asset: AssetID) async throws(StorageError)

    /// The copy beside the home of an asset, if there is one, is to go.
    func releaseSpare(of asset: AssetID) async throws(StorageError)

    /// Closes the intent to remove the old copy of an asset, which is gone; a listing may still name it.
    func endVacating(_ intent: Intent) async throws(StorageError)

    /// The number of a label of `base` that `adapter` was never told.
    func nextLabel(_ base: String, in adapter: AdapterName) async throws(StorageError) -> Int

    /// Notes what a backend holds and cannot hand out; the first time counts.
    func note(_ placeholder: Placeholder) async throws(StorageError)

    /// Keeps the place of a library, or that it is about to be made; `nil` forgets it.
    func keep(_ place: KnownPlace?, of key: PlaceKey) async throws(StorageError)
}
