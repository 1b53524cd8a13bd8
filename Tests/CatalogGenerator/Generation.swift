import Bytes
import Foundation
import Gateway
import LocalDiskAdapter
import Raster
import RasterCatalog

/// Fills a new catalog through its own port, so that everything in it is as if uploaded.
struct Generation {
    private static let batch = 2_000
    private static let organization: OrganizationID = "local"

    private let options: Options
    private let disk: LocalDiskAdapter

    init(_ options: Options) {
        self.options = options
        disk = LocalDiskAdapter(name: "disk", root: options.data)
    }

    func run() async throws {
        let path = "\(options.data)/catalog.sqlite"
        guard !FileManager.default.fileExists(atPath: path) else {
            throw Refusal(description: "\(path) exists: name another folder with --data, or remove this one")
        }
        try FileManager.default.createDirectory(atPath: options.data, withIntermediateDirectories: true)
        try await disk.prepare()
        let catalog = try await SQLiteCatalog(path: path, options: Self.patient)
        let libraries = try await makeLibraries(catalog)
        try await fill(libraries.main, "library", options.assets, catalog, seed: options.seed)
        try await fill(libraries.small, "small", options.assets / 100, catalog, seed: options.seed &+ 1)
        let key = try await makeKey(catalog)
        await catalog.close()
        CatalogGenerator.note("Key for organization \"local\", read and write; it is shown this once:")
        FileHandle.standardOutput.write(Data((key + "\n").utf8))
    }

    /// Much at once, and few checkpoints: nobody waits for an answer.
    private static var patient: SQLiteCatalog.Options {
        var options = SQLiteCatalog.Options()
        options.writerCacheKiB = 512 * 1024
        options.checkpointPages = 50_000
        return options
    }

    private func makeLibraries(
        _ catalog: SQLiteCatalog
    ) async throws -> (main: LibraryKey, small: LibraryKey) {
        let now = SystemClock().now()
        return try await catalog.write { writer in
            try await writer.insert(
                Organization(id: Self.organization, name: "Local", plan: nil, created: now))
            let made = try await ["library", "small"].asyncMap { id in
                try await writer.insert(
                    NewLibrary(
                        organization: Self.organization, id: LibraryID(id), name: id.capitalized,
                        adapter: "disk", created: now))
            }
            return (made[0].key, made[1].key)
        }
    }

    private func makeKey(_ catalog: SQLiteCatalog) async throws -> String {
        let source = IdentifierSource(SystemRandom())
        let secret = try source.keySecret()
        let key = APIKey(
            id: KeyID(source.identifier()), organization: Self.organization, label: "generator",
            grants: Grants(all: .write), created: SystemClock().now())
        try await catalog.write { try await $0.insert(NewAPIKey(key, secretDigest: secret.digest)) }
        return secret.text
    }

    /// Publishes `count` assets; while one batch is written, the next is made up.
    private func fill(
        _ library: LibraryKey, _ id: LibraryID, _ count: Int, _ catalog: SQLiteCatalog, seed: UInt64
    ) async throws {
        let source = AssetSource(
            organization: Self.organization, library: id, total: max(count, 1), seed: seed)
        var progress = Progress(of: count, "assets in \(id)")
        var next = try await batch(0, source, count)
        while !next.isEmpty {
            let assets = next
            let first = progress.done + assets.count
            async let written: Void = write(assets, in: library, catalog)
            next = try await batch(first, source, count)
            try await written
            progress.advance(by: assets.count)
        }
        progress.finish()
    }

    private func batch(_ first: Int, _ source: AssetSource, _ count: Int) async throws -> [Asset] {
        var assets: [Asset] = []
        for number in first..<min(first + Self.batch, max(count, first)) {
            var asset = source.asset(number)
            if number < options.files, source.library == "library" { try await store(&asset) }
            assets.append(asset)
        }
        return assets
    }

    /// Two in a hundred are trashed at once.
    private func write(_ assets: [Asset], in library: LibraryKey, _ catalog: SQLiteCatalog) async throws {
        let trashed = stride(from: 17, to: assets.count, by: 50).map { assets[$0].id }
        let now = SystemClock().now()
        try await catalog.write { writer in
            _ = try await writer.publish(assets.map { NewAsset($0, in: library) })
            _ = try await writer.trash(trashed, in: library, at: now, purgeAt: now + .days(30))
        }
    }

    /// Gives an asset a small file of its own.
    private func store(_ asset: inout Asset) async throws {
        let bytes = Array("\(asset.name), made by the generator\n".utf8)
        let key = NaturalKey(
            organization: asset.organization, library: asset.library, asset: asset.id,
            filename: asset.filename)
        let draft = AssetDraft(
            key: key, name: asset.name, contentType: asset.contentType, size: bytes.count)
        asset.home = NativeReference("disk", try await disk.create(draft, .stream(ByteStream(bytes))).id)
        asset.size = bytes.count
        asset.digest = try NewSecret.digest(of: String(decoding: bytes, as: UTF8.self))
    }
}

/// Why nothing was made.
struct Refusal: Error, CustomStringConvertible {
    let description: String
}

extension Sequence {
    /// What `transform` makes of every element, one after the other.
    func asyncMap<Value>(_ transform: (Element) async throws -> Value) async throws -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
