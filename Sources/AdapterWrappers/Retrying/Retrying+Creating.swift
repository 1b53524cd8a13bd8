public import Raster

extension Retrying {
    /// Creates, again where the content is a file and can be read again.
    ///
    /// Once an attempt may have happened, the store is looked through for the natural key before the bytes are
    /// sent anew, and when it says that the asset exists already: what is found whole is the result.
    public func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        guard case .file = content else {
            return try await run(.create) { () async throws(StorageError) in
                try await base.create(draft, content)
            }
        }
        var state = begin(.always)
        while true {
            do throws(StorageError) { return try await base.create(draft, content) } catch {
                if error.kind == .alreadyExists, let unsettled = state.unsettled {
                    guard let asset = await find(draft) else { throw state.told(unsettled) }
                    return asset
                }
                try await pause(&state, after: error, of: .create)
            }
            if state.mayHaveHappened, let asset = await find(draft) { return asset }
        }
    }

    /// The asset of `draft`, where the store has all of it.
    private func find(_ draft: AssetDraft) async -> NativeAsset? {
        guard let finding = base.finding else { return nil }
        do throws(StorageError) {
            guard case .found(let asset) = try await finding.find(draft.key) else { return nil }
            return asset.isWhole(draft) ? asset : nil
        } catch { return nil }
    }
}

extension NativeAsset {
    /// Whether it is as long as `draft`, and nothing speaks against its being the same bytes.
    fileprivate func isWhole(_ draft: AssetDraft) -> Bool {
        guard size == draft.size else { return false }
        guard let digest, let promised = draft.digest else { return true }
        return digest == promised
    }
}
