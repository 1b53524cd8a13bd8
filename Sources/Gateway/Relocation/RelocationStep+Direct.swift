import Bytes
import Raster

// To a store that takes bytes from the caller.
extension RelocationStep {
    /// Copies the bytes, and makes the copy the home of the asset.
    ///
    /// What a failure leaves in the store is taken back, now or by the recovery: the home is as it was.
    func copy(_ relocation: Relocation, to target: any Adapter) async throws -> Outcome {
        let asset = relocation.asset
        // What cannot be taken along now would be found out after all the bytes.
        try await gateway.takeComments(of: id, from: asset.home)
        if try await returned(relocation, to: target) { return .moved(asset.size) }
        let source = try await Source(asset, self)
        let intent = Intent(
            .create, in: target.name, NaturalKey(of: asset), owner: gateway.owner,
            created: gateway.clock.now())
        try await gateway.catalog.write { try await $0.record([intent]) }
        let draft = AssetDraft(of: asset)
        let native = try await create(draft, source.content, in: target, intent)
        let home = NativeReference(target.name, native.id)
        do {
            if let hash = source.hash { try await keep(try hash.finish(), of: asset) }
            let arrival = Arriving(
                relocation: relocation, home: home, place: native.place, shown: draft.shown(in: target))
            try await arrive(arrival, closing: intent)
        } catch {
            await takeBack(home, intent)
            throw error
        }
        return .moved(asset.size)
    }

    /// Whether a copy that stayed in the store beside another home has become the home again.
    private func returned(_ relocation: Relocation, to target: any Adapter) async throws -> Bool {
        guard let spare = try await gateway.catalog.read({ [id] in try await $0.spare(of: id) }),
            spare.adapter == target.name
        else { return false }
        let asset = relocation.asset
        _ = try await digests(of: try await source(of: asset), of: asset, md5: false)
        try await arrive(Arriving(relocation: relocation, home: spare, place: nil, shown: nil))
        return true
    }

    /// The bytes of an asset: known to be those of the catalog, or hashed while they pass by.
    private struct Source: Sendable {
        let content: Content
        let hash: PassingHash?

        init(_ asset: Asset, _ step: RelocationStep) async throws {
            switch try await step.source(of: asset) {
            case .file(let slice):
                _ = try await step.digests(of: .file(slice), of: asset, md5: false)
                (content, hash) = (.file(slice), nil)
            case .stream(let stream):
                let passing = try PassingHash()
                (content, hash) = (.stream(step.hashing(stream, passing)), passing)
            }
        }
    }

    private func create(
        _ draft: AssetDraft, _ content: Content, in target: any Adapter, _ intent: Intent
    ) async throws(StorageError) -> NativeAsset {
        do throws(StorageError) { return try await target.create(draft, content) } catch {
            await gateway.undo([intent], leavingNothing: error.leavesNothing ? [intent] : [])
            throw error
        }
    }

    /// Takes back a copy that did not become a home; where that cannot be told, the journal keeps it.
    private func takeBack(_ copy: NativeReference, _ intent: Intent) async {
        guard await gateway.isOpen(intent) else { return }
        guard await gateway.delete(copy: copy) == .gone else { return await gateway.undo([intent]) }
        try? await gateway.catalog.write { try await $0.close([intent]) }
    }
}

extension NaturalKey {
    /// What `asset` is known by, with its present library.
    init(of asset: Asset) {
        self.init(
            organization: asset.organization, library: asset.library, asset: asset.id,
            filename: asset.filename)
    }
}

extension AssetDraft {
    /// `asset` as it is now.
    init(of asset: Asset) {
        self.init(
            key: NaturalKey(of: asset), name: asset.name, contentType: asset.contentType, size: asset.size,
            digest: asset.digest, description: asset.description, tags: asset.tags)
    }

    /// The digest of what `adapter` shows of it, where that follows the catalog.
    func shown(in adapter: any Adapter) -> SHA256Digest? {
        guard adapter.updating != nil else { return nil }
        let state = DesiredState(
            key: key, name: name, description: description, tags: tags, digest: digest)
        return try? MirrorDigest.of(state, in: adapter)
    }
}
