public import Bytes

/// What can be changed in a catalog, valid only inside the closure that it was given to.
///
/// Counters, tag counts, the search index and the library's revision change in the same transaction.
/// Every method that changes an asset sets `updated` to `now`, and only where something changed.
public protocol CatalogWriter: CatalogReader, AccessWriter, AdoptionWriter, AssetWriter, ClaimWriter,
    CommentWriter, EventWriter, JobWriter, MirrorWriter, RelocationWriter, SyncWriter, UpkeepWriter
{}

/// Changes to who may do what.
public protocol AccessWriter: Sendable {
    /// Adds an organization. Throws `.alreadyExists` where the id is taken.
    func insert(_ organization: Organization) async throws(StorageError)

    /// Changes name, plan and expiry. Throws `.notFound`.
    func update(_ organization: Organization) async throws(StorageError)

    /// Removes an organization with its keys and libraries; the assets are left for the purge.
    /// Throws `.notFound`.
    func remove(_ organization: OrganizationID) async throws(StorageError)

    /// Adds a library. Throws `.alreadyExists` where the slug is taken.
    func insert(_ library: NewLibrary) async throws(StorageError) -> Library

    /// Changes a library's name. Throws `.notFound`.
    func rename(_ library: LibraryKey, to name: String) async throws(StorageError) -> Library

    /// Removes a library and every grant on it; the assets are left for the purge. Throws `.notFound`.
    func remove(_ library: LibraryKey) async throws(StorageError)

    /// Adds a key.
    func insert(_ key: NewAPIKey) async throws(StorageError)

    /// Replaces what a key reaches. Throws `.notFound`.
    func setGrants(_ grants: Grants, of key: KeyID, in organization: OrganizationID)
        async throws(StorageError)

    /// Adds access to one library to a key. Throws `.notFound`.
    func grant(_ access: Access, on library: LibraryID, to key: KeyID, in organization: OrganizationID)
        async throws(StorageError)

    /// Ends a key. Throws `.notFound`.
    func revoke(_ key: KeyID, in organization: OrganizationID) async throws(StorageError)

    /// Records that an anonymous caller made `organization`; `claim` is the digest of the claim token.
    func recordAnonymous(
        _ organization: OrganizationID, claim: SHA256Digest, email: SHA256Digest, address: SHA256Digest,
        at now: Timestamp
    ) async throws(StorageError)
}

/// Changes to assets.
public protocol AssetWriter: Sendable {
    /// Adds assets whose bytes are safe, and closes their create intents.
    /// Where the wall clock stands still, `created` is nudged forward so that the order of uploads is kept.
    /// Throws `.notFound` where the library is gone.
    func publish(_ assets: [NewAsset]) async throws(StorageError) -> [Asset]

    /// Moves live assets of `library` to the trash; the ids that were moved, in the order given, each once.
    func trash(_ ids: [AssetID], in library: LibraryKey, at now: Timestamp, purgeAt: Timestamp)
        async throws(StorageError) -> [AssetID]

    /// Takes assets of `library` out of the trash; the ids that were taken, in the order given, each once.
    func restore(_ ids: [AssetID], in library: LibraryKey, at now: Timestamp) async throws(StorageError)
        -> [AssetID]

    /// Adds tags to live assets; the number of pairs that are new.
    /// Throws `.notFound`, before anything changed, where an id is not live in `library`.
    func tag(_ ids: [AssetID], with tags: [String], in library: LibraryKey, at now: Timestamp)
        async throws(StorageError) -> Int

    /// Takes tags from live assets; the number of pairs that are gone. Throws like ``tag(_:with:in:at:)``.
    func untag(_ ids: [AssetID], of tags: [String], in library: LibraryKey, at now: Timestamp)
        async throws(StorageError) -> Int

    /// Replaces the description of a live asset. Throws `.notFound`.
    func describe(_ id: AssetID, as text: String, in library: LibraryKey, at now: Timestamp)
        async throws(StorageError)

    /// Moves live assets from one library to another; the number moved, each id counted once.
    /// Throws `.notFound`, before anything changed, where an id is not live in `source`.
    func transfer(_ ids: [AssetID], from source: LibraryKey, to target: LibraryKey, at now: Timestamp)
        async throws(StorageError) -> Int

    /// Replaces what processing found out about an asset, without touching `updated` or the trash.
    func setDerived(_ derived: DerivedFields, of id: AssetID) async throws(StorageError)

