import AdapterKit
import Bytes
import Raster
import Synchronization

/// The process that a crash ends: from then on nothing it calls happens.
final class ProcessSwitch: Sendable {
    /// What calls of a dead process throw.
    struct Dead: Error {}

    /// A moment at which the process dies.
    enum Moment: Equatable, Sendable {
        case beforeWrite(Int), afterWrite(Int), beforeCreate(Int), afterCreate(Int), beforeDelete(Int)
        case afterDelete(Int), beforeUpdate(Int), afterUpdate(Int)
    }

    private struct State {
        var isDead = false
        var moment: Moment?
        var failingWrite: Int?
        var writes = 0
        var creates = 0
        var deletes = 0
        var updates = 0
    }

    private let state = Mutex(State())

    /// Plans the death; writes, creates and deletes are counted from here, from 1.
    func die(at moment: Moment) { plan { $0.moment = moment } }

    /// Makes the write with this number fail without dying.
    func failWrite(_ number: Int) { plan { $0.failingWrite = number } }

    private func plan(_ change: (inout State) -> Void) {
        state.withLock { state in
            (state.writes, state.creates, state.deletes, state.updates) = (0, 0, 0, 0)
            change(&state)
        }
    }

    func checkAlive() throws { if state.withLock({ $0.isDead }) { throw Dead() } }

    func pass(_ moment: Moment) throws {
        try state.withLock { state in
            if state.moment == moment { state.isDead = true }
            if state.isDead { throw Dead() }
        }
    }

    func nextWrite() throws -> Int {
        let number = state.withLock { state in
            state.writes += 1
            return state.writes
        }
        if state.withLock({ $0.failingWrite }) == number {
            throw StorageError(.unavailable, "the catalog is busy", side: .gateway)
        }
        return number
    }

    func nextCreate() -> Int {
        state.withLock {
            $0.creates += 1; return $0.creates
        }
    }

    func nextUpdate() -> Int {
        state.withLock {
            $0.updates += 1; return $0.updates
        }
    }

    func nextDelete() -> Int {
        state.withLock {
            $0.deletes += 1; return $0.deletes
        }
    }
}

/// A catalog of a process that may die before and after every write.
struct BreakableCatalog: Catalog {
    private let base: any Catalog
    private let process: ProcessSwitch

    init(_ base: any Catalog, _ process: ProcessSwitch) {
        self.base = base
        self.process = process
    }

    func stamp() -> CatalogStamp? { base.stamp() }

    func read<Value: Sendable>(
        _ body: @Sendable (any CatalogReader) async throws -> Value
    ) async throws -> Value {
        try process.checkAlive()
        return try await base.read(body)
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any CatalogWriter) async throws -> Value
    ) async throws -> Value {
        try process.checkAlive()
        let number = try process.nextWrite()
        try process.pass(.beforeWrite(number))
        let value = try await base.write(body)
        try process.pass(.afterWrite(number))
        return value
    }
}

/// A store that a process reaches which may die before and after every create and delete.
final class BreakableAdapter: Adapter {
    private let base: MemoryAdapter
    private let process: ProcessSwitch
    private let failing = Mutex<Int?>(nil)
    private let refusing = Mutex<StorageError?>(nil)
    private let watcher = Mutex<(@Sendable () async -> Void)?>(nil)

    init(_ base: MemoryAdapter, _ process: ProcessSwitch) {
        self.base = base
        self.process = process
    }

    var name: AdapterName { base.name }
    var kind: String { base.kind }
    var limits: AdapterLimits { base.limits }
    var finding: (any Finding)? { base.finding }
    var refusal: StorageError? { refusing.withLock { $0 } }

    /// Makes it known to be down, with `refusal`, until `nil` is given.
    func refuse(with refusal: StorageError?) { refusing.withLock { $0 = refusal } }

    /// Makes the create with this number, counted from 1, fail without a trace.
    func failCreate(_ number: Int) { failing.withLock { $0 = number } }

    /// Runs `body` at the end of every create, before it is answered.
    func whenCreating(_ body: @escaping @Sendable () async -> Void) { watcher.withLock { $0 = body } }

    func stat(_ id: NativeID) async throws(StorageError) -> NativeAsset { try await base.stat(id) }

    func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content {
        try await base.open(id, range)
    }

    func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        let number = process.nextCreate()
        try alive(.beforeCreate(number))
        guard failing.withLock({ $0 }) != number else { throw StorageError(.unavailable, "planned") }
        let asset = try await base.create(draft, content)
        if let watcher = watcher.withLock({ $0 }) { await watcher() }
        try alive(.afterCreate(number))
        return asset
    }

    func delete(_ id: NativeID) async throws(StorageError) {
        let number = process.nextDelete()
        try alive(.beforeDelete(number))
        try await base.delete(id)
        try alive(.afterDelete(number))
    }

    private func alive(_ moment: ProcessSwitch.Moment) throws(StorageError) {
        do { try process.pass(moment) } catch { throw StorageError(wrapping: error) }
    }
}
