import Raster

extension Configuration {
    /// How stores that fetch bytes for themselves get at them.
    struct Staging: Sendable, Equatable {
        /// The address that those stores see; `nil` for what ``Configuration/stagingURL`` makes of the others.
        var publicURL: String?
        /// Where those stores connect; `nil` where clients do.
        var listen: Listen?
        /// How long an address may be fetched from.
        var lifetime = Duration.seconds(3600)
    }

    /// The name of the store that bytes wait in for one that fetches for itself; nobody else can have it.
    static let stagingName: AdapterName = "staging"

    /// The stores that fetch for themselves what they are to hold, with the addresses of their APIs.
    ///
    /// One that is only read from is told to fetch nothing.
    var fetchingStores: [(name: AdapterName, address: String)] {
        stores.filter(\.isMirrored).compactMap { store in
            store.fetchesFrom.map { (name: store.name, address: $0) }
        }
    }

    /// Where bytes wait for a store that fetches for itself: a hidden store on a disk, in the data directory.
    var stagingStore: Store { Store(name: Self.stagingName, folder: "\(dataDirectory)/\(Self.stagingName)") }

    /// The stores on disks, the hidden one included where a store fetches for itself.
    var allDisks: [Store] { fetchingStores.isEmpty ? disks : disks + [stagingStore] }

    /// The address that stores see, as far as the configuration says it.
    var stagingURL: String {
        staging.publicURL ?? staging.listen.map { $0.url(port: $0.port) }
            ?? publicURL ?? listen.url(port: listen.port)
    }

    /// The keys about staging.
    static let stagingKeys: [ConfigurationKey] = [
        .optionalText(
            "staging.publicURL",
            "the address that stores see which fetch files for themselves; null for staging.listen or publicURL",
            pattern: ConfigurationShape.webAddress
        ) { text, configuration in
            configuration.staging.publicURL = try text.map(webAddress)
        } write: {
            $0.staging.publicURL
        },
        .optionalText(
            "staging.listen",
            "where those stores connect, and nobody else: HOST:PORT; null for where clients connect",
            pattern: ConfigurationShape.address
        ) { text, configuration in
            configuration.staging.listen = try text.map(Listen.checked)
        } write: {
            $0.staging.listen?.description
        },
        .seconds(
            "staging.lifetimeSeconds", \.staging.lifetime, 60...604_800,
            "how long a store may take to fetch a file; one that has not by then has failed"),
    ]
}

extension Configuration.Listen {
    /// The address spelled `HOST:PORT`, of a host that need not be looked up.
    static func checked(_ text: String) throws -> Configuration.Listen {
        let listen: Configuration.Listen
        do { listen = try Configuration.Listen(text) } catch {
            throw ConfigurationValueError("must be HOST:PORT, such as 127.0.0.1:8080")
        }
        guard listen.isLiteral else {
            throw ConfigurationValueError(
                "has a host that is no address",
                remedy:
                    "write one of this machine's, such as 127.0.0.1 or [::1], or 0.0.0.0 for all of them")
        }
        return listen
    }
}
