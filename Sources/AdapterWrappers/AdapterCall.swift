/// What is asked of an adapter, by the names that logs and metrics show.
public enum AdapterCall: String, Sendable, CaseIterable {
    /// The four that every adapter has.
    case stat, open, create, delete
    /// Abilities.
    case update, find, list, address
    /// Bytes that the system fetches.
    case announce, fetch, arrival
    /// The same, by the name of a metric.
    case discardBytes = "discard-bytes"
    /// Trash and places.
    case discard, restore, place, move
    /// Comments.
    case comments, comment, edit, remove
    /// What else is read.
    case history, actions, start, runs, collections, metadata, revise
}
