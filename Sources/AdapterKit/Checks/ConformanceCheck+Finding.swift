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
        ConformanceCheck("what is found is what a look shows", requires: .finding) { scratch in
            let draft = scratch.draft(size: 3)
            let asset = try await scratch.create(draft, .stream(ByteStream([1, 2, 3])))
            guard let found = try await find(draft.key, scratch) else { throw Broken("nothing is found") }
            try expectAgreement(found, try await scratch.adapter.stat(asset.id), "the lookup")
        },
        ConformanceCheck("what is found can be read and deleted", requires: .finding) { scratch in
            let draft = scratch.draft(size: 3)
            _ = try await scratch.create(draft, .stream(ByteStream([1, 2, 3])))
            guard let found = try await find(draft.key, scratch) else { throw Broken("nothing is found") }
            try await scratch.adapter.expectBytes([1, 2, 3], of: found.id)
            try await scratch.adapter.delete(found.id)
        },
        ConformanceCheck("a lookup finds the same twice", requires: .finding) { scratch in
            let draft = scratch.draft(size: 1)
            _ = try await scratch.create(draft, .stream(ByteStream([1])))
            let ids = (try await find(draft.key, scratch)?.id, try await find(draft.key, scratch)?.id)
            try expect(
                ids.0 == ids.1, "first \(ids.0?.rawValue ?? "none"), then \(ids.1?.rawValue ?? "none")")
        },
        ConformanceCheck("an empty asset is found", requires: .finding) { scratch in
            let draft = scratch.draft(size: 0)
            let asset = try await scratch.create(draft, .stream(ByteStream([])))
            try expect(try await find(draft.key, scratch)?.id == asset.id, "another or none is found")
        },
        ConformanceCheck("an asset is found whatever its filename", requires: .finding) { scratch in
            for filename in oddNames where scratch.adapter.bears(filename) {
                let draft = scratch.draft(size: 1, filename: filename)
                let asset = try await scratch.create(draft, .stream(ByteStream([1])))
                let found = try await find(draft.key, scratch)?.id
                try expect(found == asset.id, "another or none is found for \(filename)")
            }
        },
        ConformanceCheck("a key is told from one that begins like it", requires: .finding) { scratch in
            let draft = scratch.draft(size: 1)
            _ = try await scratch.create(draft, .stream(ByteStream([1])))
            for id in [draft.key.asset.rawValue + "a", String(draft.key.asset.rawValue.dropLast())] {
                var key = draft.key
                key.asset = AssetID(id)
                let result = try await ability(scratch.adapter.finding).find(key)
                try expect(result == .absent, "something is found for \(id)")
            }
        },
        ConformanceCheck("an asset is found after an update", requires: .finding) { scratch in
            guard let updating = scratch.adapter.updating else { return }
            let draft = scratch.draft(size: 1)
            let asset = try await scratch.create(draft, .stream(ByteStream([1])))
            try await updating.update(
                asset.id, DesiredState(key: draft.key, name: "New", description: "new", tags: ["new"]))
            try expect(try await find(draft.key, scratch)?.id == asset.id, "another or none is found")
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
