import Bytes
import Raster
import Synchronization

/// What a check works with: an adapter, fresh ids from a seed, and a memory of what was made.
final class Scratch: Sendable {
    let adapter: any Adapter
    private let state: Mutex<State>

    private struct State {
        var random: SeededRandom
        var made: [NativeID] = []
        var keys: [NaturalKey] = []
    }

    init(_ adapter: any Adapter, seed: UInt64) {
        self.adapter = adapter
        state = Mutex(State(random: SeededRandom(seed)))
    }

    /// A draft of a new asset.
    func draft(size: Int, filename: String = "scratch.bin") -> AssetDraft {
        state.withLock { state in
            let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789")
            let id = String((0..<14).map { _ in letters[Int(state.random.next() % 36)] })
            let key = NaturalKey(
                organization: "conformance", library: "scratch", asset: AssetID(id), filename: filename)
            state.keys.append(key)
            return AssetDraft(
                key: key, name: filename, contentType: "application/octet-stream", size: size)
        }
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
        let asset = try await adapter.create(draft, content)
        state.withLock { $0.made.append(asset.id) }
        return asset
    }

    /// Stores `bytes` from a stream as a new asset.
    func store(_ bytes: [UInt8], filename: String = "scratch.bin") async throws(StorageError) -> NativeAsset {
        try await create(draft(size: bytes.count, filename: filename), .stream(ByteStream(bytes)))
    }

    /// Stores a hundred bytes.
    func store() async throws(StorageError) -> NativeAsset { try await store(bytes(100)) }

    /// An id that was given out once and means nothing any more.
    func unknownID() async throws -> NativeID {
        let asset = try await store()
        try await adapter.delete(asset.id)
        return asset.id
    }

    /// Removes what was made; also what a failed create left, where it can be found.
    func cleanUp() async {
        let (made, keys) = state.withLock { ($0.made, $0.keys) }
        for id in made { try? await adapter.delete(id) }
        guard let finding = adapter.finding else { return }
        for key in keys {
            guard case .found(let asset)? = try? await finding.find(key) else { continue }
            try? await adapter.delete(asset.id)
        }
    }
}

/// SplitMix64, see Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
struct SeededRandom {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
