import Raster

extension Configuration {
    /// A store: its name, and what kind it is.
    struct Store: Sendable, Equatable {
        /// What kind of store, with its settings.
        enum Kind: Sendable, Equatable {
            /// A folder.
            case disk(Disk)
            /// A vault of imgbt.
            case imgbt(Imgbt)
            /// An account of Media Pocket.
            case mediaPocket(MediaPocket)
        }

        /// Its name.
        var name: AdapterName
        /// What kind it is.
        var kind: Kind

        /// The store `name`.
        init(name: AdapterName, _ kind: Kind) {
            self.name = name
            self.kind = kind
        }

        /// A store on a disk, in `folder`.
        init(name: AdapterName, folder: String? = nil) { self.init(name: name, .disk(Disk(folder: folder))) }

        /// The folder of a store on a disk; `nil` for the data directory itself, and for all other stores.
        var folder: String? { if case .disk(let disk) = kind { disk.folder } else { nil } }

        /// Whether clients are sent to the store for bytes.
        var redirects: Bool { if case .imgbt(let vault) = kind { vault.redirects } else { false } }

        /// The address of the API of a store that fetches for itself what it is to hold; `nil` for all others.
        var fetchesFrom: String? { if case .mediaPocket(let account) = kind { account.address } else { nil } }

        /// Whether its files lie in folders that the gateway fills.
        var isDisk: Bool { if case .disk = kind { true } else { false } }
    }

    /// What an operator may set of a store on a disk.
    struct Disk: Sendable, Equatable {
        /// Its folder; `nil` for the data directory itself.
        var folder: String?
    }

    /// The stores on disks.
    var disks: [Store] { stores.filter(\.isDisk) }

    /// Every secret that is named, with the key that names it.
    var secrets: [(key: String, secret: Secret)] {
        let own = Self.keys.compactMap { key in key.secret?(self).map { (key: key.path, secret: $0) } }
        return own
            + stores.flatMap { store in
                StoreType.of(store).secrets(store.kind).map {
                    (key: "adapters.\(store.name).\($0.key)", secret: $0.secret)
                }
            }
    }
}
