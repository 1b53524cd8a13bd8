import AdapterKit
import AdoptedFolderAdapter
import Bytes
import Foundation
import Gateway
import Raster
import RasterCatalog
import Synchronization
import TestSupport
import Testing

/// A gateway over a real folder that its library `photos` has adopted, and a second library `drafts`.
struct AdoptionStage {
    let folder: Folder
    let root: String
    let clock = TestClock()
    let process = ProcessSwitch()
    let truth: SQLiteCatalog
    let gateway: Gateway
    let adoption: Adoption
    let photos: LibraryKey
    let drafts: LibraryKey
    let obstacles = Obstacles()

    init(unlinks: Bool = false) async throws {
        folder = try Folder()
        root = folder.path + "/tree"
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        var options = SQLiteCatalog.Options()
        options.buriesPurgedFiles = !unlinks
        truth = try await SQLiteCatalog(path: folder.path + "/catalog.sqlite", options: options)
        gateway = Self.gateway(
            BreakableCatalog(truth, process), clock, obstacles, unlinks: unlinks, root: folder.path)
        (photos, drafts) = try await truth.write { writer in
            try await writer.insert(Organization.sample())
            let libraries = try await ["photos", "drafts"].asyncMap { id in
                try await writer.insert(
                    NewLibrary(
                        organization: "acme", id: LibraryID(id), name: id, adapter: "memory",
                        created: .sample())
                ).key
            }
            return (libraries[0], libraries[1])
        }
        adoption = try await truth.write { [gateway, root, photos] in
            try await gateway.adopt(root, into: photos, $0)
        }
    }

    /// The gateway that starts after this one has died.
    func restarted() -> Gateway { Self.gateway(truth, clock, obstacles, unlinks: false, root: folder.path) }

    private static func gateway(
        _ catalog: any Catalog, _ clock: TestClock, _ obstacles: Obstacles, unlinks: Bool, root: String
    ) -> Gateway {
        let settings = GatewaySettings(
            publicURL: "https://assets.example", defaultAdapter: "memory", spoolFolder: root,
            mediaType: { filename, _, head in
                filename.hasSuffix(".png") || head.starts(with: [0x89, 0x50]) ? "image/png" : "text/plain"
            })
        return Gateway(
            catalog: catalog, adapters: [MemoryAdapter(name: "memory")], settings: settings, clock: clock,
            random: SystemRandom(), owner: "run-1"
        ) { adoption in
            AdoptedFolderAdapter(
                name: adoption.adapter, root: adoption.root, knownRoot: adoption.rootIdentity,
                unlinks: unlinks, system: ObstructedFolders(obstacles))
        }
    }

    /// Writes a file, and the folders above it.
    func write(_ text: String = "hello", at path: String) throws {
        let file = URL(filePath: "\(root)/\(path)")
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: "\(root)/\(path)") }

    func rename(_ old: String, _ new: String) throws {
        try FileManager.default.moveItem(atPath: "\(root)/\(old)", toPath: "\(root)/\(new)")
    }

    /// Scans as the catalog knows the folder now.
    @discardableResult
    func scan() async throws -> ScanOutcome { try await gateway.scan(try await current()) }

    func current() async throws -> Adoption {
        try await truth.read { [adoption] reader in
            let all = try await reader.adoptions()
            return all.first { $0.key == adoption.key } ?? adoption
        }
    }

    /// The live assets, newest first.
    func assets(in library: LibraryKey? = nil) async throws -> [Asset] {
        let library = library ?? photos
        return try await truth.read {
            try await $0.assets(in: library, carryingAnyOf: [], page: .first)
        }
    }

    /// The live asset whose file lies at `path`.
    func asset(_ path: String, in library: LibraryKey? = nil) async throws -> Asset? {
        try await assets(in: library).first { $0.home.id == NativeID(path) }
    }

    func library(_ id: LibraryID = "photos") async throws -> Library? {
        try await truth.read { try await $0.library(id, in: "acme") }
    }

    func storedBytes() async throws -> Int {
        try await truth.read { try await $0.storedBytes(of: "acme") }
    }

    func missing() async throws -> [NativeID] {
        try await truth.read { [adoption] in
            try await $0.missingFiles(in: adoption.adapter, limit: 100).map(\.id)
        }
    }

    func trash(_ ids: AssetID..., in library: LibraryKey? = nil) async throws {
        let (library, now) = (library ?? photos, clock.now())
        _ = try await truth.write { try await $0.trash(ids, in: library, at: now, purgeAt: now) }
    }

    /// Trashes and purges.
    func purge(_ ids: AssetID..., in library: LibraryKey? = nil) async throws {
        for id in ids { try await trash(id, in: library) }
        while try await gateway.purgeDue() > 0 {}
    }
}

/// Paths that cannot be read, whoever asks.
final class Obstacles: Sendable {
    private let names = Mutex<[String: Int32]>([:])

    func set(_ name: String, _ code: Int32?) { names.withLock { $0[name] = code } }

    func code(_ name: [UInt8]) -> Int32? {
        names.withLock { names in names[String(decoding: name, as: UTF8.self)] }
    }
}

/// The file system of this machine, with obstacles: tests may run as a user whom modes do not stop.
private struct ObstructedFolders: FolderSystem {
    private let base = PosixFolderSystem()
    private let obstacles: Obstacles

    init(_ obstacles: Obstacles) { self.obstacles = obstacles }

    private func pass(_ names: [ArraySlice<UInt8>]) throws(FolderCallFailure) {
        for name in names {
            if let code = obstacles.code(Array(name)) { throw FolderCallFailure(code, in: "open") }
        }
    }

    func openRoot(_ path: String) throws(FolderCallFailure) -> OpenFile { try base.openRoot(path) }

    func open(_ path: [UInt8], below root: OpenFile) throws(FolderCallFailure) -> OpenFile {
        try pass(path.split(separator: UInt8(ascii: "/")))
        return try base.open(path, below: root)
    }

    func openFolder(_ name: [UInt8], in folder: OpenFile) throws(FolderCallFailure) -> OpenFile {
        try pass([name[...]])
        return try base.openFolder(name, in: folder)
    }

    func entries(of folder: OpenFile) throws(FolderCallFailure) -> any FolderEntries {
        try base.entries(of: folder)
    }

    func status(of file: OpenFile) throws(FolderCallFailure) -> FileStatus { try base.status(of: file) }

    func status(of name: [UInt8], in folder: OpenFile) throws(FolderCallFailure) -> FileStatus {
        try base.status(of: name, in: folder)
    }

    func remove(_ name: [UInt8], in folder: OpenFile) throws(FolderCallFailure) {
        try base.remove(name, in: folder)
    }

    func sync(_ folder: OpenFile) throws(FolderCallFailure) { try base.sync(folder) }
}

extension Array {
    /// What `body` makes of every element, one after the other.
    fileprivate func asyncMap<Value>(_ body: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await body(element)) }
        return values
    }
}
