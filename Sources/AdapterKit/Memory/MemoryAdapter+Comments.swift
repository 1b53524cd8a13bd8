public import Raster

extension MemoryAdapter: CommentThreads {
    /// Present unless switched off.
    public var comments: (any CommentThreads)? { abilities.contains(.comments) ? self : nil }

    /// The comments in the order they were written.
    public func comments(on id: NativeID) async throws(StorageError) -> [NativeComment] {
        try change { (state) throws(StorageError) in try state.asset(id).comments }
    }

    /// Adds a comment by the account itself.
    public func add(_ text: String, to id: NativeID) async throws(StorageError) -> NativeComment {
        try change { (state) throws(StorageError) in
            let number = state.nextNumber()
            let comment = NativeComment(
                id: NativeID("\(number)"), text: text, updated: state.tick(), author: "memory")
            try state.change(id, "COMMENT_ADDED") { $0.comments.append(comment) }
            return comment
        }
    }

    /// Replaces a text, of its own comments only.
    public func edit(_ comment: NativeID, on id: NativeID, _ text: String) async throws(StorageError)
        -> NativeComment
    {
        try change { (state) throws(StorageError) in
            let index = try MemoryAdapter.index(of: comment, in: state.asset(id))
            let now = state.tick()
            try state.change(id, "COMMENT_CHANGED") { asset in
                asset.comments[index].text = text
                asset.comments[index].updated = now
            }
            return try state.asset(id).comments[index]
        }
    }

    /// Removes a comment, of its own only.
    public func remove(_ comment: NativeID, on id: NativeID) async throws(StorageError) {
        try change { (state) throws(StorageError) in
            let index = try MemoryAdapter.index(of: comment, in: state.asset(id))
            try state.change(id, "COMMENT_REMOVED") { _ = $0.comments.remove(at: index) }
        }
    }

    private static func index(of comment: NativeID, in asset: MemoryState.Stored) throws(StorageError)
        -> Int
    {
        guard let index = asset.comments.firstIndex(where: { $0.id == comment }) else {
            throw StorageError(.notFound, "there is no such comment")
        }
        return index
    }
}
