public import Raster

extension Gateway {
    /// The asset whose bytes the bearer of `token` may fetch now; `nil` for an unknown token and one that has ended.
    public func stagedAsset(_ token: String) async throws -> Asset? { nil }
}
