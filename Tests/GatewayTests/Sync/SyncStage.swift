import Foundation
import Raster
import RasterCatalog
import Synchronization
import TestSupport

@testable import Gateway

/// A gateway over a vault that others use too, with the libraries `photos` and `drafts` of `acme` in it.
struct SyncStage {
    let folder: Folder
    let clock = TestClock()
    let catalog: SQLiteCatalog
    let vault: VaultStore
    let gateway: Gateway
    let photos: Library
    let drafts: Library

    init(pageSize: Int = 4, isNewestFirst: Bool = true, isReadOnly: Bool = false) async throws {
        folder = try Folder()
        var options = SQLiteCatalog.Options()
        options.mirrored = ["vault"]
        catalog = try await SQLiteCatalog(path: folder.path + "/catalog.sqlite", options: options)
        vault = VaultStore(pageSize: pageSize, isNewestFirst: isNewestFirst, isReadOnly: isReadOnly)
        var settings = GatewaySettings(
            publicURL: "https://assets.example", defaultAdapter: "vault", spoolFolder: folder.path,
            mediaType: { _, declared, _ in declared ?? "text/plain" })
        settings.comparesStores = true
        if isReadOnly { settings.readOnlyAdapters = ["vault"] }
        gateway = Gateway(
            catalog: catalog, adapters: [vault], settings: settings, clock: clock, random: SeededRandom(),
            owner: "run-1")
        (photos, drafts) = try await catalog.write { writer in
            try await writer.insert(Organization.sample())
            func library(_ id: LibraryID) async throws -> Library {
                try await writer.insert(
                    NewLibrary(
                        organization: "acme", id: id, name: id.rawValue, adapter: "vault", created: .sample())
                )
            }
            return (try await library("photos"), try await library("drafts"))
        }
    }

    @discardableResult
    func sync(_ library: Library? = nil) async throws -> SyncReport {
        clock.advance(by: .seconds(60))
        guard let report = try await gateway.compare(library ?? photos) else { throw Missing() }
        return report
    }

    func plan() async throws -> SyncReport {
        clock.advance(by: .seconds(60))
        guard let report = try await gateway.planComparison(of: photos) else { throw Missing() }
        return report
    }

    struct Missing: Error {}

    /// An asset that was uploaded through the gateway, and is in step with the vault.
    @discardableResult
    func upload(
        _ id: AssetID, size: Int = 10, in library: Library? = nil, tags: [String] = [],
        _ change: @Sendable (inout NativeAsset) -> Void = { _ in }
    ) async throws -> NativeID {
        let library = library ?? photos
        let key = NaturalKey.sample(id, in: library.id)
        let native = vault.put(size: size, at: key) { asset in
            asset.asset = id
            asset.name = id.rawValue
            asset.tags = tags
            change(&asset)
        }
        let asset = try await vault.stat(native)
        try await insert(asset, as: id, into: library)
        return native
    }

    /// Makes an asset of the catalog of what the vault holds, in step with it.
    func insert(_ native: NativeAsset, as id: AssetID, into library: Library) async throws {
        let now = clock.now()
        var asset = Asset.sample(id, size: native.size ?? 0, tags: native.tags ?? [], created: now)
        asset.home = NativeReference("vault", native.id)
        asset.digest = nil
        let state = try NativeFields(adapter: vault).state(of: native, beside: asset)
        let new = NewAsset(asset, in: library.key, place: native.place, shown: state)
        _ = try await catalog.write { try await $0.publish([new]) }
    }

    /// A live asset, by its id.
    func asset(_ id: AssetID) async throws -> Asset? {
        try await catalog.read { try await $0.asset(id, in: "acme") }
    }

    /// What the catalog knows of the asset at a home.
    func known(_ id: NativeID) async throws -> KnownAsset? {
        try await catalog.read { [photos] reader in
            try await reader.knowledge(of: [NativeAsset(id: id)], in: "vault", for: photos.key).first?.known
        }
    }

    /// The live assets of a library by home.
    func live(_ library: Library? = nil) async throws -> [NativeID: Asset] {
        let key = (library ?? photos).key
        return try await catalog.read { reader in
            var all: [NativeID: Asset] = [:]
            var page = PageRequest.first
            while case let assets = try await reader.assets(in: key, carryingAnyOf: [], page: page),
                !assets.isEmpty
            {
                for asset in assets { all[asset.home.id] = asset }
                page = PageRequest(number: page.number + 1, size: page.size)
            }
            return all
        }
    }

    func run(_ library: Library? = nil) async throws -> SyncRun? {
        let key = (library ?? photos).key
        return try await catalog.read { try await $0.syncRun(of: key) }
    }

    func intents() async throws -> [Intent] {
        try await catalog.read { try await $0.openIntents(limit: 100) }
    }
}

extension NaturalKey {
    /// The natural key of an asset of `acme`.
    static func sample(_ id: AssetID, in library: LibraryID = "photos") -> NaturalKey {
        NaturalKey(organization: "acme", library: library, asset: id, filename: "\(id).jpg")
    }
}
