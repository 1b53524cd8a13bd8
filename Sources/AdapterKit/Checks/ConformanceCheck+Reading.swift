import Bytes
import Raster

extension ConformanceCheck {
    /// Describing and opening.
    static let reading = [
        ConformanceCheck("an unknown asset cannot be described") { scratch in
            let id = try await scratch.unknownID()
            try await expectError(.notFound, of: "describing it") { _ = try await scratch.adapter.stat(id) }
        },
        ConformanceCheck("an unknown asset is refused before its first byte") { scratch in
            let id = try await scratch.unknownID()
            try await expectError(.notFound, of: "opening it") { _ = try await scratch.adapter.open(id, nil) }
        },
        ConformanceCheck("a strange id is not found") { scratch in
            for id in [
                "", "/", "../../etc/passwd", "/etc/passwd", "a/../b", String(repeating: "x", count: 5000),
            ] {
                try await scratch.adapter.expectNothing(at: NativeID(id))
            }
        },
        ConformanceCheck("an asset is described with the size it has") { scratch in
            let asset = try await scratch.store(scratch.bytes(1234))
            for seen in [asset, try await scratch.adapter.stat(asset.id)] {
                try expect(seen.id == asset.id, "it is described as \(seen.id)")
                try expect(seen.size == nil || seen.size == 1234, "its size is \(seen.size ?? -1)")
            }
        },
        ConformanceCheck("an asset says for which key it was made, or nothing") { scratch in
            let draft = scratch.draft(size: 1)
            let id = try await scratch.create(draft, .stream(ByteStream([1]))).id
            let seen = try await scratch.adapter.stat(id).asset
            try expect(seen == nil || seen == draft.key.asset, "it says \(seen?.rawValue ?? "")")
        },
        ConformanceCheck("the bytes come back as they went") { scratch in
            let bytes = scratch.bytes(300_001)
            try await scratch.adapter.expectBytes(bytes, of: try await scratch.store(bytes).id)
        },
        ConformanceCheck("a content is as long as it says") { scratch in
            let asset = try await scratch.store(scratch.bytes(5000))
            let content = try await scratch.adapter.open(asset.id, nil)
            try expect(content.length == nil || content.length == 5000, "it says \(content.length ?? -1)")
            let seen = try await content.stream.collect(upTo: 10_000).count
            try expect(seen == 5000, "\(seen) of 5000 bytes came")
        },
        ConformanceCheck("an asset can be read twice at once") { scratch in
            let bytes = scratch.bytes(200_000)
            let asset = try await scratch.store(bytes)
            let first = try await scratch.adapter.open(asset.id, nil).stream
            let start = try await first.next() ?? []
            try await scratch.adapter.expectBytes(bytes, of: asset.id)
            let rest = try await first.collect(upTo: 200_000)
            try expect(start + rest == bytes, "the second reader disturbs the first")
        },
    ]

    /// Parts of an asset.
    static let ranges = [
        part("a range in the middle gives these bytes", 100..<612),
        part("the first byte can be read alone", 0..<1),
        part("the last byte can be read alone", 999..<1000),
        part("a range may be the whole asset", 0..<1000),
        part("an empty range at the start gives no bytes", 0..<0),
        part("an empty range at the end gives no bytes", 1000..<1000),
        ConformanceCheck("a range that ends beyond the end is invalid") { scratch in
            try await refuse(ByteRange(offset: 999, length: 2), scratch)
        },
        ConformanceCheck("a range that begins beyond the end is invalid") { scratch in
            try await refuse(ByteRange(offset: 1001, length: 0), scratch)
        },
        ConformanceCheck("a range of enormous numbers is invalid") { scratch in
            try await refuse(ByteRange(offset: 1, length: Int.max), scratch)
        },
        ConformanceCheck("a range of an unknown asset is not found") { scratch in
            let id = try await scratch.unknownID()
            let range = ByteRange(offset: 0, length: 1)
            try await expectError(.notFound, of: "opening it") {
                _ = try await scratch.adapter.open(id, range)
            }
        },
    ]

    private static func part(_ title: String, _ bounds: Range<Int>) -> ConformanceCheck {
        ConformanceCheck(title) { scratch in
            let bytes = scratch.bytes(1000)
            let asset = try await scratch.store(bytes)
            let range = ByteRange(offset: bounds.lowerBound, length: bounds.count)
            let seen = try await scratch.adapter.bytes(of: asset.id, range)
            try expect(seen == Array(bytes[bounds]), "other bytes came, \(seen.count) of them")
        }
    }

    private static func refuse(_ range: ByteRange, _ scratch: Scratch) async throws {
        let asset = try await scratch.store(scratch.bytes(1000))
        try await expectError(.invalid, of: "opening it") {
            _ = try await scratch.adapter.open(asset.id, range)
        }
    }
}
