public import Bytes

/// Something about to be done to a backend, written down before it is done.
public struct Intent: Hashable, Sendable {
    /// What is about to be done.
    public enum Operation: String, Sendable, CaseIterable {
        /// New bytes.
        case create
        /// Bytes go for good.
        case delete
        /// A second copy of an asset goes, which lives on in its home.
        case removeCopy = "remove-copy"
        /// The old copy of an asset goes, which has another home now.
        case vacate
    }

    /// How far it is known to have come.
    public enum State: String, Sendable, CaseIterable {
        /// Written down; the effect may or may not have happened.
        case pending
        /// The request went out and no answer came.
        case unknown
    }

    /// What.
    public var operation: Operation
    /// Where.
    public var adapter: AdapterName
    /// To what, in words that both sides know.
    public var key: NaturalKey
    /// The backend's identifier, where it is known already.
    public var native: NativeID?
    /// The run of the gateway that wrote it down.
    public var owner: String
    /// When it was written down.
    public var created: Timestamp
    /// How far it is known to have come.
    public var state: State

    /// An intent without an outcome.
    public init(
        _ operation: Operation, in adapter: AdapterName, _ key: NaturalKey, native: NativeID? = nil,
        owner: String, created: Timestamp, state: State = .pending
    ) {
        self.operation = operation
        self.adapter = adapter
        self.key = key
        self.native = native
        self.owner = owner
        self.created = created
        self.state = state
    }
}

/// An asset whose bytes are about to be deleted.
public struct PurgeCandidate: Hashable, Sendable {
    /// The asset.
    public var id: AssetID
    /// Where its bytes are.
    public var home: NativeReference

    /// The asset `id` at `home`.
    public init(id: AssetID, home: NativeReference) {
        self.id = id
        self.home = home
    }
}

/// An answer kept for a repetition of its request (CONTRACT 2, Idempotency-Key).
public struct RememberedAnswer: Hashable, Sendable {
    /// What "the same request" is.
    public var fingerprint: SHA256Digest
    /// Status and body, encrypted with a key that only the client's Idempotency-Key gives.
    public var sealed: [UInt8]

    /// The answer `sealed` to the request with `fingerprint`.
    public init(fingerprint: SHA256Digest, sealed: [UInt8]) {
        self.fingerprint = fingerprint
        self.sealed = sealed
    }
}

/// What anonymous callers have made so far.
public struct AnonymousUsage: Hashable, Sendable {
    /// Unclaimed, unexpired organizations made with the e-mail address.
    public var activeForEmail: Int
    /// Organizations made from the network address lately.
    public var recentFromAddress: Int
    /// Unclaimed, unexpired organizations in all.
    public var organizations: Int
    /// Bytes that those hold.
    public var bytes: Int

    /// These figures.
    public init(activeForEmail: Int, recentFromAddress: Int, organizations: Int, bytes: Int) {
        self.activeForEmail = activeForEmail
        self.recentFromAddress = recentFromAddress
        self.organizations = organizations
        self.bytes = bytes
    }
}

/// Totals over a whole catalog.
public struct CatalogTotals: Hashable, Sendable {
    /// Organizations, unclaimed ones included.
    public var organizations = 0
    /// Libraries.
    public var libraries = 0
    /// Live assets.
    public var assets = 0
    /// Assets in the trash.
    public var trashed = 0
    /// Bytes of both.
    public var bytes = 0
    /// Intents without an outcome.
    public var openIntents = 0

    /// All zero.
    public init() {}
}
