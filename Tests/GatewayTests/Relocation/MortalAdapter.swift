import Bytes
import Raster
import Synchronization

/// The life of a process, which ends at one of the moments that it passes: before and after every write to its
/// catalog and every call of a store.
final class Fuse: Sendable {
    /// What calls of a dead process throw.
    struct Dead: Error {}

    private let state = Mutex((passed: 0, last: Int?.none, isDead: false))

    /// Lets the process die at the `number`th moment from now, from 1.
    func burn(until number: Int) { state.withLock { $0 = (0, number, false) } }

    /// How many moments have passed.
    var passed: Int { state.withLock { $0.passed } }
    var isDead: Bool { state.withLock { $0.isDead } }

    func pass() throws {
        try state.withLock { state in
            if state.isDead { throw Dead() }
            state.passed += 1
            if state.passed == state.last { state.isDead = true }
            if state.isDead { throw Dead() }
        }
    }

    func checkAlive() throws { if isDead { throw Dead() } }

    /// Makes a call of a store.
    func around<Value>(_ call: () async throws(StorageError) -> Value) async throws(StorageError) -> Value {
        try moment()
        let value = try await call()
        try moment()
        return value
    }

    private func moment() throws(StorageError) {
        do { try pass() } catch { throw StorageError(wrapping: error) }
    }
}

/// The catalog of a process that dies with its fuse.
struct MortalCatalog: Catalog {
    let base: any Catalog
    let fuse: Fuse

    func stamp() -> CatalogStamp? { base.stamp() }

    func read<Value: Sendable>(
        _ body: @Sendable (any CatalogReader) async throws -> Value
    ) async throws -> Value {
        try fuse.checkAlive()
        return try await base.read(body)
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any CatalogWriter) async throws -> Value
    ) async throws -> Value {
        try fuse.pass()
        let value = try await base.write(body)
        try fuse.pass()
        return value
    }
}

/// A store that is called by a process that dies with its fuse.
struct MortalAdapter: Adapter {
    let base: any Adapter
    let fuse: Fuse

    var name: AdapterName { base.name }
    var kind: String { base.kind }
    var limits: AdapterLimits { base.limits }
    var spoolFolder: String? { base.spoolFolder }
    var updating: (any Updating)? { base.updating }
    var enumeration: (any Enumerating)? { base.enumeration }
    var trash: (any TrashBin)? { base.trash }
    var comments: (any CommentThreads)? { base.comments }
    var refusal: StorageError? { base.refusal }
    var takesUploads: Bool { base.takesUploads }
    var finding: (any Finding)? { base.finding.map { MortalFinding(base: $0, fuse: fuse) } }
    var fetching: (any Fetching)? { base.fetching.map { MortalFetching(base: $0, fuse: fuse) } }
    var places: (any PlaceTree)? { base.places.map { MortalPlaces(base: $0, fuse: fuse) } }

    func fidelity(of field: AssetField, _ value: FieldValue) -> Fidelity { base.fidelity(of: field, value) }

    func stat(_ id: NativeID) async throws(StorageError) -> NativeAsset {
        try await fuse.around { () async throws(StorageError) in try await base.stat(id) }
    }

    func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content {
        try await fuse.around { () async throws(StorageError) in try await base.open(id, range) }
    }

    func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        try await fuse.around { () async throws(StorageError) in try await base.create(draft, content) }
    }

    func delete(_ id: NativeID) async throws(StorageError) {
        try await fuse.around { () async throws(StorageError) in try await base.delete(id) }
    }
}

private struct MortalFinding: Finding {
    let base: any Finding
    let fuse: Fuse

    func find(_ key: NaturalKey) async throws(StorageError) -> FindingResult {
        try await fuse.around { () async throws(StorageError) in try await base.find(key) }
    }
}

private struct MortalFetching: Fetching {
    let base: any Fetching
    let fuse: Fuse

    func announce(_ draft: AssetDraft, as label: BackendLabel) async throws(StorageError) -> NativeAsset {
        try await fuse.around { () async throws(StorageError) in try await base.announce(draft, as: label) }
    }

    func fetch(_ draft: AssetDraft, for id: NativeID, from address: String) async throws(StorageError) {
        try await fuse.around { () async throws(StorageError) in
            try await base.fetch(draft, for: id, from: address)
        }
    }

    func arrival(of expected: ExpectedBytes, at id: NativeID) async throws(StorageError) -> Arrival {
        try await fuse.around { () async throws(StorageError) in
            try await base.arrival(of: expected, at: id)
        }
    }

    func discardBytes(of id: NativeID) async throws(StorageError) {
        try await fuse.around { () async throws(StorageError) in try await base.discardBytes(of: id) }
    }
}

private struct MortalPlaces: PlaceTree {
    let base: any PlaceTree
    let fuse: Fuse

    func place(for draft: PlaceDraft, as label: BackendLabel) async throws(StorageError) -> NativePlace {
        try await fuse.around { () async throws(StorageError) in try await base.place(for: draft, as: label) }
    }

    func move(_ id: NativeID, to place: NativePlace) async throws(StorageError) {
        try await fuse.around { () async throws(StorageError) in try await base.move(id, to: place) }
    }
}
