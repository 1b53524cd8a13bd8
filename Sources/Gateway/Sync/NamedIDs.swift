public import Raster

/// Identifiers of a backend that somebody has named, to be asked for one after the other.
public protocol NamedIDs: Sendable {
    /// The next ones, at most `limit`; none at the end.
    func next(_ limit: Int) async throws -> [NativeID]
}
