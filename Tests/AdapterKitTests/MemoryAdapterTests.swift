import AdapterKit
import Bytes
import Raster
import Testing

@Suite struct MemoryAdapterTests {
    private func draft(_ id: AssetID, size: Int) -> AssetDraft {
        let key = NaturalKey(organization: "acme", library: "main", asset: id, filename: "a.png")
        return AssetDraft(key: key, name: "a", contentType: "image/png", size: size)
    }

    private func store(_ id: AssetID, _ size: Int, in adapter: MemoryAdapter) async throws(StorageError)
        -> NativeAsset
    {
        let bytes = Array(repeating: UInt8(7), count: size)
        return try await adapter.create(draft(id, size: size), .stream(ByteStream(bytes)))
    }

    @Test func `a full memory refuses and has room again after a deletion`() async throws {
        let adapter = MemoryAdapter(capacity: 10)
        let first = try await store("a", 8, in: adapter)

        let error = await #expect(throws: StorageError.self) { try await store("b", 3, in: adapter) }
        #expect(error?.kind == .insufficientStorage)

        try await adapter.delete(first.id)
        #expect(try await store("b", 10, in: adapter).size == 10)
    }

    @Test func `a create that failed gives its room back`() async throws {
        let adapter = MemoryAdapter(capacity: 10)
        _ = try? await adapter.create(draft("a", size: 10), .stream(ByteStream([1])))

        #expect(try await store("b", 10, in: adapter).size == 10)
    }

    @Test func `a planned failure without effect comes instead of the operation`() async throws {
        let adapter = MemoryAdapter()
        adapter.fail(.create, with: StorageError(.unavailable, "planned"))

        let error = await #expect(throws: StorageError.self) { try await store("a", 1, in: adapter) }

        #expect(error?.kind == .unavailable)
        #expect(adapter.contents.isEmpty)
        #expect(adapter.failuresToCome == 0)
    }

    @Test func `a planned failure with an effect comes after the operation`() async throws {
        let adapter = MemoryAdapter(capacity: 1)
        adapter.fail(.create, with: StorageError(.timedOut, "planned", effect: .unknown))

        await #expect(throws: StorageError.self) { try await store("a", 1, in: adapter) }

        #expect(adapter.contents == ["a": [7]])
        let error = await #expect(throws: StorageError.self) { try await store("b", 1, in: adapter) }
        #expect(error?.kind == .insufficientStorage)
    }

    @Test func `a discarded asset leaves the listing`() async throws {
        let adapter = MemoryAdapter()
        let asset = try await store("a", 1, in: adapter)

        try await adapter.discard(asset.id)

        #expect(adapter.isDiscarded(asset.id))
        #expect(try await adapter.list(in: nil, after: nil).assets.isEmpty)
    }
}
