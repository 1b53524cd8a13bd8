public import Bytes
public import Raster
import Synchronization

/// A store whose records are kept by another one, and whose calls come to what a test has planned.
public final class TurningStore: Adapter {
    /// What a call comes to.
    public enum Turn: Sendable {
        /// It is refused and nothing happens.
        case refuse(StorageError)
        /// It happens, and no answer comes.
        case lose
        /// Nothing happens, and no answer comes.
        case vanish
    }

    private struct State {
        var turns: [String: [Turn]] = [:]
        var calls: [String] = []
    }

    private let base: any Adapter
    private let state = Mutex(State())
    /// Those of the other store, with another time to settle.
    public let limits: AdapterLimits

    /// A store over `base`, whose calls without an answer show their effects within `settleTime`.
    public init(_ base: any Adapter, settleTime: Duration = .zero) {
        self.base = base
        var limits = base.limits
        limits.settleTime = settleTime
        self.limits = limits
    }

    /// What the next calls called `name` come to.
    public func plan(_ name: String, _ turns: Turn...) {
        state.withLock { $0.turns[name, default: []] += turns }
    }

    /// The calls so far, without those that only look.
    public var calls: [String] { state.withLock { $0.calls } }

    /// Of a call that got no answer.
    public static let silence = StorageError(.timedOut, "no answer came", effect: .unknown)
    /// Of a call that the store's account may not make.
    public static let denial = StorageError(.denied, "Sorry Dave, only admins may")

    private func take<Value>(
        _ name: String, _ effect: () async throws(StorageError) -> Value
    ) async throws(StorageError) -> Value {
        let turn = state.withLock { state -> Turn? in
            state.calls.append(name)
            guard let next = state.turns[name], !next.isEmpty else { return nil }
            state.turns[name] = Array(next.dropFirst())
            return next[0]
        }
        switch turn {
        case nil: return try await effect()
        case .refuse(let error): throw error
        case .lose: _ = try await effect()
        case .vanish: break
        }
        throw Self.silence
    }

    private func ability<Ability>(_ ability: Ability?) throws(StorageError) -> Ability {
        guard let ability else { throw StorageError(.unsupported, "the store below cannot") }
        return ability
    }
}

// The four operations, and what is passed through as it is.
extension TurningStore {
    public var name: AdapterName { base.name }
    public var kind: String { base.kind }
    public var finding: (any Finding)? { base.finding }
    public var enumeration: (any Enumerating)? { base.enumeration }

    public func stat(_ id: NativeID) async throws(StorageError) -> NativeAsset {
        try await take("stat") { () async throws(StorageError) in try await base.stat(id) }
    }

    public func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content {
        try await base.open(id, range)
    }

    public func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        try await take("create") { () async throws(StorageError) in try await base.create(draft, content) }
    }

    public func delete(_ id: NativeID) async throws(StorageError) {
        try await take("delete") { () async throws(StorageError) in try await base.delete(id) }
    }
}

extension TurningStore: Updating, TrashBin, PlaceTree {
    public var updating: (any Updating)? { base.updating == nil ? nil : self }
    public var trash: (any TrashBin)? { base.trash == nil ? nil : self }
    public var places: (any PlaceTree)? { base.places == nil ? nil : self }
    public var retention: Duration { base.trash?.retention ?? .zero }

    public func update(_ id: NativeID, _ desired: DesiredState) async throws(StorageError) {
        try await take("update") { () async throws(StorageError) in
            try await ability(base.updating).update(id, desired)
        }
    }

    public func discard(_ id: NativeID) async throws(StorageError) {
        try await take("discard") { () async throws(StorageError) in try await ability(base.trash).discard(id)
        }
    }

    public func restore(_ id: NativeID) async throws(StorageError) {
        try await take("restore") { () async throws(StorageError) in try await ability(base.trash).restore(id)
        }
    }

    public func place(for draft: PlaceDraft, as label: BackendLabel) async throws(StorageError) -> NativePlace
    {
        try await take("place") { () async throws(StorageError) in
            try await ability(base.places).place(for: draft, as: label)
        }
    }

    public func move(_ id: NativeID, to place: NativePlace) async throws(StorageError) {
        try await take("move") { () async throws(StorageError) in
            try await ability(base.places).move(id, to: place)
        }
    }
}

extension TurningStore: CommentThreads {
    public var comments: (any CommentThreads)? { base.comments == nil ? nil : self }

    public func comments(on id: NativeID) async throws(StorageError) -> [NativeComment] {
        try await take("comments") { () async throws(StorageError) in
            try await ability(base.comments).comments(on: id)
        }
    }

    public func add(_ text: String, to id: NativeID) async throws(StorageError) -> NativeComment {
        try await take("add") { () async throws(StorageError) in
            try await ability(base.comments).add(text, to: id)
        }
    }

    public func edit(_ comment: NativeID, on id: NativeID, _ text: String) async throws(StorageError)
        -> NativeComment
    {
        try await take("edit") { () async throws(StorageError) in
            try await ability(base.comments).edit(comment, on: id, text)
        }
    }

    public func remove(_ comment: NativeID, on id: NativeID) async throws(StorageError) {
        try await take("remove") { () async throws(StorageError) in
            try await ability(base.comments).remove(comment, on: id)
        }
    }
}

extension TurningStore: HistoryLog, ActionRunner, CollectionIndex, MetadataReader {
    public var history: (any HistoryLog)? { base.history == nil ? nil : self }
    public var actions: (any ActionRunner)? { base.actions == nil ? nil : self }
    public var collections: (any CollectionIndex)? { base.collections == nil ? nil : self }
    public var metadata: (any MetadataReader)? { base.metadata == nil ? nil : self }

    public func events(of id: NativeID, after token: PageToken?) async throws(StorageError)
        -> (events: [HistoryEvent], next: PageToken?)
    {
        try await take("events") { () async throws(StorageError) in
            try await ability(base.history).events(of: id, after: token)
        }
    }

    public func actions(for id: NativeID) async throws(StorageError) -> [AssetAction] {
        try await take("actions") { () async throws(StorageError) in
            try await ability(base.actions).actions(for: id)
        }
    }

    public func start(_ action: NativeID, on id: NativeID) async throws(StorageError) -> ActionRun {
        try await take("start") { () async throws(StorageError) in
            try await ability(base.actions).start(action, on: id)
        }
    }

    public func runs(of id: NativeID) async throws(StorageError) -> [ActionRun] {
        try await take("runs") { () async throws(StorageError) in try await ability(base.actions).runs(of: id)
        }
    }

    public func collections(of id: NativeID) async throws(StorageError) -> [AssetCollection] {
        try await take("collections") { () async throws(StorageError) in
            try await ability(base.collections).collections(of: id)
        }
    }

    public func metadata(of id: NativeID) async throws(StorageError) -> FileMetadata {
        try await take("metadata") { () async throws(StorageError) in
            try await ability(base.metadata).metadata(of: id)
        }
    }
}
