public import Bytes
public import Raster

/// All that is the adapter's own.
extension Staged {
    /// The adapter's own.
    public var name: AdapterName { base.name }
    /// The adapter's own.
    public var kind: String { base.kind }
    /// The adapter's own.
    public var limits: AdapterLimits { base.limits }
    /// The adapter's own.
    public var spoolFolder: String? { base.spoolFolder }
    /// The adapter's own.
    public var takesUploads: Bool { base.takesUploads }
    /// The adapter's own.
    public var refusal: StorageError? { base.refusal }

    /// The adapter's own.
    public var updating: (any Updating)? { base.updating }
    /// The adapter's own.
    public var finding: (any Finding)? { base.finding }
    /// The adapter's own.
    public var enumeration: (any Enumerating)? { base.enumeration }
    /// The adapter's own.
    public var fetching: (any Fetching)? { base.fetching }
    /// The adapter's own.
    public var trash: (any TrashBin)? { base.trash }
    /// The adapter's own.
    public var comments: (any CommentThreads)? { base.comments }
    /// The adapter's own.
    public var history: (any HistoryLog)? { base.history }
    /// The adapter's own.
    public var actions: (any ActionRunner)? { base.actions }
    /// The adapter's own.
    public var collections: (any CollectionIndex)? { base.collections }
    /// The adapter's own.
    public var metadata: (any MetadataReader)? { base.metadata }
    /// The adapter's own.
    public var places: (any PlaceTree)? { base.places }
    /// The adapter's own.
    public var delivery: (any Delivering)? { base.delivery }
    /// The adapter's own.
    public var revising: (any Revising)? { base.revising }
    /// The adapter's own.
    public var surveying: (any Surveying)? { base.surveying }

    /// As the adapter describes it.
    public func stat(_ id: NativeID) async throws(StorageError) -> NativeAsset { try await base.stat(id) }

    /// As the adapter opens it.
    public func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content {
        try await base.open(id, range)
    }

    /// As the adapter deletes it.
    public func delete(_ id: NativeID) async throws(StorageError) { try await base.delete(id) }

    /// As the adapter foretells it.
    public func fidelity(of field: AssetField, _ value: FieldValue) -> Fidelity {
        base.fidelity(of: field, value)
    }
}
