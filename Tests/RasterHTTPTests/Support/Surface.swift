import AdapterKit
import AdoptedFolderAdapter
import Gateway
import HTTPCore
import LocalDiskAdapter
import Raster
import RasterCatalog
import RasterHTTP
import Telemetry
import TestSupport

/// The whole HTTP surface over a catalog and a store of its own.
///
/// It holds the organization `acme` (pro) with the libraries `photos` and `drafts`, and `globex` with the
/// library `vault`.
struct Surface {
    /// Where the bytes go.
    enum Store { case disk, memory }

    static let publicURL = "https://assets.example"

    let folder: Folder
    let clock = TestClock()
    let log = MemorySink()
    let metrics = MetricsRegistry()
    let operations: Operations
    let catalog: SQLiteCatalog
    let memory = MemoryAdapter(name: "memory")
    /// A store for ten bytes.
    let small = MemoryAdapter(name: "small", capacity: 10)
    let gateway: Gateway
    let front: RasterFrontEnd
    let transport: LoopbackTransport

    /// A surface in a new folder, or over what another one left in `folder`.
    ///
    /// With `cacheBytes` there is a cache; `others` are further stores.
    init(
        _ store: Store = .disk, in folder: Folder? = nil, cacheBytes: Int? = nil,
        others: [any Adapter] = [],
        settings change: (inout GatewaySettings) -> Void = { _ in },
        front configure: (inout FrontEndSettings) -> Void = { _ in }
    ) async throws {
        self.folder = try folder ?? Folder()
        let path = self.folder.path
        var options = SQLiteCatalog.Options()
        options.owner = "run-1"
        // Emptying the log of an idle catalog makes another stamp, at a moment that no test chooses.
        options.idleBeforeCheckpoint = .seconds(86_400)
        catalog = try await SQLiteCatalog(path: path + "/catalog.sqlite", options: options)
        let disk = LocalDiskAdapter(name: "disk", root: path + "/store")
        try makeFolder(path + "/store")
        try makeFolder(path + "/spool")
        try await disk.prepare()
        var settings = GatewaySettings(
            publicURL: Self.publicURL, defaultAdapter: store == .disk ? "disk" : "memory",
            spoolFolder: path + "/spool", mediaType: MediaType.resolve)
        settings.uploads.minimumFreeBytes = 0
        change(&settings)
        gateway = Gateway(
            catalog: catalog, adapters: [disk, memory, small] + others, settings: settings, clock: clock,
            random: SeededRandom(seed: folder == nil ? 2026 : 2027), owner: "run-1",
            cache: try cacheBytes.map { bytes in
                try ContentCache(
                    folder: path + "/cache", maximumBytes: bytes, executor: globalConcurrentExecutor)
            }
        ) { AdoptedFolderAdapter(name: $0.adapter, root: $0.root, knownRoot: $0.rootIdentity) }
        var frontSettings = FrontEndSettings()
        configure(&frontSettings)
        operations = Operations(metrics: metrics)
        operations.isAccepting = true
        front = RasterFrontEnd(gateway, frontSettings, operations: operations, log: log, metrics: metrics)
        transport = LoopbackTransport(to: front)
        if folder == nil { try await populate(settings.defaultAdapter) }
    }

    private func populate(_ adapter: AdapterName) async throws {
        try await catalog.write { writer in
            for (organization, libraries) in [("acme", ["photos", "drafts"]), ("globex", ["vault"])] {
                let id = OrganizationID(organization)
                try await writer.insert(
                    Organization(id: id, name: organization.uppercased(), plan: .pro, created: .sample()))
                for library in libraries {
                    _ = try await writer.insert(
                        NewLibrary(
                            organization: id, id: LibraryID(library), name: library, adapter: adapter,
                            created: .sample()))
                }
            }
            for key in Key.prepared { try await writer.insert(try key.row()) }
        }
    }
}

/// The keys that every surface knows.
struct Key: Sendable {
    let name: String
    let organization: OrganizationID
    let grants: Grants
    /// What goes behind `Bearer`.
    let secret: String

    init(name: String, organization: OrganizationID, grants: Grants) {
        self.name = name
        self.organization = organization
        self.grants = grants
        secret = "rk_secret_of_\(name)"
    }

    /// A key that the surface itself has made.
    init(issued secret: String) {
        (name, organization, grants) = ("issued", "", Grants())
        self.secret = secret
    }

    static let writer = Key(name: "writer", organization: "acme", grants: Grants(all: .write))
    static let reader = Key(name: "reader", organization: "acme", grants: Grants(all: .read))
    static let second = Key(name: "second", organization: "acme", grants: Grants(all: .write))
    static let photos = Key(
        name: "photos", organization: "acme", grants: Grants(libraries: ["photos": .write]))
    static let mixed = Key(
        name: "mixed", organization: "acme", grants: Grants(libraries: ["photos": .read, "drafts": .write]))
    static let none = Key(name: "none", organization: "acme", grants: Grants())
    static let stranger = Key(name: "stranger", organization: "globex", grants: Grants(all: .write))

    static let prepared = [writer, reader, second, photos, mixed, none, stranger]

    func row() throws -> NewAPIKey {
        NewAPIKey(
            APIKey(
                id: KeyID("key-\(name)"), organization: organization, label: "Key \(name)", grants: grants,
                created: .sample()),
            secretDigest: try NewSecret.digest(of: secret))
    }
}
