import Bytes
import Raster

extension ConformanceCheck {
    /// Parts of an asset.
    static let ranges = [
        part("a range in the middle gives these bytes", 100..<612),
        part("the first byte can be read alone", 0..<1),
        part("the last byte can be read alone", 999..<1000),
        part("a range may be the whole asset", 0..<1000),
        part("an empty range at the start gives no bytes", 0..<0),
        part("an empty range at the end gives no bytes", 1000..<1000),
        part("an empty range in the middle gives no bytes", 500..<500),
        ConformanceCheck("a range says how long it is, or nothing") { scratch in
            let asset = try await scratch.store(scratch.bytes(1000))
            let content = try await scratch.adapter.open(asset.id, ByteRange(offset: 10, length: 20))
            try expect(content.length == nil || content.length == 20, "it says \(content.length ?? -1)")
        },
        ConformanceCheck("ranges that meet are the whole") { scratch in
            let bytes = scratch.bytes(1000)
            let asset = try await scratch.store(bytes)
            var seen: [UInt8] = []
            for (offset, length) in [(0, 400), (400, 1), (401, 599)] {
                seen += try await scratch.adapter.bytes(
                    of: asset.id, ByteRange(offset: offset, length: length))
            }
            try expect(seen == bytes, "\(seen.count) other bytes came")
        },
        ConformanceCheck("a range may lie far inside") { scratch in
            let bytes = scratch.bytes(200_003)
            let asset = try await scratch.store(bytes)
            for bounds in [65_530..<131_080, 131_072..<131_073, 199_000..<200_003] {
                let range = ByteRange(offset: bounds.lowerBound, length: bounds.count)
                let seen = try await scratch.adapter.bytes(of: asset.id, range)
                try expect(seen == Array(bytes[bounds]), "other bytes came from \(bounds)")
            }
        },
        ConformanceCheck("ranges that are opened together keep apart") { scratch in
            let bytes = scratch.bytes(1000)
            let asset = try await scratch.store(bytes)
            let first = try await scratch.adapter.open(asset.id, ByteRange(offset: 0, length: 100)).stream
            let second = try await scratch.adapter.open(asset.id, ByteRange(offset: 500, length: 50)).stream
            let seen = (try await first.collect(upTo: 2000), try await second.collect(upTo: 2000))
            try expect(seen == (Array(bytes[0..<100]), Array(bytes[500..<550])), "they are mixed up")
        },
        ConformanceCheck("an empty asset has an empty range") { scratch in
            let asset = try await scratch.store([])
            let seen = try await scratch.adapter.bytes(of: asset.id, ByteRange(offset: 0, length: 0))
            try expect(seen.isEmpty, "\(seen.count) bytes came")
        },
        ConformanceCheck("an empty asset has no other range") { scratch in
            let asset = try await scratch.store([])
            try await expectError(.invalid, of: "opening it") {
                _ = try await scratch.adapter.open(asset.id, ByteRange(offset: 0, length: 1))
            }
        },
        ConformanceCheck("a refused range leaves the asset readable") { scratch in
            let bytes = scratch.bytes(1000)
            let asset = try await scratch.store(bytes)
            try await expectError(.invalid, of: "opening it") {
                _ = try await scratch.adapter.open(asset.id, ByteRange(offset: 1, length: 1000))
            }
            try await scratch.adapter.expectBytes(bytes, of: asset.id)
        },
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
