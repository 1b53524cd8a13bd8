import AdapterKit
import Bytes
import Foundation
import LocalDiskAdapter
import Raster
import RasterCatalog
import Synchronization
import TestSupport

@testable import Gateway

/// One run of a gateway, from its start to its end or death.
struct RelocationProcess {
    let fuse = Fuse()
    let catalog: SQLiteCatalog
    let gateway: Gateway

    init(_ stage: RelocationStage, _ number: Int) async throws {
        var options = SQLiteCatalog.Options()
        options.owner = "run-\(number)"
        options.mirrored = Gateway.mirrored(stage.stores)
        catalog = try await SQLiteCatalog(path: stage.folder.path + "/catalog.sqlite", options: options)
        var settings = GatewaySettings(
            publicURL: "https://assets.example", defaultAdapter: "disk", spoolFolder: stage.folder.path,
            mediaType: { _, declared, _ in declared ?? "text/plain" })
        settings.uploads.minimumFreeBytes = 0
        settings.staging = stage.isStaging ? .init(publicURL: "https://staging.example") : nil
        let fuse = fuse
        gateway = Gateway(
            catalog: MortalCatalog(base: catalog, fuse: fuse),
            adapters: stage.stores.map { MortalAdapter(base: $0, fuse: fuse) }, settings: settings,
            clock: stage.clock, random: stage.random, owner: options.owner,
            staging: stage.isStaging ? MortalAdapter(base: stage.staging, fuse: fuse) : nil)
    }
}

/// Gateways one after the other over four stores, each with a library of the same name.
final class RelocationStage: Sendable {
    let folder: Folder
    let clock = TestClock()
    let random = SeededRandom()
    let disk: LocalDiskAdapter
    let near = MemoryAdapter(name: "near")
    let next = MemoryAdapter(name: "next", abilities: MemoryAdapter.Ability.usual.subtracting([.trash]))
    let far: FetchingStore
    let staging: LocalDiskAdapter
    let isStaging: Bool
    private let processes = Mutex<[RelocationProcess]>([])

    var stores: [any Adapter] { [disk, near, next, far] }

    init(isStaging: Bool = true, far: FetchingStore = FetchingStore()) async throws {
        folder = try Folder()
        self.isStaging = isStaging
        self.far = far
        disk = LocalDiskAdapter(name: "disk", root: folder.path + "/disk")
        staging = LocalDiskAdapter(name: "staging", root: folder.path + "/staging")
        for path in [disk.root, staging.root] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        try await disk.prepare()
        try await staging.prepare()
        let process = try await RelocationProcess(self, 1)
        processes.withLock { $0 = [process] }
        far.read { [weak self] address in await self?.bytes(at: address) }
        try await process.catalog.write { writer in
            try await writer.insert(Organization.sample())
            for name in ["disk", "near", "next", "far"] {
                _ = try await writer.insert(
                    NewLibrary(
                        organization: "acme", id: LibraryID(name), name: name, adapter: AdapterName(name),
                        created: .sample()))
            }
            try await writer.insert(NewAPIKey.sample())
        }
    }

    /// The gateway that is there now.
    var process: RelocationProcess { processes.withLock { $0[$0.count - 1] } }
    var gateway: Gateway { process.gateway }
    var catalog: SQLiteCatalog { process.catalog }

    /// Lets the gateway go, however it stands, and starts the next one, as an owner does.
    func restart() async throws {
        await catalog.close()
        let next = try await RelocationProcess(self, processes.withLock { $0.count + 1 })
        processes.withLock { $0.append(next) }
    }

    func scope(_ library: LibraryID) async throws -> LibraryScope {
        try await catalog.read { [gateway] reader in
            let caller = try await gateway.caller(.sample(1), in: "acme", reader)
            return try await gateway.scope(caller, library, .write, reader)
        }
    }

    /// What the staging route answers.
    private func bytes(at address: String) async -> [UInt8]? {
        let token = address.split(separator: "/").last.map(String.init) ?? ""
        guard address == "https://staging.example/staging/\(token)",
            let asset = try? await gateway.stagedAsset(token)
        else { return nil }
        return try? await gateway.open(asset, nil).stream.collect(upTo: 1 << 20)
    }
}

// What clients do.
extension RelocationStage {
    @discardableResult
    func upload(to library: LibraryID, _ text: String = "hello", as filename: String = "a.txt") async throws
        -> AssetID
    {
        let upload = try Upload(gateway, try await scope(library))
        try upload.beginFile(filename, declaredType: nil)
        try upload.append(Array(text.utf8)[...])
        try upload.endFile()
        let ids = Mutex<[AssetID]>([])
        _ = try await upload.finish(nil, request: []) { assets in
            ids.withLock { $0 = assets.map(\.id) }
            return Answer(200, [])
        }
        return ids.withLock { $0[0] }
    }

