import Bytes
import Raster

extension ConformanceCheck {
    /// Bytes that the system fetches from an address.
    static let fetching =
        announcing + arriving + discardingBytes + [
            ConformanceCheck("bytes that nobody fetches are not taken in", requires: .fetching) { scratch in
                let (staged, draft) = (try scratch.staged(), scratch.draft(size: 1))
                let error = try await expectError(.unsupported, of: "storing them") {
                    _ = try await scratch.remember(draft) { () async throws(StorageError) in
                        try await staged.base.create(draft, .stream(ByteStream([1])))
                    }
                }
                try expect(error.effect == .none, "its effect is \(error.effect)")
            },
            ConformanceCheck("an address that is none is invalid, or leads to nothing", requires: .fetching) {
                scratch in
                let (id, draft) = try await scratch.announced(size: 3)
                let fetching = try scratch.staged().watch.fetching
                do throws(StorageError) {
                    try await fetching.fetch(draft, for: id, from: "no address")
                } catch { return try expect(error.kind == .invalid, "it is \(error.kind)") }
                try await expectNothingWhole([1, 2, 3], draft, at: id, scratch)
            },
        ]

    /// Assets without bytes.
    private static let announcing = [
        ConformanceCheck("an announced asset can be described", requires: .fetching) { scratch in
            let (id, draft) = try await scratch.announced(size: 3)
            let seen = try await scratch.adapter.stat(id)
            try expect(seen.id == id, "it is described as \(seen.id)")
            try expect(
                seen.asset == nil || seen.asset == draft.key.asset, "it says \(seen.asset?.rawValue ?? "")")
        },
        ConformanceCheck("an announced asset has no bytes", requires: .fetching) { scratch in
            let id = try await scratch.announced(size: 3).id
            let size = try await scratch.adapter.stat(id).size
            try expect(size == nil || size == 0, "its size is \(size ?? 0)")
            guard let content = try? await scratch.adapter.open(id, nil) else { return }
            let count = (try? await content.stream.collect(upTo: 100).count) ?? 0
            try expect(count == 0, "\(count) bytes came")
        },
        ConformanceCheck("announcing answers what a look shows", requires: .fetching) { scratch in
            var draft = scratch.draft(size: 3)
            draft.description = "told"
            draft.tags = ["a", "b"]
            let asset = try await scratch.announce(draft)
            try expectAgreement(asset, try await scratch.adapter.stat(asset.id), "a look")
        },
        ConformanceCheck("an announced asset can be deleted", requires: .fetching) { scratch in
            let id = try await scratch.announced(size: 3).id
            try await scratch.adapter.delete(id)
            try await scratch.adapter.expectNothing(at: id)
        },
        ConformanceCheck("a label is given once", requires: .fetching) { scratch in
            let (_, draft) = try await scratch.announced(size: 3)
            let error = try await expectError(.alreadyExists, of: "announcing again") {
                _ = try await scratch.announce(draft)
            }
            try expect(error.effect == .none, "its effect is \(error.effect)")
            try expect(error.retry == .never, "it says: \(error.retry)")
        },
        ConformanceCheck("a label that is taken leaves what has it alone", requires: .fetching) { scratch in
            let (id, draft) = try await scratch.announced(size: 3)
            let before = try await scratch.adapter.stat(id)
            var other = draft
            (other.name, other.description, other.tags) = ("Another", "another", ["another"])
            _ = try? await scratch.announce(other)
            try expectAgreement(before, try await scratch.adapter.stat(id), "the asset")
        },
        ConformanceCheck("the next label makes an asset of its own", requires: .fetching) { scratch in
            let (first, draft) = try await scratch.announced(size: 3)
            let second = try await scratch.announce(draft, as: draft.label.next).id
            try expect(first != second, "both are \(first)")
            try await fetch([1, 2, 3], draft, for: second, scratch)
            try await scratch.adapter.expectBytes([1, 2, 3], of: second)
        },
    ]

    /// Has `bytes` fetched, which must arrive whole.
    static func fetch(_ bytes: [UInt8], _ draft: AssetDraft, for id: NativeID, _ scratch: Scratch)
        async throws
    {
        try await scratch.staged().fetch(bytes, draft, for: id)
    }

    /// Throws ``Broken`` if `bytes` are said to be whole, or are said to be at the next few looks.
    static func expectNothingWhole(
        _ bytes: [UInt8], _ draft: AssetDraft, at id: NativeID, _ scratch: Scratch
    ) async throws {
        let expected = try ExpectedBytes(of: bytes, filename: draft.key.filename)
        let arrival = try await scratch.staged().watch.outcome(of: expected, at: id, looks: 4)
        try expect(arrival != .whole, "they are said to have arrived")
    }
}

extension Scratch {
    /// The adapter with who offers it bytes.
    func staged() throws -> Staged {
        guard let staged = adapter as? Staged else { throw Broken("the ability has vanished") }
        return staged
    }

    /// An asset without bytes, remembered for the end; its own label unless another is given.
    func announce(_ draft: AssetDraft, as label: BackendLabel? = nil) async throws -> NativeAsset {
        let fetching = try staged().watch.fetching
        return try await remember(draft) { () async throws(StorageError) in
            try await fetching.announce(draft, as: label ?? draft.label)
        }
    }

    /// A new asset that is to have `size` bytes, with what it was announced as.
    func announced(size: Int) async throws -> (id: NativeID, draft: AssetDraft) {
        let draft = draft(size: size)
        return (try await announce(draft).id, draft)
    }
}
