import Bytes
import Raster

extension ConformanceCheck {
    /// Several callers at once, no more than the adapter says it bears.
    static let concurrency = [
        ConformanceCheck("writers at once store all their assets") { scratch in
            let ids = try await atOnce(scratch) { number in
                try await scratch.store(Array(repeating: UInt8(number), count: 5000)).id
            }
            for (number, id) in ids.enumerated() {
                let bytes = Array(repeating: UInt8(number), count: 5000)
                try await scratch.adapter.expectBytes(bytes, of: id)
            }
        },
        ConformanceCheck("writers of one key at once make one asset") { scratch in
            let draft = scratch.draft(size: 5000)
            let outcomes = try await atOnce(scratch) { number -> NativeID? in
                let bytes = Array(repeating: UInt8(number), count: 5000)
                do throws(StorageError) {
                    return try await scratch.create(draft, .stream(ByteStream(bytes, chunkSize: 100))).id
                } catch {
                    try expect(error.kind == .alreadyExists, "one fails with \(error.kind)")
                    return nil
                }
            }
            let winners = outcomes.compactMap(\.self)
            try expect(winners.count == 1, "\(winners.count) of them succeed")
            let bytes = try await scratch.adapter.bytes(of: winners[0])
            try expect(Set(bytes).count == 1 && bytes.count == 5000, "their bytes are mixed")
        },
        ConformanceCheck("readers at once get all the bytes") { scratch in
            let bytes = scratch.bytes(100_000)
            let id = try await scratch.store(bytes).id
            _ = try await atOnce(scratch) { _ in try await scratch.adapter.expectBytes(bytes, of: id) }
        },
        ConformanceCheck("of several deletions at once one succeeds") { scratch in
            let id = try await scratch.store().id
            let outcomes = try await atOnce(scratch) { _ in
                do throws(StorageError) { try await scratch.adapter.delete(id) } catch {
                    try expect(error.kind == .notFound, "one fails with \(error.kind)")
                    return false
                }
                return true
            }
            let winners = outcomes.count { $0 }
            try expect(winners == 1, "\(winners) of them succeed")
        },
    ]

    private static func atOnce<Value: Sendable>(
        _ scratch: Scratch, _ body: @escaping @Sendable (Int) async throws -> Value
    ) async throws -> [Value] {
        let count = max(2, min(scratch.adapter.limits.concurrency, 8))
        return try await withThrowingTaskGroup(of: (Int, Value).self) { group in
            for number in 0..<count { group.addTask { (number, try await body(number)) } }
            var values: [(Int, Value)] = []
            for try await value in group { values.append(value) }
            return values.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}
