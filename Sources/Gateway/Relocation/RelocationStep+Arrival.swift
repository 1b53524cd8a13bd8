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
        let asset = arriving.relocation.asset
        // Of a home that nobody can read the copy beside it is what stays, if one has to.
        let hasSpare = try await gateway.catalog.read { [id] in try await $0.spare(of: id) != nil }
        let removal = Intent(
            .vacate, in: asset.home.adapter, NaturalKey(of: asset), native: asset.home.id,
            owner: gateway.owner, created: gateway.clock.now())
        let isRemoved = hasSpare || !arriving.isUnseen
        try await gateway.takeComments(of: id, from: asset.home)
        try await gateway.giveComments(of: id, to: arriving.home) {
            try await settle(arriving, closing: intent, opening: isRemoved ? removal : nil)
        }
        gateway.mirrorBells.ring()
        // The asset has moved, whatever comes of this: the journal keeps it.
        if isRemoved { _ = try? await gateway.completeRemoval(removal) }
    }

    /// Makes the copy the home of the asset, together with the intent to remove the old one.
    private func settle(
        _ arriving: Arriving, closing intent: Intent?, opening removal: Intent?
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
            if let intent { try await writer.close([intent]) }
            if try await writer.spare(of: id) == new {
                try await writer.keepSpare(nil, of: id)
            } else if !arriving.isUnseen {
                try await writer.releaseSpare(of: id)
            }
            if let removal {
                try await writer.record([removal])
            } else {
                try await writer.keepSpare(old, of: id)
            }
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
