/// Questions about what was done to assets through the gateway.
public protocol EventReader: Sendable {
    /// The events of an asset in whatever state, oldest first, after `position`; at most `limit`.
    func events(of asset: AssetID, after position: RecordedEvent.Position?, limit: Int)
        async throws(StorageError) -> [RecordedEvent]
}

/// Writes down what is done to assets.
///
/// Every change of an asset writes its event in its own transaction, and none where nothing changed; an event goes
/// with its asset.
public protocol EventWriter: Sendable {
    /// The same writer, whose changes are made in the name of `actor`.
    func acting(as actor: String?) -> any CatalogWriter

    /// Writes down what no other change does; nothing where the asset is gone.
    func note(_ event: AssetEvent, of asset: AssetID, detail: String?, at now: Timestamp)
        async throws(StorageError)
}
