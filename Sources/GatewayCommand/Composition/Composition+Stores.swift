import AdapterWrappers
import Gateway
import ImgbtAdapter
import LocalDiskAdapter
import MediaPocketAdapter
import Raster
import RasterCatalog

// The stores of a configuration.
extension Composition {
    /// What was opened of them; nothing for a command that only touches the catalog.
    struct OpenedStores: Sendable {
        /// Those on disks.
        var disks: [AdapterName: LocalDiskAdapter] = [:]
        /// Where bytes wait for a store that fetches for itself; `nil` where there is none and was none.
        var staging: LocalDiskAdapter?
        /// What reaches those across a network; `nil` where there are none.
        var network: StoreNetwork?
        /// All, prepared, in the order of the configuration.
        var all: [any Adapter] = []

        /// Where the first store on a disk spools.
        func firstSpool(_ configuration: Configuration) -> String? {
            configuration.disks.lazy.compactMap { disks[$0.name]?.spoolFolder }.first
        }
    }

    /// Opens all that `configuration` names.
    static func open(
        _ configuration: Configuration, _ directory: DataDirectory, _ catalog: SQLiteCatalog,
        _ surroundings: StoreSurroundings
    ) async throws -> OpenedStores {
        var opened = OpenedStores()
        opened.disks = try await disks(configuration, directory)
        if opened.disks.count < configuration.stores.count { opened.network = StoreNetwork(surroundings) }
        opened.all = try stores(configuration, opened.disks, opened.network)
        opened.staging = try await staging(configuration, catalog)
        return opened
    }

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

    static func imgbt(
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

    static func mediaPocket(
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
}
