public import Bytes

/// Questions about what backends show of assets.
///
/// An asset is mirrored where its backend shows its name, description and tags and the gateway keeps them in step:
/// every change marks it in the same transaction, and it stays in the outbox until the backend has been told.
public protocol MirrorReader: Sendable {
    /// What is known of what is shown of an asset, in whatever state; `nil` where it is not mirrored.
    func mirror(of asset: AssetID) async throws(StorageError) -> Mirror?

    /// Entries of the outbox for `adapter` that are due by `now`, the longest due first; at most `limit`.
    ///
    /// Trashed assets are among them, those that are being purged are not.
    func outboxDue(in adapter: AdapterName, at now: Timestamp, limit: Int) async throws(StorageError)
        -> [OutboxEntry]

    /// When the first entry for `adapter` is due after `now`.
    func nextOutboxTry(in adapter: AdapterName, after now: Timestamp) async throws(StorageError) -> Timestamp?

    /// The entries for `adapter` whose changes have waited the longest; at most `limit`.
    func oldestOutboxEntries(in adapter: AdapterName, limit: Int) async throws(StorageError) -> [OutboxEntry]

    /// Entries for `adapter` of which the last attempt failed, in no particular order; at most `limit`.
    func failingOutboxEntries(in adapter: AdapterName, limit: Int) async throws(StorageError) -> [OutboxEntry]

    /// What `adapter` is still to be told; `nil` where it knows all.
    func outboxBacklog(of adapter: AdapterName) async throws(StorageError) -> OutboxBacklog?

    /// What every backend is still to be told, by name; those that know all are left out.
    func outboxBacklogs() async throws(StorageError) -> [OutboxBacklog]

    /// Assets that their backends do not have, at most `limit`.
    func missingAssets(limit: Int) async throws(StorageError) -> [MissingAsset]

    /// How many assets of `adapter` it does not have.
    func missingAssetCount(in adapter: AdapterName) async throws(StorageError) -> Int
}

/// Changes to what is known of backends.
///
/// An asset that is gone, or that has no entry in the outbox any more, is passed over without an error.
public protocol MirrorWriter: Sendable {
    /// Writes down that `owner` is about to tell the backend of those assets that are due by `now`; they are not
    /// due again before `settled`, until which a call without an answer may still show its effect.
    ///
    /// The entries are as they were before, so that ``OutboxEntry/sent`` tells whose earlier outcome is unknown;
    /// only the attempt is counted already. What they say of the asset is its newest state.
    func beginMirroring(
        _ assets: [AssetID], owner: String, at now: Timestamp, settled: Timestamp
    ) async throws(StorageError) -> [OutboxEntry]

    /// The backend shows `version`: the entry goes, or is due again at once where the asset has changed since.
    ///
    /// An asset that was missing has returned.
    func finishMirroring(_ asset: AssetID, version: Int, showing state: SHA256Digest, at now: Timestamp)
        async throws(StorageError)

    /// The asset lies in `place` of the backend now, if that is still its home.
    func notePlace(_ place: NativePlace, of asset: AssetID, at home: NativeReference)
        async throws(StorageError)

    /// Nothing came of the attempt to show `version`: it is due again at `next`, or at once where the asset has
    /// changed since.
    ///
    /// Without a `failure` the earlier one stays, if there was any.
    func postponeMirroring(
        _ asset: AssetID, version: Int, until next: Timestamp, _ failure: BackendFailure?, at now: Timestamp
    ) async throws(StorageError)

    /// Nobody knows what came of the attempt: at `next` the backend is looked at, and not before.
    func leaveUnknown(_ asset: AssetID, until next: Timestamp, _ failure: BackendFailure?)
        async throws(StorageError)

    /// Takes over what other owners have sent to `adapter` without learning the outcome: it is looked at when
    /// `settled` is over. Entries that are due beyond `horizon`, since the clock was set back, are due at once.
    /// How many were taken over.
    func inheritMirroring(
        in adapter: AdapterName, by owner: String, at now: Timestamp, settled: Timestamp, horizon: Timestamp
    ) async throws(StorageError) -> Int

    /// The backend does not have the asset that lives at `home`: it is told nothing more of it. The first time counts.
    ///
    /// One that lives elsewhere by now is passed over.
    func markMissing(_ asset: AssetID, from home: NativeReference, at now: Timestamp)
        async throws(StorageError)

    /// The backend has the asset again; what it was not told waits again.
    func markReturned(_ asset: AssetID, at now: Timestamp) async throws(StorageError)
}
