import Bytes
import Raster
import RasterCatalog
import Synchronization
import TestSupport
import Testing

@testable import Gateway

@Suite struct SharedFetchTests {
    @Test func `fifty readers at once are one fetch, and each gets all`() async throws {
        let door = Door()
        let stage = try await DeliveryStage(store: StreamingStore { _ in await door.pass() })
        let asset = try stage.asset("a")
        let expected = DeliveryStage.bytes("a", 100)

        try await withThrowingTaskGroup { group in
            for _ in 0..<50 { group.addTask { try await stage.fetch(asset) == expected } }
            while stage.cache.counters.joins < 49 { await Task.yield() }
            door.open()
            var count = 0
            while let isWhole = try await group.next() { if isWhole { count += 1 } }
            #expect(count == 50)
        }

        #expect(stage.store.openings == [.init(id: asset.home.id, range: nil)])
        #expect(stage.cache.counters.misses == 1 && stage.cache.counters.fetchedBytes == 100)
    }

    @Test func `who comes later reads from the beginning`() async throws {
        let door = Door()
        let stage = try await DeliveryStage(store: StreamingStore { if $0 == 50 { await door.pass() } })
        let asset = try stage.asset("a")
        let first = try await stage.gateway.open(asset, nil).stream
        var bytes: [UInt8] = []
        while bytes.count < 50 { bytes += try await first.next() ?? [] }
        async let second = stage.fetch(asset)
        while stage.cache.counters.joins < 1 { await Task.yield() }
        door.open()

        #expect(try await second == DeliveryStage.bytes("a", 100))
        bytes += try await first.collect(upTo: 100)
        #expect(bytes == DeliveryStage.bytes("a", 100) && stage.store.openings.count == 1)
    }

    @Test func `a part that is there already is taken from the fetch`() async throws {
        let door = Door()
        let stage = try await DeliveryStage(store: StreamingStore { if $0 == 50 { await door.pass() } })
        let asset = try stage.asset("a")
        let first = try await stage.gateway.open(asset, nil).stream
        while stage.cache.counters.fetchedBytes < 50 { await Task.yield() }
        let early = try await stage.fetch(asset, ByteRange(offset: 10, length: 40))
        let late = try await stage.gateway.open(asset, ByteRange(offset: 11, length: 40))
        door.open()

        #expect(early == Array(DeliveryStage.bytes("a", 100)[10..<50]))
        #expect(try await late.stream.collect(upTo: 40) == Array(DeliveryStage.bytes("a", 100)[11..<51]))
        #expect(stage.store.openings.count == 2)
        #expect(try await first.collect(upTo: 100).count == 100)
    }

    @Test func `a reader that leaves does not disturb the others`() async throws {
        let door = Door()
        let stage = try await DeliveryStage(store: StreamingStore { if $0 == 50 { await door.pass() } })
        let asset = try stage.asset("a")
        var leaving: Content? = try await stage.gateway.open(asset, nil)
        let staying = try await stage.gateway.open(asset, nil)
        _ = try await leaving?.stream.next()
        leaving = nil
        door.open()

        #expect(try await staying.stream.collect(upTo: 100) == DeliveryStage.bytes("a", 100))
    }

    @Test func `the last reader that leaves ends the fetch`() async throws {
        let isStuck = Atomic(true)
        let stage = try await DeliveryStage(
            store: StreamingStore { position in
                guard position == 50, isStuck.load(ordering: .relaxed) else { return }
                try await waitForCancellation()
            })
        let asset = try stage.asset("a", 300)
        var content: Content? = try await stage.gateway.open(asset, nil)
        _ = try await content?.stream.next()
        content = nil
        while stage.cache.fetches.find(asset) != nil { await Task.yield() }

        #expect(stage.files == [])
        // The room is free again.
        isStuck.store(false, ordering: .relaxed)
        try await stage.keep(try stage.asset("b", 300))
        #expect(stage.files.count == 1)
    }

