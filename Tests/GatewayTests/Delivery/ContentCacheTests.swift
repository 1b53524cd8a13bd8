import Bytes
import Foundation
import Raster
import Synchronization
import TestSupport
import Testing

@testable import Gateway

@Suite struct ContentCacheTests {
    private let part = ByteRange(offset: 15, length: 40)

    @Test func `the second delivery is a file, and so is any part`() async throws {
        let stage = try await DeliveryStage()
        let asset = try stage.asset("a")
        try await stage.keep(asset)

        #expect(try await stage.isHit(asset))
        #expect(try await stage.fetch(asset) == DeliveryStage.bytes("a", 100))
        #expect(try await stage.fetch(asset, part) == Array(DeliveryStage.bytes("a", 100)[15..<55]))
        #expect(stage.store.openings.count == 1)
        #expect(stage.cache.counters.hits == 3 && stage.cache.counters.misses == 1)
    }

    @Test func `what was used longest ago goes first, and the bound is kept`() async throws {
        let stage = try await DeliveryStage()
        let assets = try ["a", "b", "c", "d"].map { try stage.asset($0) }
        for asset in assets.prefix(3) { try await stage.keep(asset) }
        _ = try await stage.fetch(assets[0])
        try await stage.keep(assets[3])

        #expect(stage.files == [0, 2, 3].compactMap { assets[$0].digest?.description }.sorted())
        #expect(stage.cache.counters.evictions == 1 && stage.cache.counters.bytes == 300)
    }

    @Test func `a file that goes stays whole for who has it open`() async throws {
        let stage = try await DeliveryStage()
        let assets = try ["a", "b"].map { try stage.asset($0, 300) }
        try await stage.keep(assets[0])
        let content = try await stage.gateway.open(assets[0], nil)
        try await stage.keep(assets[1])

        #expect(stage.files.count == 1)
        #expect(try await content.stream.collect(upTo: 300) == DeliveryStage.bytes("a", 300))
    }

    @Test func `what is larger than the cache goes past it`() async throws {
        let stage = try await DeliveryStage()
        let asset = try stage.asset("a", 301)

        #expect(try await stage.fetch(asset) == DeliveryStage.bytes("a", 301))
        #expect(stage.files == [] && stage.cache.counters.passes == 1)
    }

    @Test func `a part of what is not kept is the store's, and is not kept`() async throws {
        let stage = try await DeliveryStage()
        let asset = try stage.asset("a")

        #expect(try await stage.fetch(asset, part) == Array(DeliveryStage.bytes("a", 100)[15..<55]))
        #expect(stage.store.openings == [.init(id: asset.home.id, range: part)])
        #expect(stage.files == [])
    }

    @Test func `a part that is all is kept`() async throws {
        let stage = try await DeliveryStage()
        let asset = try stage.asset("a")
        _ = try await stage.fetch(asset, ByteRange(offset: 0, length: 100))
        while stage.cache.fetches.find(asset) != nil { await Task.yield() }

        #expect(try await stage.isHit(asset))
    }

    @Test func `an empty asset is nothing to keep`() async throws {
        let stage = try await DeliveryStage()
        let asset = try stage.asset("a", 0)

        #expect(try await stage.fetch(asset) == [])
        #expect(stage.files == [])
    }

    @Test func `a store of files has no use for it`() async throws {
        let store = StreamingStore(spoolFolder: "/nowhere")
        let stage = try await DeliveryStage(store: store)
        let asset = try stage.asset("a")
        _ = try await stage.fetch(asset)

        #expect(try await !stage.isHit(asset))
        #expect(stage.store.openings.count == 2 && stage.cache.counters.passes == 0)
    }

    @Test func `bytes of another digest are cut short, reported and not kept`() async throws {
        let stage = try await DeliveryStage()
        let asset = try stage.asset("a", digest: SHA256Digest.sample(1))
        var count = 0
        let error = await #expect(throws: StorageError.self) {
            let stream = try await stage.gateway.open(asset, nil).stream
            while let chunk = try await stream.next() { count += chunk.count }
        }

