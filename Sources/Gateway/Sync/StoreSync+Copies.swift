import Raster

// Two records of one asset, as an upload may leave them behind whose first answer was lost.
extension StoreSync {
    /// Deletes second copies, and moves homes to copies that are left.
    func carryOut(_ work: SyncPage) async throws -> SyncPage {
        var work = work
        for index in work.items.indices {
            let (item, verdict) = work.items[index]
            switch verdict {
            case .remove(let known):
                let isRemoved = try await remove(item.native.id, besideHomeOf: known)
                if isRemoved { work.removed += 1 } else { work.items[index].verdict = .skip(.busy) }
            case .move(let known, let copy):
                work.items[index].verdict =
                    try await move(known, to: copy) ? .moved(known) : .skip(.busy)
            default: break
            }
        }
        return work
    }

    /// Deletes a copy, as long as the asset is in its home; whether it did.
    ///
    /// An intent is written down first. One that is left by a crash is only forgotten: the next comparison sees what
    /// is there.
    private func remove(_ copy: NativeID, besideHomeOf known: KnownAsset) async throws -> Bool {
        let (gateway, asset) = (gateway, known.asset)
        guard gateway.assetsInFlight.claim(asset.id) else { return false }
        defer { gateway.assetsInFlight.release(asset.id) }
        let key = NaturalKey(
            organization: asset.organization, library: asset.library, asset: asset.id,
            filename: asset.filename)
        let intent = Intent(
            .removeCopy, in: adapter.name, key, native: copy, owner: gateway.owner,
            created: gateway.clock.now())
        let isRecorded = try await gateway.catalog.write { writer in
            try await writer.recordRemoval(of: intent, beside: asset.home)
        }
        guard isRecorded else { return false }
        do throws(StorageError) {
            // Once more, since the copy is the last one where the home is gone.
            _ = try await adapter.stat(asset.home.id)
            try await delete(copy)
        } catch {
            if error.effect == .none {
                try await gateway.catalog.write { try await $0.close([intent]) }
            } else {
                try await gateway.catalog.write { try await $0.markUnknown(intent) }
            }
            guard error.kind == .notFound else { throw error }
            return false
        }
        try await gateway.catalog.write { try await $0.close([intent]) }
        return true
    }

    private func delete(_ copy: NativeID) async throws(StorageError) {
        do throws(StorageError) { try await adapter.delete(copy) } catch {
            guard error.kind == .notFound else { throw error }
        }
    }

    /// Makes a copy the home of an asset whose home is gone; whether the asset still lived there.
    private func move(_ known: KnownAsset, to copy: NativeAsset) async throws -> Bool {
        let (name, asset) = (adapter.name, known.asset)
        guard gateway.assetsInFlight.claim(asset.id) else { return false }
        defer { gateway.assetsInFlight.release(asset.id) }
        do {
            try await gateway.catalog.write { writer in
                try await writer.move(
                    asset.id, from: asset.home, to: NativeReference(name, copy.id), place: copy.place)
            }
            return true
        } catch {
            guard (error as? StorageError)?.kind == .preconditionFailed else { throw error }
            return false
        }
    }
}
