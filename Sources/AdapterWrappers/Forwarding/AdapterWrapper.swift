public import Bytes
public import Raster

/// An adapter that holds another one and does something around its calls.
///
/// Whoever conforms says only what is different: what happens around a call, and which of the four operations
/// it does in another way. Everything else of the port is forwarded by the extensions of this protocol, once for all
/// wrappers, so that none can lose an ability of what it wraps.
public protocol AdapterWrapper: Adapter {
    /// What is wrapped.
    var base: any Adapter { get }

    /// Makes one call of ``base``: once, several times or not at all.
    func run<Value: Sendable>(
        _ call: AdapterCall, _ body: @Sendable () async throws(StorageError) -> Value
    ) async throws(StorageError) -> Value

    /// Opens an asset that others may change, whose bytes come later.
    func revision(of id: NativeID, from revising: any Revising) async throws(StorageError) -> Revision
}

extension AdapterWrapper {
    /// As any other call; the bytes that come later are nobody's business.
    public func revision(of id: NativeID, from revising: any Revising) async throws(StorageError) -> Revision
    {
        try await run(.revise) { () async throws(StorageError) in try await revising.revision(of: id) }
    }

    /// That of ``base``.
    public var name: AdapterName { base.name }
    /// That of ``base``.
    public var kind: String { base.kind }
    /// Those of ``base``.
    public var limits: AdapterLimits { base.limits }
    /// What ``base`` foretells.
    public func fidelity(of field: AssetField, _ value: FieldValue) -> Fidelity {
        base.fidelity(of: field, value)
    }
    /// That of ``base``.
    public var spoolFolder: String? { base.spoolFolder }
    /// Whether ``base`` takes them.
    public var takesUploads: Bool { base.takesUploads }
    /// That of ``base``.
    public var refusal: StorageError? { base.refusal }

    /// A call of ``base``.
    public func stat(_ id: NativeID) async throws(StorageError) -> NativeAsset {
        try await run(.stat) { () async throws(StorageError) in try await base.stat(id) }
    }
    /// A call of ``base``.
    public func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content {
        try await run(.open) { () async throws(StorageError) in try await base.open(id, range) }
    }
    /// A call of ``base``.
    public func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        try await run(.create) { () async throws(StorageError) in try await base.create(draft, content) }
    }
    /// A call of ``base``.
    public func delete(_ id: NativeID) async throws(StorageError) {
        try await run(.delete) { () async throws(StorageError) in try await base.delete(id) }
    }
}
