/// Something that was done to an asset through the gateway, by the word that clients see.
public enum AssetEvent: String, Sendable, CaseIterable {
    case uploaded = "ASSET_UPLOADED"
    case described = "ASSET_DESCRIBED"
    case tagged = "ASSET_TAGGED"
    case untagged = "ASSET_UNTAGGED"
    /// It has got another name in its backend.
    case renamed = "ASSET_RENAMED"
    /// It is in another library.
    case transferred = "ASSET_TRANSFERRED"
    /// Its bytes are in another backend.
    case relocated = "ASSET_RELOCATED"
    case trashed = "ASSET_TRASHED"
    case restored = "ASSET_RESTORED"
    case commentAdded = "COMMENT_ADDED"
    case commentChanged = "COMMENT_CHANGED"
    case commentRemoved = "COMMENT_REMOVED"
    /// The backend is about to be asked to run an action.
    case actionRequested = "ACTION_REQUESTED"
    case actionStarted = "ACTION_STARTED"
    /// The backend has not started it.
    case actionRefused = "ACTION_REFUSED"
}

/// An event as the catalog keeps it.
public struct RecordedEvent: Hashable, Sendable {
    /// Where it stands in its asset's events, which are in the order of time, then of their being written.
    public struct Position: Hashable, Sendable {
        /// When it happened.
        public var created: Timestamp
        /// The catalog's own number.
        public var number: Int64

        /// A position.
        public init(created: Timestamp, number: Int64) {
            self.created = created
            self.number = number
        }
    }

    /// The event.
    public var event: HistoryEvent
    /// Where it stands.
    public var position: Position

    /// An event at a position.
    public init(_ event: HistoryEvent, at position: Position) {
        self.event = event
        self.position = position
    }
}
