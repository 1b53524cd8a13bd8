import Bytes
import Raster
import RasterCatalog
import Synchronization
import TestSupport

@testable import Gateway

/// A gateway over a store of streams, with a cache of 300 bytes.
struct DeliveryStage {
    /// What the cache reported.
    final class Reports: Sendable {
        let errors = Mutex<[StorageError]>([])
    }

    let folder: Folder
    let store: StreamingStore
    let catalog: SQLiteCatalog
    let cache: ContentCache
    let gateway: Gateway
    let reports = Reports()

    init(
        store: StreamingStore = StreamingStore(),
        write: (@Sendable (Int32, UnsafeRawBufferPointer, Int) -> Bool)? = nil
    ) async throws {
        folder = try Folder()
        self.store = store
        catalog = try await SQLiteCatalog(path: folder.path + "/catalog.sqlite")
        var place = CacheFolder(folder.path + "/cache")
        if let write { place.write = write }
        cache = try ContentCache(place, maximumBytes: 300, executor: globalConcurrentExecutor) {
            [reports] error in reports.errors.withLock { $0.append(error) }
        }
        let settings = GatewaySettings(
            publicURL: "https://assets.example", defaultAdapter: "streams", spoolFolder: folder.path,
            mediaType: { _, declared, _ in declared ?? "text/plain" })
        gateway = Gateway(
            catalog: catalog, adapters: [store], settings: settings, clock: TestClock(),
            random: SeededRandom(), owner: "run-1", cache: cache)
    }

    /// `count` letters that are the same each time for the same `id`.
    static func bytes(_ id: String, _ count: Int) -> [UInt8] {
        var generator = SplitMix64(seed: UInt64(id.utf8.reduce(0) { $0 &* 31 &+ Int($1) }))
        return (0..<count).map { _ in 97 + UInt8(generator.next() % 26) }
    }

    /// An asset of `count` bytes, which the store holds; with a digest that is right, unless said otherwise.
    func asset(_ id: String, _ count: Int = 100, digest: SHA256Digest?? = nil) throws -> Asset {
        let bytes = Self.bytes(id, count)
        store.put(bytes, as: NativeID("native-\(id)"))
        var asset = Asset.sample(AssetID(id), size: count)
        asset.home = NativeReference("streams", NativeID("native-\(id)"))
        asset.digest = try digest ?? NewSecret.digest(of: String(decoding: bytes, as: UTF8.self))
        return asset
    }

    /// Everything of `asset`, or a part, as it is delivered.
    func fetch(_ asset: Asset, _ range: ByteRange? = nil) async throws -> [UInt8] {
        try await gateway.open(asset, range).stream.collect(upTo: 1 << 20)
    }

    /// Fetches `asset` and waits until it is kept.
    func keep(_ asset: Asset) async throws {
        _ = try await fetch(asset)
        while cache.fetches.find(asset) != nil { await Task.yield() }
    }

    /// The files in the cache's folder.
    var files: [String] { entries(of: folder.path + "/cache") }

    /// Whether a delivery is a file, as it is where the cache has it.
    func isHit(_ asset: Asset) async throws -> Bool {
        if case .file = try await gateway.open(asset, nil) { true } else { false }
    }
}
