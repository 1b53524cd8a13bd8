import Bytes
import Raster
import Synchronization

/// Where the checks of a run keep their assets: a library that nobody else has.
struct ScratchPlace: Sendable {
    /// No organization of the gateway's need be called so.
    static let organization: OrganizationID = "conformance"
    /// The library of the run.
    let library: LibraryID
    /// A second one, for what is moved.
    let other: LibraryID

    init(seed: UInt64) {
        library = LibraryID("scratch-\(seed)")
        other = LibraryID("scratch-\(seed)-other")
    }
}

/// What a check made, and what of it is still there.
struct Traces: Sendable {
    /// Assets that were made.
    var made: Set<NativeID> = []
    /// The keys of all that was to be made.
    var keys: Set<AssetID> = []
    /// Where they lay.
    var places: Set<NativePlace> = []
    /// What could not be removed.
    var left: [NativeID] = []
}

/// What a check works with: an adapter, fresh ids from a seed, and a memory of what was made.
final class Scratch: Sendable {
    let adapter: any Adapter
    let place: ScratchPlace
    private let state: Mutex<State>

    private struct State {
        var random: SeededRandom
        var traces = Traces()
        /// Keys of calls that failed, or have not ended.
        var open: Set<NaturalKey> = []
        /// Keys of assets that were made.
        var keys: [NativeID: NaturalKey] = [:]
    }

    init(_ adapter: any Adapter, seed: UInt64, place: ScratchPlace) {
        self.adapter = adapter
        self.place = place
        state = Mutex(State(random: SeededRandom(seed)))
    }

    /// A word of fourteen letters and digits that no other check of any run has.
    func word() -> String {
        state.withLock { state in
            let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789")
            return String((0..<14).map { _ in letters[Int(state.random.next() % 36)] })
        }
    }

    /// A draft of a new asset.
    func draft(size: Int, filename: String = "scratch.bin") -> AssetDraft {
        let key = NaturalKey(
            organization: ScratchPlace.organization, library: place.library, asset: AssetID(word()),
            filename: filename)
        return AssetDraft(key: key, name: filename, contentType: "application/octet-stream", size: size)
    }

    /// `count` bytes that compress badly and never repeat with a short period.
    func bytes(_ count: Int) -> [UInt8] {
        state.withLock { state in
            var bytes: [UInt8] = []
            bytes.reserveCapacity(count + 8)
            while bytes.count < count {
                withUnsafeBytes(of: state.random.next()) { bytes.append(contentsOf: $0) }
            }
            return Array(bytes.prefix(count))
        }
    }

    /// Stores `content` and remembers the asset for the end.
    func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        try await remember(draft) { () async throws(StorageError) in
            try await adapter.create(draft, content)
        }
    }

    /// Remembers for the end what `body` makes of `draft`.
    func remember(_ draft: AssetDraft, _ body: () async throws(StorageError) -> NativeAsset)
        async throws(StorageError) -> NativeAsset
    {
        state.withLock { state in
            state.traces.keys.insert(draft.key.asset)
            state.open.insert(draft.key)
        }
        let asset = try await body()
        state.withLock { state in
            state.open.remove(draft.key)
            state.keys[asset.id] = draft.key
            state.traces.made.insert(asset.id)
            if let place = asset.place { state.traces.places.insert(place) }
        }
        return asset
    }

    /// Stores `bytes` from a stream as a new asset.
    func store(_ bytes: [UInt8], filename: String = "scratch.bin") async throws(StorageError) -> NativeAsset {
        try await create(draft(size: bytes.count, filename: filename), .stream(ByteStream(bytes)))
    }

    /// Stores a hundred bytes.
    func store() async throws(StorageError) -> NativeAsset { try await store(bytes(100)) }

    /// Remembers where assets of the check lie.
    func remember(_ place: NativePlace) { state.withLock { _ = $0.traces.places.insert(place) } }

    /// The key that an asset was made with.
    func key(of id: NativeID) throws -> NaturalKey {
        guard let key = state.withLock({ $0.keys[id] }) else { throw Broken("\(id) was never made") }
        return key
    }

    /// An id that was given out once and means nothing any more.
    func unknownID() async throws -> NativeID {
        let asset = try await store()
        try await adapter.delete(asset.id)
        return asset.id
    }
}

extension Scratch {
    /// Removes what was made, and what a failed call left where it can be found, also after a cancellation.
    func cleanUp() async -> Traces {
        // A task of its own is not cancelled with this one.
        guard !Task.isCancelled else { return await Task { await remove() }.value }
        return await remove()
    }

    private func remove() async -> Traces {
        var (traces, open) = state.withLock { ($0.traces, $0.open) }
        for key in open {
            guard case .found(let asset)? = try? await adapter.finding?.find(key) else { continue }
            traces.made.insert(asset.id)
        }
        for id in traces.made.sorted() where await !adapter.isRid(of: id) { traces.left.append(id) }
        return traces
    }
}

extension Adapter {
    /// Deletes an asset; whether it is certain to be gone.
    func isRid(of id: NativeID) async -> Bool {
        do throws(StorageError) { try await delete(id) } catch { return error.kind == .notFound }
        return true
    }
}
