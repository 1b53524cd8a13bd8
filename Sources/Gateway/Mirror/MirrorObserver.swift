public import Raster

/// What became of telling a backend how an asset looks.
public enum MirrorOutcome: Sendable {
    /// It shows what the catalog says.
    case shown
    /// It showed that already, although the outcome of an earlier attempt was unknown.
    case seen
    /// It does not have the asset.
    case missing
    /// Nothing came of it; it is tried again.
    case failed(StorageError)
    /// The request went out and no answer came; the backend is looked at later.
    case unknown(StorageError)
}

/// Hears what becomes of changes on their way to backends, for the log and the metrics.
public protocol MirrorObserver: Sendable {
    /// `adapter` was told of `entry`.
    func told(_ entry: OutboxEntry, _ outcome: MirrorOutcome)
    /// How much `adapter` is still to be told: nothing where `backlog` is `nil`.
    func counted(_ adapter: AdapterName, _ backlog: OutboxBacklog?)
    /// The sender could not do its own part, and tries again.
    func faltered(_ adapter: AdapterName, _ failure: any Error)
}
