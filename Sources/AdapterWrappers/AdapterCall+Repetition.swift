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
        case .stat, .open, .find, .list, .confirm, .address, .place, .comments, .history, .actions, .runs,
            .collections, .metadata, .revise:
            .always
        case .delete, .update, .move: .always
        case .fetch, .discard, .restore, .comment, .edit, .remove, .start: .withoutEffect
        case .create: .never
        }
    }

    /// Whether it changes what is stored.
    var isChange: Bool {
        switch self {
        case .create, .delete, .update, .fetch, .discard, .restore, .move, .comment, .edit, .remove, .start:
            true
        case .stat, .open, .find, .list, .confirm, .address, .place, .comments, .history, .actions, .runs,
            .collections, .metadata, .revise:
            false
        }
    }
}
