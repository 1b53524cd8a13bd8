import AdapterWrappers
import AdoptedFolderAdapter
import Bytes
import Curl
import FakeKit
import Foundation
import Gateway
import HTTPCore
import ImgbtAdapter
import ImgbtFake
import LocalDiskAdapter
import MediaPocketAdapter
import MediaPocketFake
import MicroHTTP
import Raster
import RasterCatalog
import RasterHTTP

/// Puts the pieces together: the only file that knows concrete adapters.
struct Composition: Sendable {
    /// The folder of everything.
    let directory: DataDirectory
    /// The catalog in it.
    let catalog: SQLiteCatalog
    /// The use cases over both.
    let gateway: Gateway
    /// What does long work, by its kind.
    let works: [JobKind: any JobWork]

    /// Opens what `configuration` names; `publicURL` is what clients see, `stagingURL` what stores see that fetch bytes
    /// for themselves, where that is not what the configuration makes of it.
    ///
    /// Without `opensStores` only the catalog is touched, so that a command about keys works while a disk is
    /// away; the gateway then has no adapters. Throws where a catalog was there and is gone.
    init(
        _ configuration: Configuration, publicURL: String, stagingURL: String? = nil,
        opensStores: Bool = true,
        longWork: LongWork = .standard, observer: any ScanObserver = NoScanObserver(),
        surroundings: StoreSurroundings = .init()
    ) async throws {
        directory = try DataDirectory(at: configuration.dataDirectory)
        try LostCatalog.check(configuration, directory)
        let owner = "\(getpid())-" + IdentifierSource(SystemRandom()).identifier().suffix(8)
        var options = SQLiteCatalog.Options()
        options.owner = owner
        options.buriesPurgedFiles = !configuration.purgeDeletesAdopted
        options.mirrored = Set(configuration.stores.filter(\.isMirrored).map(\.name))
        options.binned = Set(configuration.stores.filter(\.isBinned).map(\.name))
        options.placed = Set(configuration.stores.filter(\.isPlaced).map(\.name))
        catalog = try await SQLiteCatalog(path: directory.catalog, options: options)
        let disks = opensStores ? try await Self.disks(configuration, directory) : [:]
        let isNetworked = opensStores && disks.count < configuration.stores.count
        let network = isNetworked ? StoreNetwork(surroundings) : nil
        let stores = opensStores ? try Self.stores(configuration, disks, network) : []
        staging = opensStores ? try await Self.staging(configuration, catalog) : nil
        spool = try SpoolFolder(in: directory, beside: disks.values.compactMap(\.spoolFolder))
        let firstSpool = configuration.disks.lazy.compactMap { disks[$0.name]?.spoolFolder }.first
        var settings = Self.settings(
            configuration, publicURL: publicURL, spoolFolder: firstSpool ?? spool.path)
        settings.staging = configuration.staging(at: stagingURL ?? configuration.stagingURL)
        settings.isSyncable = longWork.isSyncable
        settings.comparesStores = longWork.comparesStores
        gateway = Gateway(
            catalog: catalog, adapters: stores, settings: settings, clock: SystemClock(),
            random: SystemRandom(), owner: owner,
            cache: opensStores ? try ContentCache(configuration, directory, surroundings) : nil,
            staging: staging,
            adoptedFolder: Self.adoptedFolder(configuration, directory))
        works = longWork.works(gateway, observer)
        self.disks = Array(disks.values) + [staging].compactMap { $0 }
        self.stores = stores
        self.network = network
        if opensStores { try await gateway.openAdoptions() }
    }

    /// The stores, prepared, in the order of the configuration; none where they were not opened.
    let stores: [any Adapter]
    /// Where bytes wait for a store that fetches for itself; `nil` where there is none and was none.
    let staging: LocalDiskAdapter?
    private let disks: [LocalDiskAdapter]
    private let spool: SpoolFolder
    /// What reaches stores across a network; `nil` where there are none.
    let network: StoreNetwork?

    /// Removes what earlier runs left half-written, and says how many files; for the owner only.
    @discardableResult
    func sweep() async throws -> Int {
        var swept = 0
        for disk in disks { swept += try await disk.sweepSpool() }
        return try swept + spool.sweep()
    }

    /// Makes the adapter of an adopted folder, which leaves out what the gateway itself keeps in it.
    private static func adoptedFolder(
        _ configuration: Configuration, _ directory: DataDirectory
    ) -> @Sendable (Adoption) -> any Adapter {
        let own = [directory.path] + configuration.stores.compactMap(\.folder)
        let unlinks = configuration.purgeDeletesAdopted
        return { adoption in
            AdoptedFolderAdapter(
                name: adoption.adapter, root: adoption.root, ownFolders: own,
                knownRoot: adoption.rootIdentity, unlinks: unlinks)
        }
    }

    /// Does ahead what uploads would otherwise wait for.
    func warmUp() async throws { for disk in disks { try await disk.makeShards() } }

