import Bytes
public import Raster
import Synchronization

/// The use cases: what Raster's routes mean, over a catalog and adapters.
///
/// Reads take a reader and stay inside its transaction. Changes that touch only the catalog take a writer, so
/// that the caller can keep its answer in the same transaction (``commit(_:_:)``). Changes of bytes write an
/// intent, act on the adapter, and then commit.
public final class Gateway: Sendable {
    /// Where the truth is.
    public let catalog: any Catalog
    /// The time.
    public let clock: any WallClock
    /// When this process began.
    let started: Timestamp
    /// Tokens that this process has handed bytes out for.
    let fetched = FetchedTokens()
    /// What an operator may set.
    public let settings: GatewaySettings
    /// The run of the gateway, as intents name it.
    public let owner: String
    /// Whether trash is purged now; see ``LeapGuard``.
    let leapGuard: LeapGuard
    let adapters: AdapterRegistry
    /// Makes the adapter that reads an adopted folder.
    let adoptedFolder: (@Sendable (Adoption) -> any Adapter)?
    /// Keeps bytes until a store that fetches for itself has been seen to hold them; `nil` where none does.
    let staging: (any Adapter)?
    /// Copies of what stores hand out as streams; `nil` for none.
    public let cache: ContentCache?
    let identifiers: IdentifierSource
    /// The Idempotency-Keys whose requests run now; no process but the owner's has any.
    let requestsInFlight = InFlight<SHA256Digest>()
    /// The assets that are being uploaded or purged now: their intents are nobody else's business.
    let assetsInFlight = InFlight<AssetID>()
    /// Rung when a job was made, cancelled or came to an end in this process.
    let jobBell = Bell()
    /// Rung when assets may have changed in this process.
    let mirrorBells = MirrorBells()
    /// The adopted folders that are being scanned now.
    let scansInFlight = InFlight<AdoptionKey>()
    /// Work on the comments of assets, one at a time for each.
    let commentTurns = Turns<AssetID>()
    /// Walks through backends, one at a time for each.
    let syncTurns = Turns<AdapterName>()
    /// Makes places of libraries, one at a time for each.
    let placeTurns = Turns<PlaceKey>()
    /// Whether a transaction of this process has made a job that the runner should look at.
    let hasNewJobs = Atomic(false)

    /// A gateway over `catalog` and `adapters`; `owner` names this run in the journal.
    ///
    /// `adoptedFolder` makes the adapters of adopted folders; without it there are none.
    public init(
        catalog: any Catalog, adapters: [any Adapter], settings: GatewaySettings, clock: any WallClock,
        random: any RandomSource, owner: String, cache: ContentCache? = nil, staging: (any Adapter)? = nil,
        adoptedFolder: (@Sendable (Adoption) -> any Adapter)? = nil
    ) {
        self.catalog = catalog
        self.adapters = AdapterRegistry(adapters + [staging].compactMap { $0 })
        self.staging = staging
        self.adoptedFolder = adoptedFolder
        self.settings = settings
        self.clock = clock
        started = clock.now()
        self.owner = owner
        self.cache = cache
        leapGuard = LeapGuard(clock)
        identifiers = IdentifierSource(random)
    }

    /// The adapter called `name`; a library may name one that the configuration has lost.
    public func adapter(_ name: AdapterName) throws(StorageError) -> any Adapter {
        guard let adapter = adapters.adapter(name) else {
            throw StorageError(.unavailable, "no adapter is configured under this name", side: .gateway)
                .with("adapter", name)
        }
        return adapter
    }
}
