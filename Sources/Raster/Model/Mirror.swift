public import Bytes

/// What is known of what a backend shows of an asset.
public struct Mirror: Hashable, Sendable {
    /// Counts changes of what should be shown.
    public var version: Int
    /// The version that the backend has been seen to hold.
    public var mirrored: Int
    /// Digest of what the backend showed then; `nil` where it never was looked at.
    public var state: SHA256Digest?
    /// Since when the backend does not have the asset.
    public var missing: Timestamp?
    /// Whether the backend has not been told of some change.
    public var isWaiting: Bool

    /// What is known of one asset.
    public init(
        version: Int = 0, mirrored: Int = 0, state: SHA256Digest? = nil, missing: Timestamp? = nil,
        isWaiting: Bool = false
    ) {
        self.version = version
        self.mirrored = mirrored
        self.state = state
        self.missing = missing
        self.isWaiting = isWaiting
    }
}

/// An asset whose backend is still to be told how it looks now.
public struct OutboxEntry: Hashable, Sendable {
    /// Where the asset lives.
    public var home: NativeReference
    /// How it looks now.
    public var desired: DesiredState
    /// The version of that, for ``MirrorWriter/finishMirroring(_:version:showing:at:)``.
    public var version: Int
    /// When the oldest change was made that the backend has not been told of.
    public var since: Timestamp
    /// How often it was tried.
    public var attempts: Int
    /// When it is tried next.
    public var nextTry: Timestamp
    /// When it was last sent, as long as nobody knows what came of that.
    public var sent: Timestamp?
    /// The run of the gateway that sent it.
    public var owner: String?
    /// Why the last attempt failed.
    public var failure: BackendFailure?
    /// Whether it has come into the trash, or out of it, and the backend's own has not been told.
    public var changesTrash = false
    /// Whether it has come into another library, and does not lie in its place in the backend yet.
    public var changesPlace = false

    /// The asset.
    public var asset: AssetID { desired.key.asset }

    /// An entry with these properties.
    public init(
        home: NativeReference, desired: DesiredState, version: Int, since: Timestamp, nextTry: Timestamp,
        attempts: Int = 0, sent: Timestamp? = nil, owner: String? = nil, failure: BackendFailure? = nil
    ) {
        self.home = home
        self.desired = desired
        self.version = version
        self.since = since
        self.nextTry = nextTry
        self.attempts = attempts
        self.sent = sent
        self.owner = owner
        self.failure = failure
    }
}

/// How much a backend is still to be told.
public struct OutboxBacklog: Hashable, Sendable {
    /// The backend; it may be one that the configuration has lost.
    public var adapter: AdapterName
    /// Assets.
    public var count: Int
    /// When the oldest change was made that it has not been told of.
    public var oldest: Timestamp
    /// Assets of which the last attempt failed.
    public var failing: Int
    /// Assets of which something was sent, and nobody knows what came of that.
    public var unknown: Int

    /// The backlog of `adapter`.
    public init(
        _ adapter: AdapterName, count: Int, oldest: Timestamp, failing: Int = 0, unknown: Int = 0
    ) {
        self.adapter = adapter
        self.count = count
        self.oldest = oldest
        self.failing = failing
        self.unknown = unknown
    }
}

/// An asset that its backend does not have.
public struct MissingAsset: Hashable, Sendable {
    /// The asset.
    public var id: AssetID
    /// Where it should be.
    public var home: NativeReference
    /// Since when it is known not to be there.
    public var since: Timestamp

    /// The asset `id`.
    public init(id: AssetID, home: NativeReference, since: Timestamp) {
        self.id = id
        self.home = home
        self.since = since
    }
}
