import Foundation
import Gateway
import LocalDiskAdapter
import Raster
import RasterCatalog

/// Puts the pieces together: only the files of this folder know concrete adapters.
struct Composition: Sendable {
    /// The folder of everything.
    let directory: DataDirectory
    /// The catalog in it.
    let catalog: SQLiteCatalog
    /// The use cases over both.
    let gateway: Gateway
    /// What does long work, by its kind.
    let works: [JobKind: any JobWork]
    private let opened: OpenedStores
    private let spool: SpoolFolder

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
        catalog = try await SQLiteCatalog(
            path: directory.catalog, options: Self.catalogOptions(configuration, owner: owner))
        opened =
            opensStores
            ? try await Self.open(configuration, directory, catalog, surroundings) : OpenedStores()
        spool = try SpoolFolder(in: directory, beside: opened.disks.values.compactMap(\.spoolFolder))
        let settings = Self.settings(
            configuration, (client: publicURL, staging: stagingURL ?? configuration.stagingURL), longWork,
            spoolFolder: opened.firstSpool(configuration) ?? spool.path)
        gateway = Gateway(
            catalog: catalog, adapters: opened.all, settings: settings,
            clock: SystemClock(), random: SystemRandom(), owner: owner,
            cache: opensStores ? try ContentCache(configuration, directory, surroundings) : nil,
            staging: opened.staging, adoptedFolder: Self.adoptedFolder(configuration, directory))
        works = longWork.works(gateway, observer)
        if opensStores { try await gateway.openAdoptions() }
    }

    /// The stores, prepared, in the order of the configuration; none where they were not opened.
    var stores: [any Adapter] { opened.all }
    /// Where bytes wait for a store that fetches for itself; `nil` where there is none and was none.
    var staging: LocalDiskAdapter? { opened.staging }
    /// What reaches stores across a network; `nil` where there are none.
    var network: StoreNetwork? { opened.network }
    private var disks: [LocalDiskAdapter] { Array(opened.disks.values) + [staging].compactMap { $0 } }

    /// Removes what earlier runs left half-written, and says how many files; for the owner only.
    @discardableResult
    func sweep() async throws -> Int {
        var swept = 0
        for disk in disks { swept += try await disk.sweepSpool() }
        return try swept + spool.sweep()
    }

    /// Does ahead what uploads would otherwise wait for.
    func warmUp() async throws { for disk in disks { try await disk.makeShards() } }
}