    /// The store that `configuration` calls `name`, prepared, without a catalog; `nil` where there is none.
    ///
    /// Nothing is wrapped around it, since retries would hide what it fails at.
    static func store(_ name: AdapterName, of configuration: Configuration) async throws -> (any Adapter)? {
        guard let store = configuration.stores.first(where: { $0.name == name }) else { return nil }
        switch store.kind {
        case .disk:
            var alone = configuration
            alone.stores = [store]
            return try await disks(alone, DataDirectory(at: configuration.dataDirectory))[name]
        case .imgbt(let vault): return try imgbt(name, vault, StoreNetwork(StoreSurroundings()))
        case .mediaPocket(let account):
            return try mediaPocket(name, account, StoreNetwork(StoreSurroundings()))
        }
    }

    /// What was taken in is served on although the store that it was for is configured no more.
    private static func staging(
        _ configuration: Configuration, _ catalog: SQLiteCatalog
    ) async throws -> LocalDiskAdapter? {
        let store = configuration.stagingStore
        let isWanted =
            if configuration.fetchingStores.isEmpty {
                try await !catalog.read { try await $0.homes(in: store.name, after: nil, limit: 1) }.isEmpty
            } else { true }
        guard isWanted, let folder = store.folder else { return nil }
        let disk = LocalDiskAdapter(name: store.name, root: folder)
        try await disk.prepare()
        return disk
    }

    private static func disks(
        _ configuration: Configuration, _ directory: DataDirectory
    ) async throws -> [AdapterName: LocalDiskAdapter] {
        var disks: [AdapterName: LocalDiskAdapter] = [:]
        for store in configuration.disks {
            let disk = LocalDiskAdapter(name: store.name, root: store.folder ?? directory.path)
            try await disk.prepare()
            disks[store.name] = disk
        }
        return disks
    }

    /// Every store, within what keeps a failing one from others.
    private static func stores(
        _ configuration: Configuration, _ disks: [AdapterName: LocalDiskAdapter], _ network: StoreNetwork?
    ) throws -> [any Adapter] {
        try configuration.stores.compactMap { store in
            switch store.kind {
            case .disk: return disks[store.name]
            case .imgbt(let vault):
                // Commands that ask for no secrets do without the stores that need one.
                guard let network, vault.secret?.reveal().isEmpty == false else { return nil }
                return wrapped(
                    try imgbt(store.name, vault, network), vault.wrapping, network.wrapperEnvironment)
            case .mediaPocket(let account):
                guard let network, account.secret?.reveal().isEmpty == false else { return nil }
                return wrapped(
                    try mediaPocket(store.name, account, network), account.wrapping,
                    network.wrapperEnvironment)
            }
        }
    }

    private static func imgbt(
        _ name: AdapterName, _ vault: Configuration.Imgbt, _ network: StoreNetwork
    ) throws -> ImgbtAdapter {
        do throws(ImgbtConfigurationError) {
            var configuration = try ImgbtConfiguration(
                vault: vault.vault, secret: try ImgbtSecret(vault.secret?.reveal() ?? ""),
                path: vault.path, deliveryURL: vault.deliveryURL)
            configuration.requestTime = vault.requestTime
            configuration.settleTime = vault.settleTime
            configuration.concurrency = vault.concurrency
            return ImgbtAdapter(
                name: name, configuration: configuration,
                api: network.transport(to: vault.address, vault),
                delivery: network.transport(to: configuration.deliveryURL, vault), clock: SystemClock(),
                random: SystemRandom())
        } catch {
            throw CommandFailure("the store \"\(name)\" cannot be used: \(error)")
        }
    }

    private static func mediaPocket(
        _ name: AdapterName, _ account: Configuration.MediaPocket, _ network: StoreNetwork
    ) throws -> MediaPocketAdapter {
        do throws(MediaPocketConfigurationError) {
            var configuration = try MediaPocketConfiguration(
                address: account.url, secret: try MediaPocketSecret(account.secret?.reveal() ?? ""),
                path: account.path, downloadHosts: account.downloadHosts)
            configuration.nativeTrash = account.nativeTrash
            configuration.requestTime = account.requestTime
            configuration.settleTime = account.settleTime
            configuration.concurrency = account.concurrency
            return MediaPocketAdapter(
                name: name, configuration: configuration, api: network.transport(to: account.url, account),
                download: { network.transport(to: $0, account) }, clock: SystemClock())
        } catch {
            throw CommandFailure("the store \"\(name)\" cannot be used: \(error)")
        }
    }

