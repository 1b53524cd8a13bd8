import AdoptedFolderAdapter
import Gateway
import HTTPCore
import Raster
import RasterCatalog

// What the pieces are told of a configuration.
extension Composition {
    /// What the catalog is told by `owner`, who opens it.
    static func catalogOptions(_ configuration: Configuration, owner: String) -> SQLiteCatalog.Options {
        var options = SQLiteCatalog.Options()
        options.owner = owner
        options.buriesPurgedFiles = !configuration.purgeDeletesAdopted
        // What a store that is only read from is not told waits, so that a comparison does not undo it.
        options.mirrored = Set(configuration.stores.filter(\.showsRecords).map(\.name))
        options.binned = Set(configuration.stores.filter(\.isBinned).map(\.name))
        options.placed = Set(configuration.stores.filter(\.isPlaced).map(\.name))
        return options
    }

    /// What the gateway is told, which is reached by clients and by stores under `addresses`.
    static func settings(
        _ configuration: Configuration, _ addresses: (client: String, staging: String),
        _ longWork: LongWork, spoolFolder: String
    ) -> GatewaySettings {
        var settings = GatewaySettings(
            publicURL: addresses.client, defaultAdapter: configuration.defaultStore,
            spoolFolder: spoolFolder, mediaType: MediaType.resolve)
        settings.uploads.maximumFileBytes = configuration.maximumFileBytes
        settings.uploads.minimumFreeBytes = configuration.minimumFreeBytes
        settings.redirectingAdapters = Set(configuration.stores.filter(\.redirects).map(\.name))
        settings.readOnlyAdapters = Set(configuration.stores.filter(\.isReadOnly).map(\.name))
        settings.trashRetention = .days(configuration.trashDays)
        settings.hobby = hobby(configuration)
        settings.anonymous = anonymous(configuration)
        settings.staging = configuration.staging(at: addresses.staging)
        settings.isSyncable = longWork.isSyncable
        settings.comparesStores = longWork.comparesStores
        return settings
    }

    private static func hobby(_ configuration: Configuration) -> GatewaySettings.HobbyCaps {
        var caps = GatewaySettings.HobbyCaps()
        caps.libraries = configuration.hobbyLibraries
        caps.bytes = configuration.hobbyBytes
        caps.unclaimedLibraries = configuration.unclaimedLibraries
        caps.unclaimedBytes = configuration.unclaimedBytes
        return caps
    }

    private static func anonymous(_ configuration: Configuration) -> GatewaySettings.Anonymous {
        var bounds = GatewaySettings.Anonymous()
        bounds.isEnabled = configuration.anonymousEnabled
        bounds.adapter = configuration.anonymousStore
        bounds.maximumOrganizations = configuration.anonymousMaximumOrganizations
        bounds.maximumTotalBytes = configuration.anonymousMaximumTotalBytes
        bounds.sendsMail = configuration.mail.host != nil
        return bounds
    }

    /// Makes the adapter of an adopted folder, which leaves out what the gateway itself keeps in it.
    static func adoptedFolder(
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
}
