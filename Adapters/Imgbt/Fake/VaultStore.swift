import Bytes
import FakeKit
import HTTPCore
import Synchronization

/// What a vault holds: records in memory, found again through the ledger, and bytes in files.
final class VaultStore: Sendable {
    let ledger: EffectLedger
    private let files: FakeFiles
    private let clock: FakeClock
    private let state: Mutex<VaultIndex>

    /// The store in `folder`.
    init(_ folder: FakeFolder, _ clock: FakeClock) throws {
        var state = VaultIndex()
        ledger = try EffectLedger(in: folder) { effect, record in
            state.remove(effect.id)
            if effect.kind != .deleted { state.insert(try ImgbtAsset(effect.id, record: record)) }
        }
        files = try FakeFiles(in: folder)
        files.sweep { state.assets[$0] != nil }
        self.clock = clock
        self.state = Mutex(state)
    }

    /// What it holds, the oldest first.
    var assets: [ImgbtAsset] { state.withLock { state in state.order.compactMap { state.assets[$0.id] } } }

    /// How many assets there are, and bytes in them.
    var figures: (assets: Int, bytes: Int) { state.withLock { ($0.assets.count, $0.bytes) } }

    /// The asset with this id.
    subscript(id: String) -> ImgbtAsset? { state.withLock { $0.assets[id] } }

    /// The asset that is delivered under `path`.
    func asset(at path: String) -> ImgbtAsset? {
        state.withLock { state in state.names[path].flatMap { state.assets[$0] } }
    }

    /// The keys of the assets that lie in the given partition, collection and channel, the newest first.
    func keys(partition: String?, collection: String?, channel: String?) -> [AssetKey] {
        state.withLock { state in
            if let partition, let collection, let channel {
                return (state.places[ImgbtPlace(partition, collection, channel)] ?? []).reversed()
            }
            if partition == nil, collection == nil, channel == nil { return state.order.reversed() }
            return state.order.reversed().filter { key in
                guard let place = state.assets[key.id]?.place else { return false }
                return (partition ?? place.partition) == place.partition
                    && (collection ?? place.collection) == place.collection
                    && (channel ?? place.channel) == place.channel
            }
        }
    }

    /// A file for bytes to come.
    func receive() throws -> FakeFiles.Incoming { try files.receive() }

    /// The bytes of an asset, open.
    func open(_ id: String) -> (file: OpenFile, whole: ByteRange)? {
        guard let asset = self[id], let file = files.open(id) else { return nil }
        return (file, ByteRange(offset: 0, length: asset.size))
    }
}

// What changes it: bytes first, then the ledger, then memory; so that a kill leaves all of an effect or nothing.
extension VaultStore {
    /// Makes what came in the asset that `asset` describes; throws where its path is taken.
    func create(
        _ asset: ImgbtAsset, _ received: FakeFiles.Incoming, _ occasion: FakeOccasion
    ) throws -> ImgbtAsset {
        var asset = asset
        asset.size = received.size
        asset.sha256 = try received.digests().sha256
        return try state.withLock { state in
            guard state.names[asset.path] == nil else { throw ImgbtProblem.conflict }
            try files.keep(received, as: asset.id)
            do { try note(.created, asset, occasion) } catch {
                files.remove(asset.id)
                throw error
            }
            state.insert(asset)
            return asset
        }
    }

    /// Puts an asset in that no client sent.
    func add(_ asset: ImgbtAsset, _ content: [UInt8]) throws {
        var asset = asset
        asset.size = content.count
        asset.sha256 = try files.put(content, as: asset.id).sha256
        try state.withLock { state in
            guard state.names[asset.path] == nil else { throw ImgbtProblem.conflict }
            try note(.created, asset, FakeOccasion(request: 0, answer: .none))
            state.insert(asset)
        }
    }

    /// Changes an asset; throws where there is none.
    func update(
        _ id: String, _ occasion: FakeOccasion, _ change: (inout ImgbtAsset) -> Void
    ) throws -> ImgbtAsset {
        try state.withLock { state in
            guard var asset = state.assets[id] else { throw ImgbtProblem.unknownAsset }
            change(&asset)
            asset.updated = clock.now
            try note(.updated, asset, occasion)
            state.replace(asset)
            return asset
        }
    }

    /// Takes an asset away; throws where there is none.
    func delete(_ id: String, _ occasion: FakeOccasion) throws {
        try state.withLock { state in
            guard let asset = state.assets[id] else { throw ImgbtProblem.unknownAsset }
            try note(.deleted, asset, occasion)
            state.remove(id)
        }
        files.remove(id)
    }

    /// Takes everything away.
    func reset() throws {
        try state.withLock { state in
            try ledger.reset()
            state = VaultIndex()
        }
        files.sweep { _ in false }
    }

    private func note(_ kind: Effect.Kind, _ asset: ImgbtAsset, _ occasion: FakeOccasion) throws {
        let effect = Effect(
            kind, asset.id, place: "\(asset.place)", filename: asset.filename, size: asset.size,
            sha256: asset.sha256, request: occasion.request, answer: occasion.answer, milliseconds: clock.now)
        try ledger.note(effect, record: kind == .deleted ? .null : asset.record)
    }
}