    @Test func `a cancelled reader leaves`() async throws {
        let door = Door()
        let stage = try await DeliveryStage(store: StreamingStore { _ in await door.pass() })
        let asset = try stage.asset("a")
        let task = Task { try await stage.fetch(asset) }
        while stage.store.openings.isEmpty { await Task.yield() }
        task.cancel()

        await #expect(throws: (any Error).self) { try await task.value }
        door.open()
        while stage.cache.fetches.find(asset) != nil { await Task.yield() }
        #expect(stage.files == [])
    }

    @Test(arguments: [StorageError.Kind.notFound, .unavailable])
    func `what the store refuses is thrown before the first byte`(kind: StorageError.Kind) async throws {
        let stage = try await DeliveryStage()
        let asset = try stage.asset("a")
        stage.store.fail(StorageError(kind, "no"))

        let error = await #expect(throws: StorageError.self) { try await stage.gateway.open(asset, nil) }

        #expect(error?.kind == kind)
        #expect(stage.reports.errors.withLock { $0.count } == 0)
        stage.store.fail(nil)
        #expect(try await stage.fetch(asset).count == 100)
    }

    @Test func `a store that breaks off ends every reader with an error, and the next one starts anew`()
        async throws
    {
        let isBroken = Atomic(true)
        let stage = try await DeliveryStage(
            store: StreamingStore { position in
                if position == 50, isBroken.load(ordering: .relaxed) {
                    throw StorageError(.unavailable, "broken off")
                }
            })
        let asset = try stage.asset("a")

        let error = await #expect(throws: StorageError.self) { try await stage.fetch(asset) }

        #expect(error?.kind == .unavailable)
        isBroken.store(false, ordering: .relaxed)
        #expect(try await stage.fetch(asset) == DeliveryStage.bytes("a", 100))
    }

    @Test(arguments: [99, 101])
    func `a store with another number of bytes is refused`(size: Int) async throws {
        let stage = try await DeliveryStage()
        var asset = try stage.asset("a", size)
        asset.size = 100

        let error = await #expect(throws: StorageError.self) { try await stage.fetch(asset) }

        #expect(error?.kind == .malformed && stage.files == [])
    }
}

@Suite struct LearnedDigestTests {
    /// A live asset in the catalog whose digest nobody knows.
    private func unknown(_ stage: DeliveryStage) async throws -> Asset {
        let asset = try stage.asset("a", digest: .some(nil))
        return try await stage.catalog.write { writer in
            try await writer.insert(Organization.sample())
            let library = try await writer.insert(NewLibrary.sample())
            return try await writer.publish([NewAsset(asset, in: library.key)])[0]
        }
    }

    private func revision(_ stage: DeliveryStage) async throws -> Int64? {
        try await stage.catalog.read { try await $0.library("photos", in: "acme")?.revision }
    }

    @Test func `the first fetch tells the catalog the digest`() async throws {
        let stage = try await DeliveryStage()
        let asset = try await unknown(stage)
        let before = try await revision(stage)
        try await stage.keep(asset)

        let known = try await stage.catalog.read { try await $0.asset("a", in: "acme") }
        #expect(try known?.digest == stage.asset("a").digest && known?.updated == asset.updated)
        #expect(try await revision(stage) != before)
        #expect(try await stage.isHit(try #require(known)))
    }

    @Test func `a digest is kept only for the home it was read from, and only the first`() async throws {
        let stage = try await DeliveryStage()
        let asset = try await unknown(stage)
        let elsewhere = NativeReference("streams", "native-b")

        let kept = try await stage.catalog.write { writer in
            [
                try await writer.noteDigest(.sample(1), of: "a", home: elsewhere),
                try await writer.noteDigest(.sample(2), of: "a", home: asset.home),
                try await writer.noteDigest(.sample(3), of: "a", home: asset.home),
                try await writer.noteDigest(.sample(4), of: "none", home: asset.home),
            ]
        }

        #expect(kept == [false, true, false, false])
    }
}
