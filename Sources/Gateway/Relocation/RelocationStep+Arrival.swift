import Bytes
import Raster

/// A whole copy that is about to become the home of its asset.
struct Arriving: Sendable {
    let relocation: Relocation
    /// The copy.
    let home: NativeReference
    let place: NativePlace?
    /// Digest of what its store was told to show.
    let shown: SHA256Digest?
    /// Whether its store hands out no bytes, so that the old copy stays beside it.
    var isUnseen = false
}

// Every way ends here.
extension RelocationStep {
    /// Makes the copy the home of the asset, with what people wrote at the old one, and removes that.
    ///
    /// Throws `.preconditionFailed` where the asset belongs elsewhere by now, or is being purged.
    func arrive(_ arriving: Arriving, closing intent: Intent? = nil) async throws {
        let removals = try await removals(for: arriving)
        try await gateway.takeComments(of: id, from: arriving.relocation.asset.home)
        try await gateway.giveComments(of: id, to: arriving.home) {
            try await settle(arriving, closing: intent, opening: removals)
        }
        gateway.mirrorBells.ring()
        // The asset has moved, whatever comes of this: the journal keeps it.
        for removal in removals { _ = try? await gateway.completeRemoval(removal) }
    }

    /// The old copies that go.
    private func removals(for arriving: Arriving) async throws -> [Intent] {
        let asset = arriving.relocation.asset
        var old = [try await gateway.catalog.read { [id] in try await $0.spare(of: id) }].compactMap(\.self)
        if !arriving.isUnseen { old.append(asset.home) }
        return old.map {
            Intent(
                .vacate, in: $0.adapter, NaturalKey(of: asset), native: $0.id, owner: gateway.owner,
                created: gateway.clock.now())
        }
    }

    /// Makes the copy the home of the asset, together with the intents to remove the old ones.
    private func settle(
        _ arriving: Arriving, closing intent: Intent?, opening removals: [Intent]
    ) async throws {
        let (old, new, now) = (arriving.relocation.asset.home, arriving.home, gateway.clock.now())
        let target = try gateway.adapter(new.adapter)
        try await gateway.catalog.write { [id] writer in
            guard let present = try await writer.relocation(of: id), present.goal == new.adapter,
                // Its place in the new store would be that of another library.
                present.asset.library == arriving.relocation.asset.library
            else {
                throw StorageError(.preconditionFailed, "the asset belongs elsewhere by now", side: .gateway)
            }
            try await writer.arrive(
                id, from: old, to: new, place: arriving.place,
                showing: arriving.stillShown(of: present.asset, in: target), at: now)
            try await writer.keepSpare(arriving.isUnseen ? old : nil, of: id)
            if let intent { try await writer.close([intent]) }
            try await writer.record(removals)
        }
    }
}

extension Arriving {
    /// What the store shows of `asset`, if it is what it should show by now.
    fileprivate func stillShown(of asset: Asset, in target: any Adapter) -> SHA256Digest? {
        // A trash of its own is told of what lies in it.
        guard asset.trashed == nil || target.trash == nil else { return nil }
        return AssetDraft(of: asset).shown(in: target) == shown ? shown : nil
    }
}
