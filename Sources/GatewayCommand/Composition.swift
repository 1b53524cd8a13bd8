import AdoptedFolderAdapter
import Bytes
import Foundation
import Gateway
import HTTPCore
import LocalDiskAdapter
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

    /// Opens what `configuration` names; `publicURL` is what clients see.
    ///
    /// Without `opensStores` only the catalog is touched, so that a command about keys works while a disk is
    /// away; the gateway then has no adapters. Throws where a catalog was there and is gone.
    init(
        _ configuration: Configuration, publicURL: String, opensStores: Bool = true,
        longWork: LongWork = .standard, observer: any ScanObserver = NoScanObserver()
    ) async throws {
        directory = try DataDirectory(at: configuration.dataDirectory)
        try LostCatalog.check(configuration, directory)
        let owner = "\(getpid())-" + IdentifierSource(SystemRandom()).identifier().suffix(8)
        var options = SQLiteCatalog.Options()
        options.owner = owner
        options.buriesPurgedFiles = !configuration.purgeDeletesAdopted
        catalog = try await SQLiteCatalog(path: directory.catalog, options: options)
        let disks = opensStores ? try await Self.disks(configuration, directory) : []
        let fallback = disks.first?.spoolFolder ?? directory.path
        var settings = Self.settings(configuration, publicURL: publicURL, spoolFolder: fallback)
        settings.isSyncable = longWork.isSyncable
        gateway = Gateway(
            catalog: catalog, adapters: disks, settings: settings, clock: SystemClock(),
            random: SystemRandom(), owner: owner,
            adoptedFolder: Self.adoptedFolder(configuration, directory))
        works = longWork.works(gateway, observer)
        self.disks = disks
        if opensStores { try await gateway.openAdoptions() }
    }

    /// The stores, prepared; none where they were not opened.
    var stores: [any Adapter] { disks }
    private let disks: [LocalDiskAdapter]

    /// Removes what earlier runs left half-written, and says how many files; for the owner only.
    @discardableResult
    func sweep() async throws -> Int {
        var swept = 0
        for disk in disks { swept += try await disk.sweepSpool() }
        return swept
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
    static func store(_ name: AdapterName, of configuration: Configuration) async throws -> (any Adapter)? {
        var alone = configuration
        alone.stores = configuration.stores.filter { $0.name == name }
        guard !alone.stores.isEmpty else { return nil }
        return try await disks(alone, DataDirectory(at: configuration.dataDirectory)).first
    }

    private static func disks(
        _ configuration: Configuration, _ directory: DataDirectory
    ) async throws -> [LocalDiskAdapter] {
        var disks: [LocalDiskAdapter] = []
        for store in configuration.stores {
            let disk = LocalDiskAdapter(name: store.name, root: store.folder ?? directory.path)
            try await disk.prepare()
            disks.append(disk)
        }
        return disks
    }

    private static func settings(
        _ configuration: Configuration, publicURL: String, spoolFolder: String
    ) -> GatewaySettings {
        var settings = GatewaySettings(
            publicURL: publicURL, defaultAdapter: configuration.defaultStore, spoolFolder: spoolFolder,
            mediaType: MediaType.resolve)
        settings.uploads.maximumFileBytes = configuration.maximumFileBytes
        settings.uploads.minimumFreeBytes = configuration.minimumFreeBytes
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
