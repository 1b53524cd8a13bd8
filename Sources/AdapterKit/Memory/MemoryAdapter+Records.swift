public import Raster

extension MemoryAdapter: HistoryLog, ActionRunner, CollectionIndex, MetadataReader, PlaceTree {
    /// Present unless switched off.
    public var history: (any HistoryLog)? { abilities.contains(.history) ? self : nil }
    /// Present unless switched off.
    public var actions: (any ActionRunner)? { abilities.contains(.actions) ? self : nil }
    /// Present unless switched off.
    public var collections: (any CollectionIndex)? { abilities.contains(.collections) ? self : nil }
    /// Present unless switched off.
    public var metadata: (any MetadataReader)? { abilities.contains(.metadata) ? self : nil }
    /// Present unless switched off.
    public var places: (any PlaceTree)? { abilities.contains(.places) ? self : nil }

    /// Oldest first; the bookmark is the number of events before the page.
    public func events(of id: NativeID, after token: PageToken?) async throws(StorageError)
        -> (events: [HistoryEvent], next: PageToken?)
    {
        let events = try change { (state) throws(StorageError) in try state.asset(id).events }
        guard let start = token.map({ Int($0.rawValue) }) ?? 0, (0...events.count).contains(start) else {
            throw StorageError(.invalid, "the bookmark is not one of this adapter's", side: .client)
        }
        let page = Array(events.dropFirst(start).prefix(limits.pageSize))
        let end = start + page.count
        return (page, end < events.count ? PageToken("\(end)") : nil)
    }

    /// One action: to count the bytes.
    public func actions(for id: NativeID) async throws(StorageError) -> [AssetAction] {
        try change { (state) throws(StorageError) in _ = try state.asset(id) }
        return [AssetAction(id: "count", name: "Count the bytes", category: "inspection")]
    }

    /// Notes a run, which is done at once.
    public func start(_ action: NativeID, on id: NativeID) async throws(StorageError) -> ActionRun {
        guard let action = try await actions(for: id).first(where: { $0.id == action }) else {
            throw StorageError(.notFound, "there is no such action")
        }
        return try change { (state) throws(StorageError) in
            let now = state.tick()
            let message = ActionRun.Message(message: "\(try state.asset(id).bytes.count)", created: now)
            let run = ActionRun(
                id: NativeID("\(state.nextNumber())"), status: "finished", created: now, action: action,
                messages: [message])
            try state.change(id, "ACTION_RUN") { $0.runs.append(run) }
            return run
        }
    }

    /// The runs in the order they were started.
    public func runs(of id: NativeID) async throws(StorageError) -> [ActionRun] {
        try change { (state) throws(StorageError) in try state.asset(id).runs }
    }

    /// The collections that hold the asset.
    public func collections(of id: NativeID) async throws(StorageError) -> [AssetCollection] {
        try change { (state) throws(StorageError) in try state.asset(id).collections }
    }

    /// What a test has set.
    public func metadata(of id: NativeID) async throws(StorageError) -> FileMetadata {
        try change { (state) throws(StorageError) in try state.asset(id).metadata }
    }

    /// A place of the organization's and library's names; handed out again, unless labels are given once.
    public func place(for draft: PlaceDraft, as label: BackendLabel) async throws(StorageError)
        -> NativePlace
    {
        try change { (state) throws(StorageError) in
            guard fetcher == nil || state.labels.insert("place:" + label.text).inserted else {
                throw StorageError(.alreadyExists, "the label is taken")
            }
            let place = MemoryState.place(draft.organization, draft.library)
            state.places.insert(place)
            return place
        }
    }

    /// Notes the new place, which must be one that it has handed out.
    public func move(_ id: NativeID, to place: NativePlace) async throws(StorageError) {
        try change { (state) throws(StorageError) in
            _ = try state.asset(id)
            guard state.places.contains(place) else {
                throw StorageError(.preconditionFailed, "there is no such place")
            }
            try state.change(id, "ASSET_MOVED") { $0.described.place = place }
        }
    }
}