    /// Keeps the digest of the bytes at `home`, if the asset still lives there and has none; whether it was kept.
    ///
    /// `updated` stays: the bytes are what they were.
    @discardableResult
    func noteDigest(_ digest: SHA256Digest, of id: AssetID, home: NativeReference)
        async throws(StorageError) -> Bool

    /// Points an asset at its new home, if it still lives at `old`; else throws `.preconditionFailed`.
    func move(_ id: AssetID, from old: NativeReference, to new: NativeReference, place: NativePlace?)
        async throws(StorageError)
}

/// Changes to comments.
public protocol CommentWriter: Sendable {
    /// Adds a comment to an asset. Throws `.notFound` where the asset is gone.
    func insert(_ comment: Comment, on asset: AssetID) async throws(StorageError)

    /// Replaces the text of a comment. Throws `.notFound`.
    func edit(_ id: CommentID, on asset: AssetID, _ text: String, at now: Timestamp)
        async throws(StorageError) -> Comment

    /// Removes a comment. Throws `.notFound`.
    func remove(_ id: CommentID, on asset: AssetID, at now: Timestamp) async throws(StorageError)

    /// Adds a comment that is about to be written to the backend of `home`: nobody sees it until it is linked.
    ///
    /// Throws `.notFound` where the asset is not live, or lives elsewhere by now.
    func insert(_ comment: Comment, on asset: AssetID, pendingAt home: NativeReference)
        async throws(StorageError)

    /// Writes down that a comment of the catalog is about to be written to the backend of `home`.
    func markSent(_ id: CommentID, on asset: AssetID, to home: NativeReference, at now: Timestamp)
        async throws(StorageError)

    /// What was sent to `home` never arrived there: a pending comment goes, another is as it was.
    func withdraw(_ id: CommentID, on asset: AssetID, at home: NativeReference) async throws(StorageError)

    /// Ties a comment to that of the backend of `home`, and shows it; the comment, or `nil` where it is gone.
    func link(_ id: CommentID, on asset: AssetID, to native: NativeComment, at home: NativeReference)
        async throws(StorageError) -> Comment?

    /// Takes over what a look at the backend of `home` has found.
    ///
    /// Where the asset lives elsewhere by now, what is not at `home` is no reason to remove anything.
    func merge(_ merge: CommentMerge, on asset: AssetID, at home: NativeReference) async throws(StorageError)
}

/// Changes that keep the gateway in order.
public protocol UpkeepWriter: Sendable {
    /// Keeps an answer for a repetition of its request.
    func remember(_ answer: RememberedAnswer, under scope: SHA256Digest, at now: Timestamp)
        async throws(StorageError)

    /// Drops the answer kept under `scope`: what it was kept for was not done.
    func forgetAnswer(under scope: SHA256Digest) async throws(StorageError)

    /// Drops answers kept before `horizon`; how many.
    func forgetAnswers(before horizon: Timestamp) async throws(StorageError) -> Int

    /// Writes down what is about to be done to a backend. An intent for the same asset and operation is
    /// replaced.
    func record(_ intents: [Intent]) async throws(StorageError)

    /// Notes that the outcome of an intent is unknown.
    func markUnknown(_ intent: Intent) async throws(StorageError)

    /// Removes intents: their outcome is known and, where needed, already in the catalog.
    func close(_ intents: [Intent]) async throws(StorageError)

    /// Takes trashed assets of `library` out of everyone's sight and records intents to delete their bytes;
    /// the assets that were in the trash, in the order given, each once.
    func beginPurge(_ ids: [AssetID], in library: LibraryKey, at now: Timestamp)
        async throws(StorageError) -> [PurgeCandidate]

    /// The same for assets that ``UpkeepReader/assetsToPurge(at:limit:)`` named; those still due.
    func beginPurge(_ due: [PurgeCandidate], at now: Timestamp) async throws(StorageError)
        -> [PurgeCandidate]

    /// Removes assets whose bytes are gone, with their tags and comments, and closes their intents.
    func finishPurge(_ ids: [AssetID]) async throws(StorageError)

    /// Puts assets back into the trash, since the backend refused, and closes their intents. An asset of a
    /// removed library stays due instead.
    func abandonPurge(_ ids: [AssetID]) async throws(StorageError)
}