    func transfer(_ id: AssetID, from library: LibraryID, to target: LibraryID) async throws {
        let scope = try await scope(library)
        _ = try await gateway.commit(nil) { [gateway] writer in
            _ = try await gateway.transfer([id], to: target, from: scope, writer)
            return Answer(200, [])
        }
    }

    func describe(_ id: AssetID, in library: LibraryID, _ text: String = "a word", tag: String = "sun")
        async throws
    {
        let scope = try await scope(library)
        try await catalog.write { [gateway] writer in
            try await gateway.describe(id, as: text, in: scope, writer)
            _ = try await gateway.tag([id], with: [tag], in: scope, writer)
        }
    }

    func comment(on id: AssetID, in library: LibraryID, _ text: String) async throws {
        _ = try await gateway.addComment(text, on: id, in: try await scope(library), nil) { _ in
            Answer(200, [])
        }
    }

    func trash(_ id: AssetID, in library: LibraryID) async throws {
        let scope = try await scope(library)
        _ = try await catalog.write { [gateway] in try await gateway.trash([id], in: scope, $0) }
    }

    /// What is kept of a removed or changed comment, if anything.
    func comments(on id: AssetID) async throws -> [Comment] {
        try await catalog.read { try await $0.comments(on: id, page: .first) }
    }

    func restore(_ id: AssetID, in library: LibraryID) async throws {
        let scope = try await scope(library)
        _ = try await catalog.write { [gateway] in try await gateway.restore([id], in: scope, $0) }
    }

    /// Purges an asset; whether it is gone.
    func purge(_ id: AssetID, in library: LibraryID) async throws -> Bool {
        let scope = try await scope(library)
        let gone = Mutex<[AssetID]>([])
        _ = try await gateway.purge([id], in: scope, nil) { ids in
            gone.withLock { $0 = ids }
            return Answer(200, [])
        }
        return gone.withLock { $0 == [id] }
    }
}

// What the gateway does.
extension RelocationStage {
    /// Takes the steps that are due in a library now; what clients are told of failures.
    @discardableResult
    func round(_ library: LibraryID) async throws -> RasterError? {
        let key = try await scope(library).library.key
        let job = Job(
            id: "round", kind: .relocate, library: key, organization: "acme", libraryID: library,
            created: .epoch)
        let run = RelocationRun(gateway, job, ManualSleeper(), JobContext())
        try await run.round()
        return try await run.failure()
    }

    /// Lets a library's assets arrive, while the far store fetches and time goes by.
    func settle(_ library: LibraryID, deliver: Bool = true) async throws {
        let (key, resting) = (try await scope(library).library.key, gateway.restingAdapters)
        for _ in 0..<60 {
            try await round(library)
            let next = try await catalog.read { [now = clock.now()] in
                try await $0.nextRelocation(in: key, resting: resting, at: now, fetches: 99)
            }
            guard next != nil else { return }
            if deliver { await far.deliver() }
            clock.advance(by: .seconds(1))
        }
    }
}

// What there is.
extension RelocationStage {
    func asset(_ id: AssetID) async throws -> Asset? {
        try await catalog.read { try await $0.asset(id, in: "acme") }
    }

    func relocation(_ id: AssetID) async throws -> Relocation? {
        try await catalog.read { try await $0.relocation(of: id) }
    }

    func home(_ id: AssetID) async throws -> AdapterName? {
        try await catalog.read { try await $0.home(of: id)?.adapter }
    }

    func intents() async throws -> [Intent] {
        try await catalog.read { try await $0.openIntents(limit: 100) }
    }

    func placeholders() async throws -> [Placeholder] {
        try await catalog.read { try await $0.placeholders(limit: 100) }
    }

    func jobs(in library: LibraryID) async throws -> [Job] {
        let key = try await scope(library).library.key
        return try await catalog.read { try await $0.jobs(in: key, page: .first) }
    }

    func text(of id: AssetID) async throws -> String? {
        guard let asset = try await asset(id) else { return nil }
        let bytes = try await gateway.open(asset, nil).stream.collect(upTo: 1 << 20)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The stores that hold bytes of an asset, each as often as it does.
    func holders(of id: AssetID) async throws -> [AdapterName] {
        var holders: [AdapterName] = []
        if near.contents[id] != nil { holders.append("near") }
        if next.contents[id] != nil { holders.append("next") }
        for store in [disk, staging] {
            for asset in try await store.enumeration?.list(in: nil, after: nil).assets ?? []
            where asset.asset == id { holders.append(store.name) }
        }
        for record in far.records.values where record.described.asset == id {
            holders += record.files.map { _ in "far" }
        }
        return holders
    }
}