        #expect(error?.kind == .malformed && count < 100)
        while stage.cache.fetches.find(asset) != nil { await Task.yield() }
        #expect(stage.reports.errors.withLock { $0.map(\.kind) } == [.malformed])
        #expect(stage.files == [] && stage.cache.counters.mismatches == 1)
    }

    @Test(arguments: [0, 40])
    func `a full disk fails no delivery`(room: Int) async throws {
        let stage = try await DeliveryStage { descriptor, bytes, position in
            position < room && pwrite(descriptor, bytes.baseAddress, bytes.count, off_t(position)) > 0
        }
        let asset = try stage.asset("a")

        #expect(try await stage.fetch(asset) == DeliveryStage.bytes("a", 100))
        while stage.cache.fetches.find(asset) != nil { await Task.yield() }
        #expect(stage.files == [] && stage.cache.counters.failures == 1)
        #expect(stage.store.openings.count == 2)
    }

    @Test func `nor does a folder that is gone`() async throws {
        let stage = try await DeliveryStage()
        let asset = try stage.asset("a")
        removeTree(stage.folder.path + "/cache")

        #expect(try await stage.fetch(asset) == DeliveryStage.bytes("a", 100))
        #expect(stage.cache.counters.failures == 1 && stage.store.openings.count == 1)
    }

    @Test func `a file that somebody has changed is fetched again`() async throws {
        let stage = try await DeliveryStage()
        let asset = try stage.asset("a")
        try await stage.keep(asset)
        truncate("\(stage.folder.path)/cache/\(stage.files[0])", 10)

        #expect(try await stage.fetch(asset) == DeliveryStage.bytes("a", 100))
        #expect(stage.store.openings.count == 2)
    }

    @Test func `a file with one bit flipped is fetched again, and never sent`() async throws {
        let stage = try await DeliveryStage()
        let asset = try stage.asset("a")
        try await stage.keep(asset)
        #expect(try await stage.fetch(asset) == DeliveryStage.bytes("a", 100))
        let path = "\(stage.folder.path)/cache/\(stage.files[0])"
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes[50] ^= 1
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        try file.write(contentsOf: bytes)
        try file.close()

        #expect(try await stage.fetch(asset) == DeliveryStage.bytes("a", 100))
        #expect(stage.store.openings.count == 2)
    }
}

@Suite struct CacheFolderTests {
    /// The digest of the files that ``folder(_:)`` makes.
    private func ownDigest() throws -> SHA256Digest {
        try #require(
            SHA256Digest(hexadecimal: "bf52943413e4b2e64c1b18f831aae28a7c3e4c2792a99500c06bf6c5a933aab5"))
    }

    private func cache(_ folder: Folder, _ maximumBytes: Int) throws -> ContentCache {
        try ContentCache(
            folder: folder.path + "/cache", maximumBytes: maximumBytes, executor: globalConcurrentExecutor)
    }

    /// A folder with files of ten bytes, the first of which was used longest ago.
    private func folder(_ names: String...) throws -> Folder {
        let folder = try Folder()
        mkdir(folder.path + "/cache", 0o700)
        for (age, name) in names.enumerated() {
            let path = "\(folder.path)/cache/\(name)"
            try Data(repeating: 7, count: 10).write(to: URL(filePath: path))
            var times = [timespec(tv_sec: 1000 + age, tv_nsec: 0), timespec(tv_sec: 1000 + age, tv_nsec: 0)]
            utimensat(AT_FDCWD, path, &times, 0)
        }
        return folder
    }

    private func names(_ folder: Folder) -> [String] { entries(of: folder.path + "/cache") }

    @Test func `what a crash left in the making is swept, and what is whole is kept`() throws {
        let digest = try ownDigest()
        let folder = try folder("7.part", digest.description, "notes.txt")
        let cache = try cache(folder, 100)

        #expect(names(folder) == [digest.description, "notes.txt"].sorted())
        #expect(cache.counters.files == 1 && cache.counters.bytes == 10)
        #expect(cache.open(digest, size: 10) != nil)
    }

    @Test func `a smaller bound than before lets the oldest go`() throws {
        let digests = (1...4).map { SHA256Digest.sample($0) }
        let folder = try folder(
            digests[2].description, digests[0].description, digests[3].description, digests[1].description)
        let cache = try cache(folder, 25)

        #expect(names(folder) == [digests[3], digests[1]].map(\.description).sorted())
        #expect(cache.counters.bytes == 20)
    }

    @Test func `a use is remembered over a restart`() throws {
        let digests = [try ownDigest(), .sample(2)]
        let folder = try folder(digests[0].description, digests[1].description)
        _ = try cache(folder, 100).open(digests[0], size: 10)

        _ = try cache(folder, 10)

        #expect(names(folder) == [digests[0].description])
    }

    @Test func `a folder that cannot be had is an error at once`() throws {
        let folder = try Folder()
        try Data().write(to: URL(filePath: folder.path + "/cache"))

        #expect(throws: StorageError.self) { try cache(folder, 100) }
    }
}
