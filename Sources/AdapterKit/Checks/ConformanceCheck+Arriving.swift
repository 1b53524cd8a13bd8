import Bytes
import Raster

extension ConformanceCheck {
    /// Bytes on their way, and what is said of them.
    static let arriving = [
        ConformanceCheck("nothing has arrived before it is fetched", requires: .fetching) { scratch in
            let (id, draft) = try await scratch.announced(size: 3)
            let expected = try ExpectedBytes(of: [1, 2, 3], filename: draft.key.filename)
            let arrival = try await scratch.staged().watch.fetching.arrival(of: expected, at: id)
            try expect(arrival == .none || arrival == .pending, "it is \(arrival)")
        },
        ConformanceCheck("what was fetched arrives whole", requires: .fetching) { scratch in
            let bytes = scratch.bytes(4321)
            let (id, draft) = try await scratch.announced(size: bytes.count)
            try await fetch(bytes, draft, for: id, scratch)
            try await scratch.adapter.expectBytes(bytes, of: id)
            let size = try await scratch.adapter.stat(id).size
            try expect(size == nil || size == bytes.count, "its size is \(size ?? 0)")
        },
        ConformanceCheck("what was fetched keeps its texts", requires: .fetching) { scratch in
            var draft = scratch.draft(size: 3)
            draft.description = "told"
            draft.tags = ["a", "b"]
            let id = try await scratch.announce(draft).id
            try await fetch([1, 2, 3], draft, for: id, scratch)
            try await scratch.adapter.expectShown(
                of: id, name: draft.name, description: "told", tags: ["a", "b"])
        },
        ConformanceCheck("what was fetched stays in its place", requires: .fetching) { scratch in
            guard let places = scratch.adapter.places else { return }
            let (id, draft) = try await scratch.announced(size: 3)
            let place = try await scratch.makePlace()
            try await places.move(id, to: place)
            try await fetch([1, 2, 3], draft, for: id, scratch)
            let seen = try await scratch.adapter.stat(id).place
            try expect(seen == nil || seen == place, "it lies in \(seen?.rawValue ?? "")")
        },
        ConformanceCheck("bytes of another length are never whole", requires: .fetching) { scratch in
            let (id, draft) = try await scratch.announced(size: 3)
            try await fetch([1, 2, 3], draft, for: id, scratch)
            for others: [UInt8] in [[], [1, 2], [1, 2, 3, 0]] {
                try await expectNothingWhole(others, draft, at: id, scratch)
            }
        },
        ConformanceCheck("other bytes of the same length are never whole", requires: .fetching) { scratch in
            let (id, draft) = try await scratch.announced(size: 3)
            try await fetch([1, 2, 3], draft, for: id, scratch)
            try await expectNothingWhole([1, 2, 4], draft, at: id, scratch)
        },
        ConformanceCheck("bytes arrive where they belong", requires: .fetching) { scratch in
            let (first, one) = try await scratch.announced(size: 4)
            let (second, two) = try await scratch.announced(size: 4)
            try await fetch([1, 2, 3, 4], one, for: first, scratch)
            try await fetch([5, 6, 7, 8], two, for: second, scratch)
            try await scratch.adapter.expectBytes([1, 2, 3, 4], of: first)
            try await scratch.adapter.expectBytes([5, 6, 7, 8], of: second)
        },
        ConformanceCheck("an address without bytes makes nothing whole", requires: .fetching) { scratch in
            let (id, draft) = try await scratch.announced(size: 3)
            try await fetchNothing(draft, for: id, scratch)
            try await expectNothingWhole([1, 2, 3], draft, at: id, scratch)
        },
        ConformanceCheck("what did not arrive can be fetched from elsewhere", requires: .fetching) {
            scratch in
            let (id, draft) = try await scratch.announced(size: 3)
            try await fetchNothing(draft, for: id, scratch)
            try await expectNothingWhole([1, 2, 3], draft, at: id, scratch)
            try await scratch.staged().watch.fetching.discardBytes(of: id)
            try await fetch([1, 2, 3], draft, for: id, scratch)
            try await scratch.adapter.expectBytes([1, 2, 3], of: id)
        },
        ConformanceCheck("nothing can be fetched for an unknown asset", requires: .fetching) { scratch in
            let (staged, id) = (try scratch.staged(), try await scratch.unknownID())
            let address = try await staged.host.offer([1, 2, 3], as: "application/octet-stream")
            let error = try await expectError(.notFound, of: "fetching") {
                try await staged.watch.fetching.fetch(scratch.draft(size: 3), for: id, from: address)
            }
            await staged.host.withdraw(address)
            try expect(error.effect == .none, "its effect is \(error.effect)")
        },
        ConformanceCheck("nothing arrives at an unknown asset", requires: .fetching) { scratch in
            let (staged, id) = (try scratch.staged(), try await scratch.unknownID())
            let expected = try ExpectedBytes(of: [1, 2, 3], filename: "scratch.bin")
            try await expectError(.notFound, of: "looking for them") {
                _ = try await staged.watch.fetching.arrival(of: expected, at: id)
            }
        },
    ]

    /// Bytes that are taken away again.
    static let discardingBytes = [
        ConformanceCheck("discarded bytes are gone", requires: .fetching) { scratch in
            let (id, draft) = try await scratch.announced(size: 3)
            try await fetch([1, 2, 3], draft, for: id, scratch)
            try await scratch.staged().watch.fetching.discardBytes(of: id)
            try await expectNothingWhole([1, 2, 3], draft, at: id, scratch)
        },
        ConformanceCheck("other bytes can be fetched for discarded ones", requires: .fetching) { scratch in
            let (id, draft) = try await scratch.announced(size: 3)
            try await fetch([1, 2, 3], draft, for: id, scratch)
            try await scratch.staged().watch.fetching.discardBytes(of: id)
            try await fetch([4, 5, 6], draft, for: id, scratch)
            try await scratch.adapter.expectBytes([4, 5, 6], of: id)
        },
        ConformanceCheck("bytes may be discarded again and again", requires: .fetching) { scratch in
            let (id, draft) = try await scratch.announced(size: 3)
            let fetching = try scratch.staged().watch.fetching
            for _ in 0..<2 { try await fetching.discardBytes(of: id) }
            try await fetch([1, 2, 3], draft, for: id, scratch)
            for _ in 0..<2 { try await fetching.discardBytes(of: id) }
        },
        ConformanceCheck("discarding the bytes of one asset leaves the others", requires: .fetching) {
            scratch in
            let kept = try await scratch.store([1, 2, 3]).id
            let doomed = try await scratch.store([1, 2, 3]).id
            try await scratch.staged().watch.fetching.discardBytes(of: doomed)
            try await scratch.adapter.expectBytes([1, 2, 3], of: kept)
        },
    ]

    /// Has bytes fetched from an address where none are any more; a refusal is as good.
    private static func fetchNothing(_ draft: AssetDraft, for id: NativeID, _ scratch: Scratch) async throws {
        let staged = try scratch.staged()
        let address = try await staged.host.offer([1, 2, 3], as: draft.contentType)
        await staged.host.withdraw(address)
        try? await staged.watch.fetching.fetch(draft, for: id, from: address)
    }
}
