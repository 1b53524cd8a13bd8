import Bytes
import Foundation
import Raster
import RasterCatalog
import Synchronization
import TestSupport

@testable import Gateway

/// Keeps what became of changes.
final class MirrorLog: MirrorObserver {
    private let state = Mutex((lines: [String](), faults: 0, backlogs: [AdapterName: OutboxBacklog]()))

    func told(_ entry: OutboxEntry, _ outcome: MirrorOutcome) {
        let word =
            switch outcome {
            case .shown: "shown"
            case .seen: "seen"
            case .missing: "missing"
            case .failed(let error): "failed: \(error.kind)"
            case .unknown(let error): "unknown: \(error.kind)"
            }
        state.withLock { $0.lines.append(word) }
    }

    func counted(_ adapter: AdapterName, _ backlog: OutboxBacklog?) {
        state.withLock { $0.backlogs[adapter] = backlog }
    }

    func faltered(_ adapter: AdapterName, _ failure: any Error) { state.withLock { $0.faults += 1 } }

    var lines: [String] { state.withLock { $0.lines } }
    var faults: Int { state.withLock { $0.faults } }
    func backlog(of adapter: AdapterName) -> OutboxBacklog? { state.withLock { $0.backlogs[adapter] } }
}

/// One run of a gateway, from its start to its end or death.
struct MirrorRun {
    let process = ProcessSwitch()
    let catalog: SQLiteCatalog
    let gateway: Gateway
    let sender: MirrorSender
    let sleeper = ManualSleeper()

    init(_ stage: MirrorStage, _ number: Int) async throws {
        var options = SQLiteCatalog.Options()
        options.owner = "run-\(number)"
        options.mirrored = Gateway.mirrored(stage.stores)
        catalog = try await SQLiteCatalog(path: stage.folder.path + "/catalog.sqlite", options: options)
        var settings = GatewaySettings(
            publicURL: "https://assets.example", defaultAdapter: "shop", spoolFolder: stage.folder.path,
            mediaType: { _, declared, _ in declared ?? "text/plain" })
        settings.uploads.minimumFreeBytes = 0
        let process = process
        gateway = Gateway(
            catalog: BreakableCatalog(catalog, process),
            adapters: stage.stores.map { DyingStore(base: $0, process: process) }, settings: settings,
            clock: stage.clock, random: stage.random, owner: options.owner)
        sender = MirrorSender(
            gateway, observer: stage.log, random: stage.random, sleeper: sleeper)
    }
}

/// Two stores far away, `shop` and `barn`, each with a library of the same name, and gateways one after the other.
final class MirrorStage: Sendable {
    let folder: Folder
    let clock = TestClock()
    let random: SeededRandom
    let log = MirrorLog()
    let shop: RemoteStore
    let barn: RemoteStore
    private let runs = Mutex<[MirrorRun]>([])

    /// Those that the gateways know.
    let stores: [RemoteStore]

    init(seed: UInt64 = 1, settleTime: Duration = .seconds(100), knowsBarn: Bool = true) async throws {
        folder = try Folder()
        random = SeededRandom(seed: seed)
        shop = RemoteStore(name: "shop", clock: clock, settleTime: settleTime)
        barn = RemoteStore(name: "barn", clock: clock, settleTime: settleTime)
        stores = knowsBarn ? [shop, barn] : [shop]
        let run = try await MirrorRun(self, 1)
        runs.withLock { $0 = [run] }
        try await run.catalog.write { writer in
            try await writer.insert(Organization.sample())
            for name in ["shop", "barn"] {
                _ = try await writer.insert(
                    NewLibrary(
                        organization: "acme", id: LibraryID(name), name: name, adapter: AdapterName(name),
                        created: .sample()))
            }
            try await writer.insert(NewAPIKey.sample())
        }
    }

    /// The gateway that is there now.
    var run: MirrorRun { runs.withLock { $0[$0.count - 1] } }

    /// Lets the gateway go, however it stands, and starts the next one.
    func restart() async throws {
        await run.catalog.close()
        let next = try await MirrorRun(self, runs.withLock { $0.count + 1 })
        runs.withLock { $0.append(next) }
    }

    func scope(_ library: LibraryID) async throws -> LibraryScope {
        let gateway = run.gateway
        return try await run.catalog.read { reader in
            let caller = try await gateway.caller(.sample(1), in: "acme", reader)
            return try await gateway.scope(caller, library, .write, reader)
        }
    }

    /// Uploads a file into the library of that name.
    @discardableResult
    func upload(to library: LibraryID = "shop") async throws -> AssetID {
        let upload = try Upload(run.gateway, try await scope(library))
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

    func tag(_ id: AssetID, _ tag: String, in library: LibraryID = "shop") async throws {
        let (gateway, scope) = (run.gateway, try await scope(library))
        _ = try await gateway.commit(nil) { writer in
            _ = try await gateway.tag([id], with: [tag], in: scope, writer)
            return Answer(200, [])
        }
    }

    func untag(_ id: AssetID, _ tag: String, in library: LibraryID = "shop") async throws {
        let (gateway, scope) = (run.gateway, try await scope(library))
        _ = try await run.catalog.write { try await gateway.untag([id], of: [tag], in: scope, $0) }
    }

    func describe(_ id: AssetID, _ text: String, in library: LibraryID = "shop") async throws {
        let (gateway, scope) = (run.gateway, try await scope(library))
        try await run.catalog.write { try await gateway.describe(id, as: text, in: scope, $0) }
    }

    /// Tells the stores of what is due, again and again, while `duration` goes by in steps.
    func pass(_ duration: Duration, by step: Duration = .seconds(20)) async throws {
        let end = clock.monotonic() + duration
        try await run.sender.round()
        while clock.monotonic() < end {
            clock.advance(by: min(step, end - clock.monotonic()))
            try await run.sender.round()
        }
    }

    func backlog() async throws -> [OutboxBacklog] {
        try await run.catalog.read { try await $0.outboxBacklogs() }
    }

    func mirror(of id: AssetID) async throws -> Mirror? {
        try await run.catalog.read { try await $0.mirror(of: id) }
    }

    func intents() async throws -> [Intent] {
        try await run.catalog.read { try await $0.openIntents(limit: 100) }
    }
}
