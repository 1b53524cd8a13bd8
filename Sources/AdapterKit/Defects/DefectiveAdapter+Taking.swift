import Bytes
import Raster
import Synchronization

/// What goes wrong while an asset is taken in.
extension DefectiveAdapter {
    /// Stores, and says of a failure what this adapter says.
    func reported(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        past.withLock { _ = $0.underWay.insert(draft.key.asset) }
        defer { past.withLock { _ = $0.underWay.remove(draft.key.asset) } }
        let seen = Mutex<[UInt8]>([])
        let stream = content.stream
        let recorded = ByteStream(length: stream.length) {
            let chunk = try await stream.next()
            seen.withLock { $0 += chunk?.prefix(100) ?? [] }
            return chunk
        }
        do throws(StorageError) {
            var asset = try await store(draft, has(.quotesBodies) ? .stream(recorded) : content)
            past.withLock { $0.tags[asset.id] = asset.tags }
            if has(.answersOtherNames) { asset.filename = "\(asset.id)" }
            return asset
        } catch {
            let bytes = seen.withLock { $0 }
            guard has(.quotesBodies), bytes.first == UInt8(ascii: "<") else { throw altered(error) }
            throw error.with("body", String(decoding: bytes, as: UTF8.self))
        }
    }

    func failToTake(_ draft: AssetDraft, _ content: Content) throws(StorageError) {
        switch (defect, content) {
        case (.takesFilesOnce, .file(let slice)):
            guard past.withLock({ $0.files.insert(ObjectIdentifier(slice.file)).inserted }) else {
                throw StorageError(.internal, "planted: the file was taken")
            }
        case (.losesSpooledFiles, .file(let slice)) where slice.file.path != nil:
            throw StorageError(.internal, "planted: the file is lost")
        case (.dropsFullBuffers, _) where draft.size == 65_536:
            throw StorageError(.internal, "planted: the buffer is full")
        default: break
        }
    }

    /// Changes what is shown of the asset that was stored before.
    func touchNeighbours(_ draft: AssetDraft) async {
        guard has(.touchesNeighbours), draft.size == 101 else { return }
        guard let other = past.withLock({ $0.keys.last }) else { return }
        try? await base.update(
            other.id, DesiredState(key: other.key, name: draft.name, description: "touched", tags: []))
    }
}
