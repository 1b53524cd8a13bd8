import Raster

extension ConformanceCheck {
    /// Places and their labels, which some systems give only once: no two runs ask for the same.
    static let handingOut = [
        ConformanceCheck("a label leads to its place again, or is refused", requires: .places) { scratch in
            let draft = scratch.placeDraft()
            let first = try await scratch.makePlace(draft, as: draft.label)
            guard let again = try await place(draft, as: draft.label, scratch) else { return }
            try expect(first == again, "it is \(first), then \(again)")
        },
        ConformanceCheck("the label after one that is taken leads to a place", requires: .places) { scratch in
            let draft = scratch.placeDraft()
            _ = try await scratch.makePlace(draft, as: draft.label)
            let next = try await place(draft, as: draft.label.next, scratch)
            try expect(next != nil, "it is taken as well")
        },
        ConformanceCheck("each library has a place of its own", requires: .places) { scratch in
            let word = scratch.word()
            var seen: Set<NativePlace> = []
            for (organization, library) in [
                ("\(word)", "a"), ("\(word)", "b"), ("\(word)-a", "b"), ("\(word)", "a-b"),
                ("\(word)-a-b", "c"), ("\(word)-a", "b-c"),
            ] {
                let draft = PlaceDraft(
                    organization: OrganizationID(organization), library: LibraryID(library), title: library)
                let place = try await scratch.makePlace(draft, as: draft.label)
                try expect(seen.insert(place).inserted, "\(place) is that of two")
            }
        },
    ]

    /// The place that a label leads to, or `nil` where it is taken.
    private static func place(_ draft: PlaceDraft, as label: BackendLabel, _ scratch: Scratch) async throws
        -> NativePlace?
    {
        do throws(StorageError) { return try await scratch.makePlace(draft, as: label) } catch {
            try expect(error.kind == .alreadyExists, "it is refused as \(error.kind)")
            try expect(error.effect == .none, "its effect is \(error.effect)")
            return nil
        }
    }
}

extension Scratch {
    /// A library that has no place yet in any system.
    func placeDraft() -> PlaceDraft {
        let library = LibraryID("scratch-\(word())")
        return PlaceDraft(
            organization: ScratchPlace.organization, library: library, title: library.rawValue)
    }

    /// A place of its own for what is moved.
    func makePlace() async throws -> NativePlace {
        let draft = placeDraft()
        return try await makePlace(draft, as: draft.label)
    }

    /// The place that the system gives a library; remembered for the end.
    func makePlace(_ draft: PlaceDraft, as label: BackendLabel) async throws(StorageError) -> NativePlace {
        guard let places = adapter.places else { throw StorageError(.internal, "the ability has vanished") }
        let place = try await places.place(for: draft, as: label)
        remember(place)
        return place
    }
}
