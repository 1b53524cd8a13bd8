import Bytes
import Raster

extension ConformanceCheck {
    /// Assets that others may change.
    static let revising = [
        ConformanceCheck("a revision holds the bytes of the asset", requires: .revising) { scratch in
            let bytes = scratch.bytes(1000)
            let revision = try await revision(of: try await scratch.store(bytes).id, scratch)
            try expect(revision.size == 1000, "its size is \(revision.size)")
            let all = try await revision.content().stream.collect(upTo: 2000)
            try expect(all == bytes, "other bytes came, \(all.count) of them")
            let range = ByteRange(offset: 990, length: 10)
            let part = try await revision.content(range).stream.collect(upTo: 2000)
            try expect(part == Array(bytes.suffix(10)), "another part came, of \(part.count) bytes")
        },
        ConformanceCheck("a revision keeps its tag as long as the bytes stay", requires: .revising) {
            scratch in
            let id = try await scratch.store().id
            let tag = try await revision(of: id, scratch).tag
            let isPlain = tag.utf8.allSatisfy { $0 == 0x21 || (0x23...0x7E).contains($0) }
            try expect(!tag.isEmpty && isPlain, "it is \"\(tag)\", which no header can hold")
            try expect(try await revision(of: id, scratch).tag == tag, "it is another one at the second look")
        },
        ConformanceCheck("a revision can be read again and again", requires: .revising) { scratch in
            let bytes = scratch.bytes(1000)
            let revision = try await revision(of: try await scratch.store(bytes).id, scratch)
            for _ in 0..<3 {
                let seen = try await revision.content().stream.collect(upTo: 2000)
                try expect(seen == bytes, "\(seen.count) other bytes came")
            }
        },
        ConformanceCheck("a revision outlives its asset or fails", requires: .revising) { scratch in
            let bytes = scratch.bytes(1000)
            let id = try await scratch.store(bytes).id
            let revision = try await revision(of: id, scratch)
            try await scratch.adapter.delete(id)
            guard let seen = try? await revision.content().stream.collect(upTo: 2000) else { return }
            try expect(seen == bytes, "\(seen.count) of 1000 bytes pass for all")
        },
        ConformanceCheck("an unknown asset has no revision", requires: .revising) { scratch in
            let id = try await scratch.unknownID()
            try await expectError(.notFound, of: "opening it") { _ = try await revision(of: id, scratch) }
        },
    ]

    private static func revision(of id: NativeID, _ scratch: Scratch) async throws -> Revision {
        try await ability(scratch.adapter.revising).revision(of: id)
    }
}
