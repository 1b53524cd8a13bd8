import Raster

extension Forwarded: CommentThreads where Ability == any CommentThreads {
    func comments(on id: NativeID) async throws(StorageError) -> [NativeComment] {
        try await wrapper.run(.comments) { () async throws(StorageError) in
            try await ability.comments(on: id)
        }
    }

    func add(_ text: String, to id: NativeID) async throws(StorageError) -> NativeComment {
        try await wrapper.run(.comment) { () async throws(StorageError) in
            try await ability.add(text, to: id)
        }
    }

    func edit(_ comment: NativeID, on id: NativeID, _ text: String) async throws(StorageError)
        -> NativeComment
    {
        try await wrapper.run(.edit) { () async throws(StorageError) in
            try await ability.edit(comment, on: id, text)
        }
    }

    func remove(_ comment: NativeID, on id: NativeID) async throws(StorageError) {
        try await wrapper.run(.remove) { () async throws(StorageError) in
            try await ability.remove(comment, on: id)
        }
    }
}

extension Forwarded: HistoryLog where Ability == any HistoryLog {
    func events(of id: NativeID, after token: PageToken?) async throws(StorageError)
        -> (events: [HistoryEvent], next: PageToken?)
    {
        try await wrapper.run(.history) { () async throws(StorageError) in
            try await ability.events(of: id, after: token)
        }
    }
}

extension Forwarded: ActionRunner where Ability == any ActionRunner {
    func actions(for id: NativeID) async throws(StorageError) -> [AssetAction] {
        try await wrapper.run(.actions) { () async throws(StorageError) in
            try await ability.actions(for: id)
        }
    }

    func start(_ action: NativeID, on id: NativeID) async throws(StorageError) -> ActionRun {
        try await wrapper.run(.start) { () async throws(StorageError) in
            try await ability.start(action, on: id)
        }
    }

    func runs(of id: NativeID) async throws(StorageError) -> [ActionRun] {
        try await wrapper.run(.runs) { () async throws(StorageError) in try await ability.runs(of: id) }
    }
}

extension Forwarded: CollectionIndex where Ability == any CollectionIndex {
    func collections(of id: NativeID) async throws(StorageError) -> [AssetCollection] {
        try await wrapper.run(.collections) { () async throws(StorageError) in
            try await ability.collections(of: id)
        }
    }
}

extension Forwarded: MetadataReader where Ability == any MetadataReader {
    func metadata(of id: NativeID) async throws(StorageError) -> FileMetadata {
        try await wrapper.run(.metadata) { () async throws(StorageError) in
            try await ability.metadata(of: id)
        }
    }
}
