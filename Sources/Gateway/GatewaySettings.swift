import Bytes
public import Raster

/// What an operator may set of the gateway's behaviour; the defaults are CONTRACT's.
public struct GatewaySettings: Sendable {
    /// What uploads may take.
    public struct Uploads: Sendable {
        /// The largest file in bytes; adapters may allow less.
        public var maximumFileBytes = 1 << 30
        /// Free bytes below which the spool's disk is taken for full.
        ///
        /// `nil` for a fiftieth of the disk, and 256 MiB at most.
        public var minimumFreeBytes: Int?
        /// Where incoming bytes go if the adapter does not care.
        public var spoolFolder: String

        /// The bytes that uploads leave free on the disk of `folder`.
        public func floor(of folder: String) -> Int {
            floor(ofBytes: DiskSpace.totalBytes(at: folder) ?? 0)
        }

        /// The bytes that uploads leave free on a disk of `total` bytes.
        public func floor(ofBytes total: Int) -> Int { minimumFreeBytes ?? min(256 << 20, total / 50) }

        /// The defaults, spooling in `spoolFolder`.
        public init(spoolFolder: String) { self.spoolFolder = spoolFolder }
    }

    /// What the hobby plan may hold.
    public struct HobbyCaps: Sendable {
        /// Libraries.
        public var libraries = 3
        /// Bytes, trash included.
        public var bytes = 1_000_000_000
        /// Libraries of an organization that nobody has claimed.
        public var unclaimedLibraries = 1
        /// Bytes of an organization that nobody has claimed.
        public var unclaimedBytes = 200_000_000

        /// CONTRACT's caps.
        public init() {}
    }

    /// What callers without a key may do.
    public struct Anonymous: Sendable {
        /// Whether they may make organizations at all.
        public var isEnabled = true
        /// Where their assets go; `nil` for the default adapter.
        public var adapter: AdapterName?
        /// Unclaimed organizations at once.
        public var maximumOrganizations = 1000
        /// Bytes in all unclaimed organizations together.
        public var maximumTotalBytes = 20_000_000_000
        /// Unclaimed organizations for one e-mail address at once.
        public var perEmail = 3
        /// New organizations from one network address within an hour.
        public var perAddressAndHour = 10
        /// How long an organization waits to be claimed.
        public var lifetime = Duration.days(30)
        /// Whether the claim link is sent by mail too.
        public var sendsMail = false

        /// CONTRACT's bounds.
        public init() {}
    }

    /// How stores that fetch bytes for themselves get at them.
    public struct Staging: Sendable {
        /// The address under which those stores reach the gateway, without a slash at the end.
        public var publicURL: String
        /// How long an address is good for; a store that has not fetched by then has failed.
        public var lifetime = Duration.seconds(3600)
        /// The first pause between two looks at whether bytes have arrived; later ones are longer.
        public var poll = Duration.seconds(1)
        /// The longest pause.
        public var longestPoll = Duration.seconds(30)

        /// The defaults, with addresses below `publicURL`.
        public init(publicURL: String) { self.publicURL = publicURL }
    }

    /// The address under which clients reach the gateway, without a slash at the end.
    public var publicURL: String
    /// Where assets of new libraries go.
    public var defaultAdapter: AdapterName
    /// What uploads may take.
    public var uploads: Uploads
    /// What the hobby plan may hold.
    public var hobby = HobbyCaps()
    /// What callers without a key may do.
    public var anonymous = Anonymous()
    /// How long the trash keeps an asset.
    public var trashRetention = Duration.days(30)
    /// How long an answer is kept for a repetition of its request.
    public var answerRetention = Duration.seconds(86_400)
    /// How long a job that has ended is kept.
    public var jobRetention = Duration.days(30)
    /// How stores that fetch bytes for themselves get at them; `nil` where none does.
    public var staging: Staging?
    /// The adapters whose clients are led to the store's own addresses, where it gives some.
    public var redirectingAdapters: Set<AdapterName> = []
    /// The adapters of stores that show what the catalog says of their assets, and that are only read from.
    public var readOnlyAdapters: Set<AdapterName> = []
    /// Whether there is something that a library can be compared with; where not, it takes no `POST …/sync`.
    public var isSyncable: @Sendable (Library, any CatalogReader) async throws -> Bool = { _, _ in false }
    /// Whether libraries are compared with backends that can list what they hold.
    public var comparesStores = false
    /// Media type from filename, declared type and first bytes.
    public var mediaType: @Sendable (_ filename: String, _ declared: String?, _ head: [UInt8]) -> String

    /// Settings with CONTRACT's defaults.
    public init(
        publicURL: String, defaultAdapter: AdapterName, spoolFolder: String,
        mediaType: @escaping @Sendable (String, String?, [UInt8]) -> String
    ) {
        self.publicURL = publicURL
        self.defaultAdapter = defaultAdapter
        uploads = Uploads(spoolFolder: spoolFolder)
        self.mediaType = mediaType
    }
}
