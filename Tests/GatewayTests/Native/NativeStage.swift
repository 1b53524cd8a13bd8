import AdapterKit
import Bytes
import Foundation
import Raster
import RasterCatalog
import Synchronization
import TestSupport
import Testing

@testable import Gateway

/// A gateway over a store that keeps comments, events and a trash of its own, with a library `photos` in it and one
/// asset, and two keys.
struct NativeStage {
    let folder: Folder
    let clock: TestClock
    let process: ProcessSwitch
    let truth: SQLiteCatalog
    let memory: MemoryAdapter
    let store: TurningStore
    let shelf: MemoryAdapter
    let gateway: Gateway
    let random: SeededRandom
    let asset: AssetID
    let home: NativeReference
    private let settings: GatewaySettings

    init(
        abilities: Set<MemoryAdapter.Ability> = MemoryAdapter.Ability.usual,
        settleTime: Duration = .seconds(60)
    ) async throws {
        folder = try Folder()
        (clock, process, random) = (TestClock(), ProcessSwitch(), SeededRandom())
        shelf = MemoryAdapter(name: "shelf", abilities: [])
        memory = MemoryAdapter(name: "memory", abilities: abilities, pageSize: 3)
        store = TurningStore(memory, settleTime: settleTime)
        var options = SQLiteCatalog.Options()
        options.owner = "run-1"
        options.mirrored = Gateway.mirrored([store])
        options.binned = Gateway.binned([store])
        options.placed = Gateway.placed([store])
        truth = try await SQLiteCatalog(path: folder.path + "/catalog.sqlite", options: options)
        var settings = GatewaySettings(
            publicURL: "https://assets.example", defaultAdapter: "memory", spoolFolder: folder.path,
            mediaType: { _, declared, _ in declared ?? "text/plain" })
        settings.uploads.minimumFreeBytes = 0
        self.settings = settings
        gateway = Gateway(
            catalog: BreakableCatalog(truth, process), adapters: [store, shelf], settings: settings,
            clock: clock, random: random, owner: "run-1")
        try await truth.write { writer in
            try await writer.insert(Organization.sample())
            for (name, adapter) in [("photos", "memory"), ("drafts", "memory"), ("shelf", "shelf")] {
                _ = try await writer.insert(
                    NewLibrary(
                        organization: "acme", id: LibraryID(name), name: name,
                        adapter: AdapterName(adapter), created: .sample()))
            }
            for number in 1...2 { try await writer.insert(NewAPIKey.sample(number)) }
        }
        let id = try await Self.upload(to: gateway)
        asset = id
        let found = try await truth.read { try await $0.asset(id, in: "acme") }
        home = try #require(found).home
    }

    /// The same after a restart with a configuration in which the store has no trash.
    func withoutTrash() async throws -> NativeStage {
        await truth.close()
        var options = SQLiteCatalog.Options()
        (options.owner, options.mirrored) = ("run-2", Gateway.mirrored([store]))
        return NativeStage(
            self, try await SQLiteCatalog(path: folder.path + "/catalog.sqlite", options: options))
    }

    private init(_ earlier: NativeStage, _ catalog: SQLiteCatalog) {
        (folder, clock, process, random) = (earlier.folder, earlier.clock, earlier.process, earlier.random)
        (memory, store, shelf, settings) = (earlier.memory, earlier.store, earlier.shelf, earlier.settings)
        (asset, home, truth) = (earlier.asset, earlier.home, catalog)
        gateway = Gateway(
            catalog: catalog, adapters: [TrashlessStore(base: store), shelf], settings: settings,
            clock: clock, random: random, owner: "run-2")
    }

    private static func upload(to gateway: Gateway) async throws -> AssetID {
        let upload = try Upload(gateway, try await scope(gateway))
        try upload.beginFile("a.txt", declaredType: nil)
        try upload.append([1, 2, 3])
        try upload.endFile()
        let ids = Mutex<[AssetID]>([])
        _ = try await upload.finish(nil, request: []) { assets in
            ids.withLock { $0 = assets.map(\.id) }
            return Answer(200, [])
        }
        return ids.withLock { $0[0] }
    }

    static func scope(
        _ gateway: Gateway, _ key: Int = 1, _ library: LibraryID = "photos"
    ) async throws -> LibraryScope {
        try await gateway.catalog.read { reader in
            let caller = try await gateway.caller(.sample(key), in: "acme", reader)
            return try await gateway.scope(caller, library, .write, reader)
        }
    }

