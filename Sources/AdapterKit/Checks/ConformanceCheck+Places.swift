import Bytes
import Raster

extension ConformanceCheck {
    /// Where assets lie, and moving them.
    static let places =
        handingOut + [
            ConformanceCheck("a moved asset keeps its id and its bytes", requires: .places) { scratch in
                let (id, place) = try await moved(scratch)
                try await scratch.adapter.expectBytes([1, 2, 3], of: id)
                let seen = try await scratch.adapter.stat(id).place
                try expect(seen == nil || seen == place, "it lies in \(seen?.rawValue ?? "")")
            },
            ConformanceCheck("a move may be repeated", requires: .places) { scratch in
                let (id, place) = try await moved(scratch)
                try await ability(scratch.adapter.places).move(id, to: place)
                try await scratch.adapter.expectBytes([1, 2, 3], of: id)
            },
            ConformanceCheck("an asset can be moved back", requires: .places) { scratch in
                let (id, home) = try await moved(scratch)
                let places = try ability(scratch.adapter.places)
                try await places.move(id, to: try await scratch.makePlace())
                try await places.move(id, to: home)
                try await scratch.adapter.expectBytes([1, 2, 3], of: id)
                let seen = try await scratch.adapter.stat(id).place
                try expect(seen == nil || seen == home, "it lies in \(seen?.rawValue ?? "")")
            },
            ConformanceCheck("a moved asset shows what it showed before", requires: .places) { scratch in
                var draft = scratch.draft(size: 3)
                draft.description = "told"
                draft.tags = ["a", "b"]
                let id = try await scratch.create(draft, .stream(ByteStream([1, 2, 3]))).id
                var before = try await scratch.adapter.stat(id)
                try await ability(scratch.adapter.places).move(id, to: try await scratch.makePlace())
                before.place = nil
                try expectAgreement(before, try await scratch.adapter.stat(id), "the moved asset")
            },
            ConformanceCheck("a moved asset is listed where it lies", requires: .places) { scratch in
                guard let enumeration = scratch.adapter.enumeration else { return }
                let (id, home) = try await moved(scratch)
                let place = try await scratch.makePlace()
                try await ability(scratch.adapter.places).move(id, to: place)
                let isThere = try await isListed(id, in: place, enumeration)
                try expect(isThere, "it is not listed in its new place")
                let isHere = try await isListed(id, in: home, enumeration)
                try expect(!isHere, "it is still listed in its old place")
            },
            ConformanceCheck("moving one asset leaves the others", requires: .places) { scratch in
                let kept = try await scratch.store([1, 2, 3]).id
                let before = try await scratch.adapter.stat(kept)
                _ = try await moved(scratch)
                try expect(try await scratch.adapter.stat(kept) == before, "another asset has changed")
            },
            ConformanceCheck("an unknown asset cannot be moved", requires: .places) { scratch in
                let (id, place) = (try await scratch.unknownID(), try await scratch.makePlace())
                let error = try await expectError(.notFound, of: "moving it") {
                    try await ability(scratch.adapter.places).move(id, to: place)
                }
                try expect(error.effect == .none, "its effect is \(error.effect)")
            },
            ConformanceCheck("nothing can be moved to a place that is not there", requires: .places) {
                scratch in
                let id = try await moved(scratch).0
                let before = try await scratch.adapter.stat(id).place
                let nowhere = NativePlace("no-such-place-\(scratch.word())")
                try await expectError(.preconditionFailed, of: "moving it") {
                    try await ability(scratch.adapter.places).move(id, to: nowhere)
                }
                let after = try await scratch.adapter.stat(id).place
                try expect(after == before, "it lies in \(after?.rawValue ?? "")")
            },
        ]

    /// An asset of three bytes that was moved to a place of its own.
    private static func moved(_ scratch: Scratch) async throws -> (NativeID, NativePlace) {
        let (id, place) = (try await scratch.store([1, 2, 3]).id, try await scratch.makePlace())
        try await ability(scratch.adapter.places).move(id, to: place)
        return (id, place)
    }

    private static func isListed(_ id: NativeID, in place: NativePlace, _ enumeration: any Enumerating)
        async throws -> Bool
    {
        var token: PageToken?
        for _ in 0..<1000 {
            let page = try await enumeration.list(in: place, after: token)
            if page.assets.contains(where: { $0.id == id }) { return true }
            guard let next = page.next else { return false }
            token = next
        }
        throw Broken("the listing does not end")
    }
}
