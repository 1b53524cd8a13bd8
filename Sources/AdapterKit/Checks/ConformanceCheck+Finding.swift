import Bytes
import Raster

extension ConformanceCheck {
    /// Looking up by natural key.
    static let finding = [
        ConformanceCheck("a stored asset is found by its key", requires: .finding) { scratch in
            let draft = scratch.draft(size: 3)
            let asset = try await scratch.create(draft, .stream(ByteStream([1, 2, 3])))
            let found = try await find(draft.key, scratch)
            try expect(found?.id == asset.id, "another or none is found")
            try expect(found?.size == nil || found?.size == 3, "its size is \(found?.size ?? -1)")
        },
        ConformanceCheck("a key that was never used is absent", requires: .finding) { scratch in
            let result = try await ability(scratch.adapter.finding).find(scratch.draft(size: 1).key)
            try expect(result == .absent, "something is found")
        },
        ConformanceCheck("a deleted asset is absent", requires: .finding) { scratch in
            let draft = scratch.draft(size: 1)
            let asset = try await scratch.create(draft, .stream(ByteStream([1])))
            try await scratch.adapter.delete(asset.id)
            let result = try await ability(scratch.adapter.finding).find(draft.key)
            try expect(result == .absent, "it is still found")
        },
        ConformanceCheck("two keys with one filename are told apart", requires: .finding) { scratch in
            let first = scratch.draft(size: 1, filename: "twin.png")
            let second = scratch.draft(size: 1, filename: "twin.png")
            let one = try await scratch.create(first, .stream(ByteStream([1])))
            let two = try await scratch.create(second, .stream(ByteStream([2])))
            let found = (try await find(first.key, scratch)?.id, try await find(second.key, scratch)?.id)
            try expect(found == (one.id, two.id), "they are mixed up")
        },
        ConformanceCheck("a key is never found while its body is under way", requires: .finding) { scratch in
            let draft = scratch.draft(size: 3)
            let source = ByteStream([1, 2, 3], chunkSize: 1)
            let stream = ByteStream(length: 3) {
                if case .found = try await ability(scratch.adapter.finding).find(draft.key) {
                    throw Broken("half an asset is found")
                }
                return try await source.next()
            }
            do throws(StorageError) { _ = try await scratch.create(draft, .stream(stream)) } catch {
                throw error.cause as? Broken ?? Broken("storing it fails: \(error)")
            }
        },
    ]

    private static func find(_ key: NaturalKey, _ scratch: Scratch) async throws -> NativeAsset? {
        guard case .found(let asset) = try await ability(scratch.adapter.finding).find(key) else {
            return nil
        }
        return asset
    }
}
