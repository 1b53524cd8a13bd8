public import Bytes
public import FakeKit
public import HTTPCore

/// One Media Pocket account: the documented API and the delivery of its files, with faults that can be planned.
public final class MediaPocketFake: HTTPHandler {
    /// What the fake is to be like.
    public struct Options: Sendable {
        /// Who may use it; the first is the owner of samples.
        public var users = [PocketUser(id: 1, email: "fake@example.com", key: "fake-key-0123456789abcdef")]
        /// What can be started for an asset.
        public var actions = [
            PocketAction(
                id: 1, name: "Make thumbnails", description: "Makes small pictures.", category: "Pictures")
        ]
        /// Where it is reached, for addresses of files in answers.
        public var origin = "http://127.0.0.1:9200"
        /// Whether it gives addresses of files; without, they are null.
        public var givesDownloadURLs = true
        /// How long an address of a file works.
        public var downloadTime = Duration.seconds(900)
        /// What reaches an origin, such as `http://127.0.0.1:8080`, to fetch files from it.
        public var transport: @Sendable (_ origin: String) -> any HTTPTransport = { _ in NoTransport() }
        /// How long after it was told to it begins to fetch a file, on its own clock.
        public var fetchDelay = Duration.zero
        /// Whether a request first does what is due, as tests want it; without, ``MediaPocketFake/work()`` must be
        /// called.
        public var fetchesOnRequests = true
        /// The most bytes that a file may have.
        public var maximumFileBytes = 5_000_000_000
        /// How long an action runs, on the fake's clock.
        public var actionTime = Duration.seconds(5)
        /// How many events a page of history has.
        public var historyPage = 20
        /// What ids are made of.
        public var seed: UInt64 = 1
        /// The folder that keeps the state; `nil` for a temporary one that goes with the fake.
        public var folder: String?
        /// What goes wrong.
        public var faults: [PlannedFault] = []
        /// The time that it lives in.
        public var time = FakeTime.system
        /// Gets a line for each request and fetch, without keys, queries and addresses of files.
        public var log: (@Sendable (String) -> Void)?

        /// An empty account with one user in a temporary folder, where nothing goes wrong.
        public init() {}
    }

    private let handler: FakeHandler<MediaPocketService>
    private let folder: FakeFolder

    /// The account that `options` describe, with what their folder holds.
    public init(_ options: Options = Options()) throws {
        folder = try FakeFolder(options.folder)
        let plan = FaultPlan(options.faults)
        handler = FakeHandler(
            try MediaPocketService(options, folder, plan), plan: plan, time: options.time, log: options.log)
    }

    /// The vendor's answer, unless a fault is due.
    public func respond(to request: HTTPRequest) async -> HTTPResponse {
        await handler.respond(to: request)
    }

    /// Fetches the files that are due, and empties the bin.
    public func work() async { await service.work() }

    /// Does ``work()`` again and again, ten times a second, until the task is cancelled; for a fake that is served.
    public func run() async {
        while !Task.isCancelled {
            await work()
            await handler.time.wait(.milliseconds(100))
        }
    }

    private var service: MediaPocketService { handler.service }

    /// The user whom samples belong to.
    var owner: Int { service.users.all.first?.id ?? 0 }

    /// What goes wrong, and the receipts.
    public var plan: FaultPlan { handler.plan }
    /// What was done to the account.
    public var ledger: EffectLedger { service.ledger }
    /// How many requests have come.
    public var requests: Int { handler.requests }
    /// By how many milliseconds its clock is ahead; setting it puts the clock.
    public var aheadMilliseconds: Int {
        get { service.time.offset }
        set { service.time.offset = newValue }
    }
    /// The folder that keeps the state.
    public var folderPath: String { folder.path }

    /// The names of its operations, for faults.
    public static var operations: [(name: String, summary: String)] { MediaPocketService.operations }
    /// Its own routes below `/_fake/`.
    public static var controlRoutes: [(name: String, summary: String)] { MediaPocketService.controlRoutes }

    /// Removes the temporary folder, where there is one; the fake is of no use after that.
    public func close() { folder.removeIfTemporary() }
}

// What it holds.
extension MediaPocketFake {
    /// Every asset in the order in which they came, those in the bin included.
    public var assets: [PocketAsset] { service.assets }
    /// The assets without files that are no articles.
    public var placeholders: [PocketAsset] { assets.filter(\.isPlaceholder) }
    /// Every project in the order in which they came.
    public var projects: [PocketProject] {
        service.store.read { $0.projects.values.sorted { $0.number < $1.number } }
    }
    /// What it was told to fetch, in order.
    public var fetches: [PocketFetch] {
        service.store.read { $0.fetches.values.sorted { $0.id < $1.id } }
    }

    /// The bytes of an asset's first file; `nil` where there is none.
    public func bytes(of id: String) -> ByteStream? {
        let medium = service.store.read { $0.assets[id]?.media.first }
        return medium.flatMap { service.store.open($0) }.map { ByteStream(FileSlice($0.file, $0.whole)) }
    }

    /// What is said of an asset: the number of its comment, who said it, and what.
    public func comments(of id: String) -> [(id: Int, user: Int, message: String)] {
        service.store.read { state in
            state.comments.values.filter { $0.target == "assets/\(id)" }.sorted { $0.id < $1.id }
                .map { ($0.id, $0.user, $0.message) }
        }
    }
}

// What is put into it past its API.
extension MediaPocketFake {
    private static let nobody = FakeOccasion(request: 0, answer: .none)

    /// Puts an asset in, with a file of these bytes where there are some; the asset as it is now.
    @discardableResult
    public func add(
        _ asset: PocketAsset, _ content: [UInt8]? = nil, filename: String = "file.bin",
        contentType: String? = nil
    ) throws -> PocketAsset {
        let added = try service.add(asset, Self.nobody)
        guard let content else { return added }
        return try service.attach(content, to: added, filename: filename, contentType: contentType)
    }

    /// Puts a project in.
    @discardableResult
    public func add(_ project: PocketProject) throws -> PocketProject {
        try service.add(project, Self.nobody)
    }

    /// Puts a collection in.
    @discardableResult
    public func add(_ collection: PocketCollection) throws -> PocketCollection {
        try service.add(collection, Self.nobody)
    }

    /// Puts an asset into a collection.
    public func collect(_ asset: String, in collection: String) throws {
        try service.collect(asset, in: collection)
    }

    /// Puts a user in the place of the one with the same number, or beside the others.
    public func put(_ user: PocketUser) { service.users.put(user) }
}

extension MediaPocketService {
    /// Gives `asset` a file past the API.
    func attach(
        _ content: [UInt8], to asset: PocketAsset, filename: String, contentType: String?
    ) throws -> PocketAsset {
        var asset = asset
        try store.change(FakeOccasion(request: 0, answer: .none)) { state in
            let id = state.last.medium + 1
            let digests = try store.files.put(content, as: "\(id)")
            let medium = PocketMedia(
                id: id, filename: filename,
                contentType: MediaType.resolve(
                    filename: filename, declared: contentType, head: Array(content.prefix(64))),
                size: content.count, sha256: digests.sha256, md5: digests.md5, created: asset.created)
            asset.add(medium)
            var change = PocketChange(.created, "\(id)", at: "\(asset.path)/media", .asset(asset))
            change.medium = medium
            return change
        }
        return asset
    }
}

/// Reaches nothing.
private struct NoTransport: HTTPTransport {
    func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
        throw .unreachable("this fake was given nothing to fetch files with")
    }
}
