import Bytes
import Raster

extension ConformanceCheck {
    /// Where assets lie, and moving them.
    static let places = [
        ConformanceCheck("a library's place stays the same", requires: .places) { scratch in
            let places = try ability(scratch.adapter.places)
            let first = try await places.place(of: scratch.place.library)
            let second = try await places.place(of: scratch.place.library)
            try expect(first == second, "it is \(first), then \(second)")
        },
        ConformanceCheck("each library has a place of its own", requires: .places) { scratch in
            let pairs: [(OrganizationID, LibraryID)] = [
                ("conformance", "a"), ("conformance", "b"), ("conformance-a", "b"), ("conformance", "a-b"),
                ("conformance-a-b", "c"), ("conformance-a", "b-c"),
            ]
            var seen: Set<NativePlace> = []
            for (organization, library) in pairs {
                let place = try await ability(scratch.adapter.places).place(
                    of: library, in: organization)
                try expect(seen.insert(place).inserted, "\(place) is that of two")
            }
        },
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
            let (id, _) = try await moved(scratch)
            let places = try ability(scratch.adapter.places)
            let home = try await places.place(of: scratch.place.library)
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
            let places = try ability(scratch.adapter.places)
            try await places.move(id, to: try await places.place(of: scratch.place.other))
            before.place = nil
            try expectAgreement(before, try await scratch.adapter.stat(id), "the moved asset")
        },
        ConformanceCheck("a moved asset is listed where it lies", requires: .places) { scratch in
            guard let enumeration = scratch.adapter.enumeration else { return }
            let (id, place) = try await moved(scratch)
            let home = try await ability(scratch.adapter.places).place(
                of: scratch.place.library)
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
    ]

    /// An asset of three bytes that was moved to a second library, with its place there.
    private static func moved(_ scratch: Scratch) async throws -> (NativeID, NativePlace) {
        let (places, id) = (try ability(scratch.adapter.places), try await scratch.store([1, 2, 3]).id)
        let place = try await places.place(of: scratch.place.other)
        try await places.move(id, to: place)
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

extension PlaceTree {
    /// The place of a library, by the label that is its own.
    func place(
        of library: LibraryID, in organization: OrganizationID = ScratchPlace.organization
    ) async throws(StorageError) -> NativePlace {
        let draft = PlaceDraft(organization: organization, library: library, title: library.rawValue)
        return try await place(for: draft, as: draft.label)
    }
}
