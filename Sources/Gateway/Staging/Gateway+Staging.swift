public import Raster

extension Gateway {
    /// The asset whose bytes the bearer of `token` may fetch now; `nil` for an unknown token and one that has ended.
    public func stagedAsset(_ token: String) async throws -> Asset? {
        let digest = try NewSecret.digest(of: token)
        let relocation = try await catalog.read { try await $0.relocation(fetchedWith: digest) }
        guard let relocation, relocation.state == .waiting, !relocation.isLeaving,
            let copy = relocation.copy, copy.adapter == relocation.goal, copy.mayBeFetched(at: clock.now())
        else { return nil }
        fetched.note(digest, at: clock.now())
        return relocation.asset
    }

    /// Where uploads wait for `target`, which fetches bytes for itself.
    ///
    /// Throws `.unsupported` where nothing is configured for that.
    func stagingStore(for target: any Adapter) throws(StorageError) -> any Adapter {
        guard let staging, settings.staging != nil else {
            throw StorageError(
                .unsupported, "the store fetches bytes for itself, and no staging is configured for it",
                side: .gateway
            ).during("upload", in: target.name)
        }
        return staging
    }
}