    func scope(_ key: Int = 1, _ library: LibraryID = "photos") async throws -> LibraryScope {
        try await Self.scope(restarted(), key, library)
    }

    /// The gateway that starts after this one has died.
    func restarted() -> Gateway {
        Gateway(
            catalog: truth, adapters: [store, shelf], settings: settings, clock: clock, random: random,
            owner: "run-2")
    }
}

// Comments.
extension NativeStage {
    /// Adds a comment and gives back what the client is told.
    @discardableResult
    func comment(
        _ text: String, by key: Int = 1, in gateway: Gateway? = nil
    ) async throws -> Raster.Comment {
        let told = Mutex<Raster.Comment?>(nil)
        _ = try await (gateway ?? self.gateway).addComment(text, on: asset, in: try await scope(key), nil) {
            comment in
            told.withLock { $0 = comment }
            return Answer(201, [])
        }
        return try #require(told.withLock { $0 })
    }

    func edit(_ id: CommentID, _ text: String, by key: Int = 1) async throws {
        _ = try await gateway.editComment(id, text, on: asset, in: try await scope(key), nil) { _ in
            Answer(200, [])
        }
    }

    func remove(_ id: CommentID, by key: Int = 1) async throws {
        _ = try await gateway.removeComment(id, on: asset, in: try await scope(key), nil) { Answer(200, []) }
    }

    /// What clients read, once the backend was looked at.
    func listed(in gateway: Gateway? = nil) async throws -> [Raster.Comment] {
        try await (gateway ?? self.gateway).comments(
            on: asset, in: try await scope(), page: .first
        ) { _ in }
    }

    func texts(in gateway: Gateway? = nil) async throws -> [String] {
        try await listed(in: gateway).map(\.text)
    }

    /// What the backend has.
    func kept() async throws -> [String] { try await memory.comments(on: home.id).map(\.text) }

    func known() async throws -> [KnownComment] {
        try await truth.read { [asset, home] in try await $0.knownComments(on: asset, at: home) }
    }
}

// Changes of the asset, and what its store is told.
extension NativeStage {
    func change(
        in library: LibraryID = "photos",
        _ change: @escaping @Sendable (Gateway, LibraryScope, any CatalogWriter) async throws -> Void
    ) async throws {
        let scope = try await scope(1, library)
        try await truth.write { [gateway] in try await change(gateway, scope, $0) }
    }

    func trash() async throws {
        try await change { [asset] in _ = try await $0.trash([asset], in: $1, $2) }
    }

    func restore() async throws {
        try await change { [asset] in _ = try await $0.restore([asset], in: $1, $2) }
    }

    func tag(_ tag: String) async throws {
        try await change { [asset] in _ = try await $0.tag([asset], with: [tag], in: $1, $2) }
    }

    /// Tells the store of what is due, and lets time pass, until nothing more is due.
    @discardableResult
    func tell(for time: Duration = .zero) async throws -> [String] {
        let log = MirrorLog()
        let sender = MirrorSender(gateway, observer: log, random: random, sleeper: ManualSleeper())
        try await sender.round()
        clock.advance(by: time)
        if time > .zero { try await sender.round() }
        return log.lines
    }

    /// The calls that the store got after the upload, without those that look.
    var told: [String] { store.calls.filter { !["create", "stat", "place"].contains($0) } }

    func backlog() async throws -> Int {
        try await truth.read { try await $0.outboxBacklogs().reduce(0) { $0 + $1.count } }
    }
}

/// A store whose trash is not used.
private struct TrashlessStore: Adapter {
    let base: any Adapter

    var name: AdapterName { base.name }
    var kind: String { base.kind }
    var limits: AdapterLimits { base.limits }
    var updating: (any Updating)? { base.updating }

    func stat(_ id: NativeID) async throws(StorageError) -> NativeAsset { try await base.stat(id) }

    func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content {
        try await base.open(id, range)
    }

    func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        try await base.create(draft, content)
    }

    func delete(_ id: NativeID) async throws(StorageError) { try await base.delete(id) }

    func fidelity(of field: AssetField, _ value: FieldValue) -> Fidelity { base.fidelity(of: field, value) }
}
