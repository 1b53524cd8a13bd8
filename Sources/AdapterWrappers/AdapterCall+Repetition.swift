import Raster

/// When a call may be made again after it failed.
enum Repetition: Sendable {
    /// Whatever the failed call has done: twice is as good as once.
    case always
    /// Where the failed call has left nothing behind.
    case withoutEffect
    /// Never: what it was given is used up.
    case never
}

extension AdapterCall {
    /// When this call may be made again, by what the port says of repetitions.
    var repetition: Repetition {
        switch self {
        case .stat, .open, .find, .list, .arrival, .address, .comments, .history, .actions, .runs,
            .collections, .metadata, .revise:
            .always
        case .delete, .update, .move, .discardBytes: .always
        case .announce, .place, .fetch, .discard, .restore, .comment, .edit, .remove, .start: .withoutEffect
        case .create: .never
        }
    }

    /// Whether it changes what is stored.
    var isChange: Bool {
        switch self {
        case .create, .delete, .update, .announce, .place, .fetch, .discardBytes, .discard, .restore, .move,
            .comment, .edit, .remove, .start:
            true
        case .stat, .open, .find, .list, .arrival, .address, .comments, .history, .actions, .runs,
            .collections, .metadata, .revise:
            false
        }
    }
}
