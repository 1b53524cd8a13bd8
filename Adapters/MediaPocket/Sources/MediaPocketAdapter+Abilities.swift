public import Raster

extension MediaPocketAdapter: ActionRunner {
    /// The store's DAG actions.
    public var actions: (any ActionRunner)? { self }

    /// What can be run on an asset; the account needs ACTIONS_VIEW.
    public func actions(for id: NativeID) async throws(StorageError) -> [AssetAction] {
        try await run("actions", id) { () async throws(StorageError) in try await api.actions(for: id) }
    }

    /// Starts one; the account needs ACTIONS_START.
    public func start(_ action: NativeID, on id: NativeID) async throws(StorageError) -> ActionRun {
        try await run("start", id) { () async throws(StorageError) in
            try await api.startAction(action, on: id)
        }
    }

    /// The runs so far; the account needs ACTIONS_VIEW.
    public func runs(of id: NativeID) async throws(StorageError) -> [ActionRun] {
        try await run("runs", id) { () async throws(StorageError) in try await api.runs(of: id) }
    }
}

extension MediaPocketAdapter: CollectionIndex {
    /// The store knows collections.
    public var collections: (any CollectionIndex)? { self }

    /// The collections that hold an asset.
    public func collections(of id: NativeID) async throws(StorageError) -> [AssetCollection] {
        try await run("collections", id) { () async throws(StorageError) in
            try await api.collections(of: id)
        }
    }
}

extension MediaPocketAdapter: MetadataReader {
    /// The store reads files.
    public var metadata: (any MetadataReader)? { self }

    /// What it has read, as text.
    public func metadata(of id: NativeID) async throws(StorageError) -> FileMetadata {
        try await run("metadata", id) { () async throws(StorageError) in
            try await api.fileMetadata(of: id)
        }
    }
}

extension MediaPocketAdapter: PlaceTree {
    /// Places are projects.
    public var places: (any PlaceTree)? { self }

    /// Makes a project whose external id is the label: there is no way to look for one.
    public func place(for draft: PlaceDraft, as label: BackendLabel) async throws(StorageError) -> NativePlace
    {
        do { return try await api.createProject(draft.title, as: label) } catch {
            throw error.during("place", in: name).with("label", label.text)
        }
    }

    /// Assigns an asset to a project; an empty place is none.
    ///
    /// That it is there already is as good, whatever the store says.
    public func move(_ id: NativeID, to place: NativePlace) async throws(StorageError) {
        try await run("move", id) { () async throws(StorageError) in
            do throws(StorageError) {
                guard !place.rawValue.isEmpty else { return try await api.unassignAsset(id) }
                try await api.assignAsset(id, to: place)
            } catch {
                guard error.isRefusal,
                    try await api.asset(id).project == (place.rawValue.isEmpty ? nil : place)
                else { throw error }
            }
        }
    }
}

extension MediaPocketAdapter {
    /// What Media Pocket keeps, and what it makes of the rest.
    public func fidelity(of field: AssetField, _ value: FieldValue) -> Fidelity {
        switch (field, value) {
        case (.name, .text(let name)): Self.fate(of: value, as: .text(MediaPocketMapping.title(name)))
        case (.tags, .list(let tags)): Self.fate(of: value, as: .list(MediaPocketMapping.tags(tags)))
        case (.contentType, _): .dropped("Media Pocket decides the kind itself; the catalog keeps this one")
        case (.created, _): .dropped("Media Pocket sets the time itself; the catalog keeps this one")
        default: .exact
        }
    }

    private static func fate(of value: FieldValue, as other: FieldValue) -> Fidelity {
        value == other ? .exact : .transformed(other)
    }
}
