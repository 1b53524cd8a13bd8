import Raster

// Steps that come before an asset looks as it should; each may be repeated.
extension MirrorLane {
    /// Makes the backend show `entry`, out of its own trash and in the place of its library, or in the trash.
    ///
    /// What lies in the trash is told nothing else: it is told all once it comes out.
    func show(_ entry: OutboxEntry) async throws(StorageError) {
        if let trash = adapter.trash {
            if entry.desired.isTrashed { return try await trash.discard(entry.home.id) }
            if entry.changesTrash { try await restore(entry, from: trash) }
        } else if entry.changesTrash, !entry.desired.isTrashed {
            throw StorageError(
                .unsupported,
                "it may lie in the store's own trash: switch nativeTrash on again to get it out",
                side: .gateway)
        }
        if entry.changesPlace, let places = adapter.places { try await place(entry, in: places) }
        try await updating.update(entry.home.id, entry.desired)
    }

    /// It may never have come into the trash, if it was there only for a moment.
    private func restore(_ entry: OutboxEntry, from trash: any TrashBin) async throws(StorageError) {
        do throws(StorageError) { try await trash.restore(entry.home.id) } catch {
            guard error.kind == .preconditionFailed || error.effect == .done else { throw error }
        }
    }

    private func place(_ entry: OutboxEntry, in places: any PlaceTree) async throws(StorageError) {
        do {
            guard let place = try await move(entry, in: places) else { return }
            try await gateway.catalog.write { try await $0.notePlace(place, of: entry.asset, at: entry.home) }
        } catch { throw StorageError(wrapping: error) }
    }

    /// Moves the asset to the place of its library, which is made anew where it is gone; where it is then.
    private func move(_ entry: OutboxEntry, in places: any PlaceTree) async throws -> NativePlace? {
        let key = PlaceKey(adapter.name, entry.desired.key.organization, entry.desired.key.library)
        guard let place = try await gateway.place(of: key.library, in: key.organization, at: key.adapter)
        else { return nil }
        if try await isMoved(entry, to: place, in: places) { return place }
        try await gateway.forgetPlace(place, of: key, at: adapter)
        guard let other = try await gateway.place(of: key.library, in: key.organization, at: key.adapter)
        else { return nil }
        guard try await isMoved(entry, to: other, in: places) else {
            throw StorageError(.preconditionFailed, "the place of the library is gone again")
        }
        return other
    }

    /// Moves the asset; `false` where the place is gone.
    private func isMoved(
        _ entry: OutboxEntry, to place: NativePlace, in places: any PlaceTree
    ) async throws(StorageError) -> Bool {
        do throws(StorageError) { try await places.move(entry.home.id, to: place) } catch {
            if error.kind == .preconditionFailed { return false }
            guard error.effect == .done else { throw error }
        }
        return true
    }
}
