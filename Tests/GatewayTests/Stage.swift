import AdapterKit
import Bytes
import Foundation
import Gateway
import Raster
import RasterCatalog
import Synchronization
import TestSupport

/// A gateway over a store in memory and a catalog that can break, with the organization `acme`, its library
/// `photos` and a key that writes.
struct Stage {
    let folder: Folder
    let clock = TestClock()
    let process = ProcessSwitch()
    let truth: SQLiteCatalog
    let memory: MemoryAdapter
    let store: BreakableAdapter
    let gateway: Gateway
    private let random = SeededRandom()
    private let settings: GatewaySettings
    private let secret = SHA256Digest.sample(1)

    init(
        abilities: Set<MemoryAdapter.Ability> = MemoryAdapter.Ability.usual,
        settings change: (inout GatewaySettings) -> Void = { _ in }
    ) async throws {
        folder = try Folder()
        var options = SQLiteCatalog.Options()
        options.owner = "run-1"
        truth = try await SQLiteCatalog(path: folder.path + "/catalog.sqlite", options: options)
        memory = MemoryAdapter(name: "memory", abilities: abilities)
        store = BreakableAdapter(memory, process)
        let spool = folder.path + "/spool"
        try FileManager.default.createDirectory(atPath: spool, withIntermediateDirectories: true)
        var settings = GatewaySettings(
            publicURL: "https://assets.example", defaultAdapter: "memory", spoolFolder: spool,
            mediaType: { _, declared, _ in declared ?? "text/plain" })
        settings.uploads.minimumFreeBytes = 0
        change(&settings)
        self.settings = settings
        gateway = Gateway(
            catalog: BreakableCatalog(truth, process), adapters: [store], settings: settings, clock: clock,
            random: random, owner: "run-1")
        try await truth.write { writer in
            try await writer.insert(Organization.sample())
            _ = try await writer.insert(
                NewLibrary(
                    organization: "acme", id: "photos", name: "photos", adapter: "memory", created: .sample())
            )
            try await writer.insert(NewAPIKey.sample())
        }
    }

    /// The gateway that starts after this one has died.
    func restarted() -> Gateway {
        Gateway(
            catalog: truth, adapters: [memory], settings: settings, clock: clock, random: random,
            owner: "run-2")
    }

    func scope() async throws -> LibraryScope {
        try await truth.read { [gateway, secret] reader in
            let caller = try await gateway.caller(secret, in: "acme", reader)
            return try await gateway.scope(caller, "photos", .write, reader)
        }
    }

    /// Uploads a file for each text and gives back the ids.
    @discardableResult
    func upload(_ texts: String...) async throws -> [AssetID] {
        let ids = Mutex<[AssetID]>([])
        let upload = try Upload(gateway, try await scope())
        for (number, text) in texts.enumerated() {
            try upload.beginFile("\(number).txt", declaredType: nil)
            try upload.append(Array(text.utf8)[...])
            try upload.endFile()
        }
        _ = try await upload.finish(nil, request: []) { assets in
            ids.withLock { $0 = assets.map(\.id) }
            return Answer(200, [])
        }
        return ids.withLock { $0 }
    }

    /// Moves assets to the trash.
    func trash(_ ids: [AssetID]) async throws {
        let scope = try await scope()
        _ = try await truth.write { [gateway] in try await gateway.trash(ids, in: scope, $0) }
    }

    /// The ids of live assets, sorted.
    func live() async throws -> [AssetID] {
        let key = try await scope().library.key
        return try await truth.read {
            try await $0.assets(in: key, carryingAnyOf: [], page: .first).map(\.id).sorted()
        }
    }

    /// The ids in the trash, sorted.
    func trashed() async throws -> [AssetID] {
        let key = try await scope().library.key
        return try await truth.read { try await $0.trashedAssets(in: key, page: .first).map(\.id).sorted() }
    }

    /// The ids of the assets whose bytes the store holds, sorted.
    var stored: [AssetID] { memory.contents.keys.sorted() }

    func intents() async throws -> [Intent] { try await truth.read { try await $0.openIntents(limit: 100) } }

    var spooled: [String] { tree(of: folder.path + "/spool") }
}