    private static func settings(
        _ configuration: Configuration, publicURL: String, spoolFolder: String
    ) -> GatewaySettings {
        var settings = GatewaySettings(
            publicURL: publicURL, defaultAdapter: configuration.defaultStore, spoolFolder: spoolFolder,
            mediaType: MediaType.resolve)
        settings.uploads.maximumFileBytes = configuration.maximumFileBytes
        settings.uploads.minimumFreeBytes = configuration.minimumFreeBytes
        settings.redirectingAdapters = Set(configuration.stores.filter(\.redirects).map(\.name))
        settings.trashRetention = .days(configuration.trashDays)
        settings.hobby.libraries = configuration.hobbyLibraries
        settings.hobby.bytes = configuration.hobbyBytes
        settings.hobby.unclaimedLibraries = configuration.unclaimedLibraries
        settings.hobby.unclaimedBytes = configuration.unclaimedBytes
        settings.anonymous.isEnabled = configuration.anonymousEnabled
        settings.anonymous.adapter = configuration.anonymousStore
        settings.anonymous.maximumOrganizations = configuration.anonymousMaximumOrganizations
        settings.anonymous.maximumTotalBytes = configuration.anonymousMaximumTotalBytes
        settings.anonymous.sendsMail = configuration.mail.host != nil
        return settings
    }
}

// The fakes that can be served; what they are of knows nothing of the rest.
extension Composition {
    /// The operations of imgbt, for faults.
    static var imgbtOperations: [(name: String, summary: String)] { ImgbtFake.operations }
    /// The names of imgbt's dialects.
    static let imgbtDialects = ImgbtDialect.allCases.map(\.rawValue)

    /// A fake of imgbt.
    static func imgbt(_ setup: FakeSetup, _ vault: FakeVault) throws -> ServedFake {
        var options = ImgbtFake.Options()
        options.vault = vault.vault
        options.secret = vault.secret
        options.publicKey = vault.publicKey
        options.dialect = ImgbtDialect(rawValue: vault.dialect) ?? .reference
        options.deliveryURL = "\(setup.url)/delivery/{vault}"
        options.folder = setup.folder
        options.faults = setup.faults
        options.log = setup.log
        let fake = try ImgbtFake(options)
        let samples = try fake.seed(setup.samples)
        return ServedFake(
            handler: fake, plan: fake.plan, samples: samples, assets: fake.assets.count,
            close: { fake.close() })
    }

    /// The operations of Media Pocket, for faults.
    static var mediaPocketOperations: [(name: String, summary: String)] { MediaPocketFake.operations }
    /// The routes that steer a fake of Media Pocket alone.
    static var mediaPocketControl: [(name: String, summary: String)] { MediaPocketFake.controlRoutes }

    /// A fake of Media Pocket; it fetches files by itself, over the network.
    static func mediaPocket(_ setup: FakeSetup, _ account: FakeAccount) throws -> ServedFake {
        let engine = CurlEngine(executor: BlockingPool())
        var options = MediaPocketFake.Options()
        options.users = account.keys.enumerated().map { index, key in
            PocketUser(id: index + 1, email: "fake\(index + 1)@example.com", key: key)
        }
        options.origin = setup.url
        options.givesDownloadURLs = account.givesDownloadURLs
        options.givesRelativeURLs = account.givesRelativeURLs
        options.listsPreviewsFirst = account.listsPreviewsFirst
        options.md5Delay = account.md5Delay
        options.transport = { CurlHTTP(engine, base: $0) }
        options.fetchDelay = account.fetchDelay
        options.fetchesOnRequests = false
        options.folder = setup.folder
        options.faults = setup.faults
        options.log = setup.log
        let fake = try MediaPocketFake(options)
        let samples = try fake.seed(setup.samples)
        return ServedFake(
            handler: fake, plan: fake.plan, samples: samples, assets: fake.assets.count,
            work: { await fake.run() },
            close: {
                await engine.stop()
                fake.close()
            })
    }
}

// What the types of stores are like, for whoever describes them.
extension Composition {
    /// Each type of store with the default settings, and with those that give it abilities; nothing is behind them.
    static func samples() throws -> [StoreSample] {
        let network = StoreNetwork(StoreSurroundings())
        var vault = Configuration.Imgbt()
        vault.vault = "example"
        vault.secret = Secret("sk_example", from: .variable("IMGBT_SECRET"))
        var account = Configuration.MediaPocket()
        account.url = "https://example.mediapocket.fi"
        account.secret = Secret("example", from: .variable("MEDIA_POCKET_KEY"))
        let pocket = try mediaPocket("pocket", account, network)
        account.nativeTrash = true
        return [
            StoreSample(folder: "LocalDisk", adapter: LocalDiskAdapter(name: "disk", root: "/")),
            StoreSample(folder: "Folder", adapter: AdoptedFolderAdapter(name: "adopted", root: "/")),
            StoreSample(folder: "Imgbt", adapter: try imgbt("imgbt", vault, network)),
            StoreSample(
                folder: "MediaPocket", adapter: pocket,
                variants: [("nativeTrash", try mediaPocket("pocket", account, network))]),
        ]
    }
}
