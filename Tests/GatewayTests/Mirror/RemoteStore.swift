import Bytes
import Raster
import Synchronization
import TestSupport

/// A store far away, whose calls come to what a test has planned, and whose effects may show up late.
final class RemoteStore: Adapter, Updating, Finding {
    /// What a changing call comes to.
    enum Turn: Sendable {
        /// It is refused and nothing happens.
        case refuse(StorageError)
        /// It happens, and no answer comes.
        case lose
        /// It happens so much later, and no answer comes.
        case delay(Duration)
        /// Nothing happens, and no answer comes.
        case vanish
    }

    fileprivate struct Late {
        let due: Duration
        let apply: @Sendable (inout State) -> Void
        let asset: AssetID
    }

    struct State {
        var assets: [NativeID: NativeAsset] = [:]
        var turns: [Turn] = []
        var outage: StorageError?
        var refusal: StorageError?
        fileprivate var late: [Late] = []
        /// Every update that arrived, by the tags it asked for.
        var updates: [[String]] = []
        var stats = 0
        var finds = 0
        /// Calls that came although an earlier one of the same asset could still show its effect.
        var hasty: [AssetID] = []
        var busy: Set<AssetID> = []
        var most = 0
        var serial = 0
        var watcher: (@Sendable (DesiredState) async -> Void)?
        var fidelities: [AssetField: Fidelity] = [:]
    }

    let name: AdapterName
    let kind = "remote"
    let limits: AdapterLimits
    let state = Mutex(State())
    private let clock: TestClock

    init(name: AdapterName, clock: TestClock, settleTime: Duration = .seconds(100), concurrency: Int = 4) {
        self.name = name
        self.clock = clock
        limits = AdapterLimits(concurrency: concurrency, settleTime: settleTime)
    }

    var updating: (any Updating)? { self }
    var finding: (any Finding)? { self }
    var refusal: StorageError? { state.withLock { $0.refusal } }

    func fidelity(of field: AssetField, _ value: FieldValue) -> Fidelity {
        state.withLock { $0.fidelities[field] } ?? .exact
    }

    /// What the next changing calls come to.
    func plan(_ turns: Turn...) { state.withLock { $0.turns += turns } }

    /// Whether every call fails, as it does while the store is down.
    func setDown(_ isDown: Bool) { state.withLock { $0.outage = isDown ? Self.down : nil } }

    static let down = StorageError(.unavailable, "no answer from there")
    static let silence = StorageError(.timedOut, "no answer came", effect: .unknown)

    /// What it shows, late effects of the past included.
    var assets: [NativeAsset] { look { $0.assets.values.sorted { $0.id < $1.id } } }

    /// The tags it shows of `asset`.
    func tags(of asset: AssetID) -> [String]? { assets.first { $0.asset == asset }?.tags }

    var updates: [[String]] { state.withLock { $0.updates } }

    private func look<Value>(_ body: (inout State) -> Value) -> Value {
        let now = clock.monotonic()
        return state.withLock { state in
            let due = state.late.filter { $0.due <= now }
            state.late.removeAll { $0.due <= now }
            for effect in due { effect.apply(&state) }
            return body(&state)
        }
    }

    /// Runs `effect` as the next turn wants it.
    private func take<Value: Sendable>(
        _ asset: AssetID, _ effect: @escaping @Sendable (inout State) -> Value
    ) throws(StorageError) -> Value {
        let now = clock.monotonic()
        let result = look { state -> Result<Value, StorageError> in
            if state.late.contains(where: { $0.asset == asset }) { state.hasty.append(asset) }
            if let outage = state.outage { return .failure(outage) }
            guard !state.turns.isEmpty else { return .success(effect(&state)) }
            switch state.turns.removeFirst() {
            case .refuse(let error): return .failure(error)
            case .lose: _ = effect(&state)
            case .vanish: break
            case .delay(let wait):
                state.late.append(Late(due: now + wait, apply: { _ = effect(&$0) }, asset: asset))
            }
            return .failure(Self.silence)
        }
        return try result.get()
    }
}

// The port.
extension RemoteStore {
    func stat(_ id: NativeID) async throws(StorageError) -> NativeAsset {
        let result = look { state -> Result<NativeAsset, StorageError> in
            state.stats += 1
            if let outage = state.outage { return .failure(outage) }
            return state.assets[id].map { .success($0) } ?? .failure(Self.none)
        }
        return try result.get()
    }

    func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content {
        throw StorageError(.unsupported, "it keeps no bytes")
    }

    func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        try take(draft.key.asset) { state in
            state.serial += 1
            var asset = NativeAsset(id: NativeID("n\(state.serial)"), size: draft.size)
            asset.asset = draft.key.asset
            (asset.name, asset.description, asset.tags) = (draft.name, draft.description ?? "", draft.tags)
            state.assets[asset.id] = asset
            return asset
        }
    }

    func delete(_ id: NativeID) async throws(StorageError) {
        let result = look { state -> Result<Void, StorageError> in
            if let outage = state.outage { return .failure(outage) }
            return state.assets.removeValue(forKey: id) == nil ? .failure(Self.none) : .success(())
        }
        try result.get()
    }

    func update(_ id: NativeID, _ desired: DesiredState) async throws(StorageError) {
        let watcher = state.withLock { state in
            state.busy.insert(desired.key.asset)
            state.most = max(state.most, state.busy.count)
            return state.watcher
        }
        await watcher?(desired)
        defer { _ = state.withLock { $0.busy.remove(desired.key.asset) } }
        guard look({ $0.outage != nil || $0.assets[id] != nil }) else { throw Self.none }
        try take(desired.key.asset) { state in
            state.updates.append(desired.tags)
            state.assets[id]?.name = desired.name
            state.assets[id]?.description = desired.description ?? ""
            state.assets[id]?.tags = desired.tags
        }
    }

    func find(_ key: NaturalKey) async throws(StorageError) -> FindingResult {
        let result = look { state -> Result<FindingResult, StorageError> in
            state.finds += 1
            if let outage = state.outage { return .failure(outage) }
            let found = state.assets.values.first { $0.asset == key.asset }
            return .success(found.map { .found($0) } ?? .absent)
        }
        return try result.get()
    }

    private static let none = StorageError(.notFound, "there is no such asset")
}

/// A store that a process reaches which may die before and after every update.
struct DyingStore: Adapter, Updating {
    let base: RemoteStore
    let process: ProcessSwitch

    var name: AdapterName { base.name }
    var kind: String { base.kind }
    var limits: AdapterLimits { base.limits }
    var updating: (any Updating)? { self }
    var finding: (any Finding)? { base.finding }
    var refusal: StorageError? { base.refusal }

    func fidelity(of field: AssetField, _ value: FieldValue) -> Fidelity { base.fidelity(of: field, value) }

    func stat(_ id: NativeID) async throws(StorageError) -> NativeAsset { try await base.stat(id) }

    func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content {
        try await base.open(id, range)
    }

    func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        try await base.create(draft, content)
    }

    func delete(_ id: NativeID) async throws(StorageError) { try await base.delete(id) }

    func update(_ id: NativeID, _ desired: DesiredState) async throws(StorageError) {
        let number = process.nextUpdate()
        try alive(.beforeUpdate(number))
        try await base.update(id, desired)
        try alive(.afterUpdate(number))
    }

    private func alive(_ moment: ProcessSwitch.Moment) throws(StorageError) {
        do { try process.pass(moment) } catch { throw StorageError(wrapping: error) }
    }
}
