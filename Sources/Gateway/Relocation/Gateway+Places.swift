import Raster

extension Gateway {
    /// How many labels are tried for one thing in one go; where all are taken, the next attempt goes on.
    static let labelsPerAttempt = 5

    /// Where assets of a library belong in the store called `name`; `nil` where that knows no places.
    ///
    /// It is made where it is missing. The label is kept before the store is told, so that what a call without an
    /// answer may have made is known, and is made once however many ask.
    func place(
        of library: LibraryID, in organization: OrganizationID, at name: AdapterName
    ) async throws -> NativePlace? {
        guard let tree = try adapter(name).places else { return nil }
        let key = PlaceKey(name, organization, library)
        if let place = try await catalog.read({ try await $0.place(key)?.place }) { return place }
        return try await placeTurns.holding(key) {
            if let place = try await catalog.read({ try await $0.place(key)?.place }) { return place }
            return try await makePlace(key, in: tree)
        }
    }

    /// The store does not have `place` any more: the next who asks makes another one.
    ///
    /// What was just made may not show up yet: throws `.unavailable` until it must.
    func forgetPlace(_ place: NativePlace, of key: PlaceKey, at adapter: any Adapter) async throws {
        let (now, settleTime) = (clock.now(), adapter.limits.settleTime)
        let isSettled = try await catalog.write { writer in
            guard let known = try await writer.place(key), known.place == place else { return true }
            if let made = known.made, now < made + settleTime { return false }
            try await writer.keep(nil, of: key)
            return true
        }
        guard isSettled else {
            throw StorageError(.unavailable, "a place that was just made does not show yet", retry: .allowed)
                .during("move", in: key.adapter).with("library", key.library)
        }
    }

    private func makePlace(_ key: PlaceKey, in tree: any PlaceTree) async throws -> NativePlace {
        let title = try await catalog.read { try await $0.library(key.library, in: key.organization)?.name }
        let draft = PlaceDraft(
            organization: key.organization, library: key.library, title: title ?? key.library.rawValue)
        var label = try await beginPlace(key, draft)
        for _ in 0..<Self.labelsPerAttempt {
            if let place = try await make(draft, as: label, in: tree) {
                let known = KnownPlace(label: label.number, place: place, made: clock.now())
                try await catalog.write { try await $0.keep(known, of: key) }
                return place
            }
            label = try await passOver(label, of: key)
        }
        throw StorageError(.alreadyExists, "all labels that were tried for a place are taken").with(
            "library", key.library)
    }

    /// The place; `nil` where the label is taken.
    private func make(
        _ draft: PlaceDraft, as label: BackendLabel, in tree: any PlaceTree
    ) async throws(StorageError) -> NativePlace? {
        do throws(StorageError) { return try await tree.place(for: draft, as: label) } catch {
            guard error.kind == .alreadyExists else { throw error }
            return nil
        }
    }

    /// The label to begin with: that of an attempt whose outcome nobody knows, or the next.
    private func beginPlace(_ key: PlaceKey, _ draft: PlaceDraft) async throws -> BackendLabel {
        let base = draft.label.base
        return try await catalog.write { writer in
            if let begun = try await writer.place(key) { return BackendLabel(base, number: begun.label) }
            let number = try await writer.nextLabel(base, in: key.adapter)
            try await writer.keep(KnownPlace(label: number), of: key)
            return BackendLabel(base, number: number)
        }
    }

    private func passOver(_ label: BackendLabel, of key: PlaceKey) async throws -> BackendLabel {
        let placeholder = Placeholder(.project, in: key.adapter, as: label, noted: clock.now())
        return try await catalog.write { writer in
            try await writer.note(placeholder)
            let number = try await writer.nextLabel(label.base, in: key.adapter)
            try await writer.keep(KnownPlace(label: number), of: key)
            return BackendLabel(label.base, number: number)
        }
    }
}
