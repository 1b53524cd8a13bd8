import Bytes
import FakeKit
import HTTPCore
import Synchronization

/// What an account holds: things in memory, found again through the ledger, and bytes in files.
final class PocketStore: Sendable {
    let ledger: EffectLedger
    let files: FakeFiles
    private let clock: FakeClock
    private let seed: UInt64
    private let state: Mutex<PocketState>

    /// The store in `folder`.
    init(_ folder: FakeFolder, _ clock: FakeClock, seed: UInt64) throws {
        var state = PocketState()
        ledger = try EffectLedger(in: folder) { effect, record in
            state.apply(try PocketChange(effect, record.asObject()))
        }
        files = try FakeFiles(in: folder)
        let kept = Set(state.assets.values.flatMap { $0.media.map(\.file) })
        files.sweep { kept.contains($0) }
        (self.clock, self.seed) = (clock, seed)
        self.state = Mutex(state)
    }

    /// What `look` sees.
    func read<Value: Sendable>(_ look: (PocketState) -> Value) -> Value { state.withLock { look($0) } }

    /// The id that the next thing gets, and its number.
    func identity(_ state: PocketState) -> (id: String, number: Int) {
        let number = state.last.thing + 1
        return (PocketIdentifier.text(number, seed: seed), number)
    }

    /// Makes the change that `plan` decides on; first the ledger, then memory, then files that are of no more use, so
    /// that a kill leaves all of an effect or nothing.
    func change(
        _ occasion: FakeOccasion, _ plan: (PocketState) throws -> PocketChange
    ) throws {
        let change = try state.withLock { state in
            let change = try plan(state)
            try ledger.note(change.effect(occasion, clock.now), record: change.record)
            state.apply(change)
            return change
        }
        for file in change.droppedFiles { files.remove(file) }
    }

    /// The bytes of a file, open.
    func open(_ medium: PocketMedia) -> (file: OpenFile, whole: ByteRange)? {
        files.open(medium.file).map { ($0, ByteRange(offset: 0, length: medium.size)) }
    }

    /// Takes everything away.
    func reset() throws {
        try state.withLock { state in
            try ledger.reset()
            state = PocketState()
        }
        files.sweep { _ in false }
    }
}

// What there is, or the vendor's complaint.
extension PocketStore {
    func asset(_ id: String) throws -> PocketAsset { try Self.asset(id, read { $0.assets[id] }) }

    static func asset(_ id: String, _ asset: PocketAsset?) throws -> PocketAsset {
        guard let asset else { throw PocketProblem.unknown("asset") }
        return asset
    }

    func project(_ id: String) throws -> PocketProject {
        guard let project = read({ $0.projects[id] }) else { throw PocketProblem.unknown("project") }
        return project
    }

    func collection(_ id: String) throws -> PocketCollection {
        guard let collection = read({ $0.collections[id] }) else {
            throw PocketProblem.unknown("collection")
        }
        return collection
    }
}
