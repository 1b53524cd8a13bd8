public import Raster

extension MediaPocketAdapter: CommentThreads {
    /// Every asset has comments.
    public var comments: (any CommentThreads)? { self }

    /// All of them, in the order of their ids where those are numbers: the store documents none.
    public func comments(on id: NativeID) async throws(StorageError) -> [NativeComment] {
        try await run("comments", id) { () async throws(StorageError) in
            let comments = try await api.comments(on: id)
            let numbers = comments.compactMap { Int($0.id.rawValue) }
            guard numbers.count == comments.count else { return comments }
            return zip(numbers, comments).sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// Adds one; its author is the account of the key.
    public func add(_ text: String, to id: NativeID) async throws(StorageError) -> NativeComment {
        try await run("add a comment", id) { () async throws(StorageError) in
            try await api.createComment(text, on: id)
        }
    }

    /// Changes one.
    ///
    /// Where no answer tells whether it has changed, it is looked at once.
    public func edit(_ comment: NativeID, on id: NativeID, _ text: String)
        async throws(StorageError) -> NativeComment
    {
        try await run("edit a comment", id) { () async throws(StorageError) in
            do throws(StorageError) { return try await api.updateComment(comment, on: id, text) } catch {
                guard error.effect == .unknown, let now = try? await api.comment(comment, on: id),
                    now.text.utf8.elementsEqual(text.utf8)
                else { throw error }
                return now
            }
        }
    }

    /// Removes one.
    public func remove(_ comment: NativeID, on id: NativeID) async throws(StorageError) {
        try await run("remove a comment", id) { () async throws(StorageError) in
            try await api.deleteComment(comment, on: id)
        }
    }
}

extension MediaPocketAdapter: HistoryLog {
    /// Every asset has a history.
    public var history: (any HistoryLog)? { self }

    /// Events in the store's order; the bookmark is its cursor.
    public func events(of id: NativeID, after token: PageToken?)
        async throws(StorageError) -> (events: [HistoryEvent], next: PageToken?)
    {
        let page = try await run("history", id) { () async throws(StorageError) in
            try await api.history(of: id, from: token?.rawValue ?? MediaPocketHistory.beginning)
        }
        return (page.events, page.next.map { PageToken($0) })
    }
}
