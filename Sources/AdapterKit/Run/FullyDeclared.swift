import Bytes
import Raster

/// An adapter that declares every ability it has methods for, whatever it says itself.
///
/// So it comes out where an ability works that was never declared.
struct FullyDeclared: Adapter {
    private let base: any Adapter

    private init(_ base: any Adapter) { self.base = base }

    /// `adapter`, fully declared; what is staged remains so.
    static func of(_ adapter: any Adapter) -> any Adapter {
        guard let staged = adapter as? Staged else { return FullyDeclared(adapter) }
        return Staged(FullyDeclared(staged.base), staged.host, staged.watch)
    }

    var name: AdapterName { base.name }
    var kind: String { base.kind }
    var limits: AdapterLimits { base.limits }
    var spoolFolder: String? { base.spoolFolder }
    var fetching: (any Fetching)? { base.fetching }
    var surveying: (any Surveying)? { base.surveying }
    var takesUploads: Bool { base.takesUploads }
    var refusal: StorageError? { base.refusal }

    var updating: (any Updating)? { base.updating ?? base as? any Updating }
    var finding: (any Finding)? { base.finding ?? base as? any Finding }
    var enumeration: (any Enumerating)? { base.enumeration ?? base as? any Enumerating }
    var trash: (any TrashBin)? { base.trash ?? base as? any TrashBin }
    var comments: (any CommentThreads)? { base.comments ?? base as? any CommentThreads }
    var history: (any HistoryLog)? { base.history ?? base as? any HistoryLog }
    var actions: (any ActionRunner)? { base.actions ?? base as? any ActionRunner }
    var collections: (any CollectionIndex)? { base.collections ?? base as? any CollectionIndex }
    var metadata: (any MetadataReader)? { base.metadata ?? base as? any MetadataReader }
    var places: (any PlaceTree)? { base.places ?? base as? any PlaceTree }
    var delivery: (any Delivering)? { base.delivery ?? base as? any Delivering }
    var revising: (any Revising)? { base.revising ?? base as? any Revising }

    func stat(_ id: NativeID) async throws(StorageError) -> NativeAsset { try await base.stat(id) }

    func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content {
        try await base.open(id, range)
    }

    func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        try await base.create(draft, content)
    }

    func delete(_ id: NativeID) async throws(StorageError) { try await base.delete(id) }

    func fidelity(of field: AssetField, _ value: FieldValue) -> Fidelity { base.fidelity(of: field, value) }
}
