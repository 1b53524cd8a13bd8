public import Bytes
public import Raster
import Synchronization

/// A complete adapter that keeps everything in memory, up to a limit: the reference for all others.
///
/// Its native ids begin with `-` and its pages are short, so that callers meet both.
public final class MemoryAdapter: Adapter {
    /// What it can do beyond the four operations, each of which can be switched off.
    public enum Ability: String, Sendable, CaseIterable {
        case updating, finding, enumeration, trash, comments, history, actions, collections, metadata, places
        case delivery, revising

        /// All but ``revising`` and ``delivery``: others change nothing here and fetch nothing from here, unless
        /// that is what is tried.
        public static let usual = Set(allCases).subtracting([.delivery, .revising])
    }

    /// The name in the configuration.
    public let name: AdapterName
    /// `memory`.
    public let kind = "memory"
    /// The largest asset is as large as all of the memory; pages are short.
    public let limits: AdapterLimits
    let abilities: Set<Ability>
    let fetcher: (@Sendable (_ address: String) async -> [UInt8]?)?
    let state: Mutex<MemoryState>

    /// An empty adapter that holds at most `capacity` bytes.
    ///
    /// With a `fetcher`, which answers what lies at an address, it takes bytes in no other way, and gives no label
    /// twice, be it of an asset or a place.
    public init(
        name: AdapterName = "memory", capacity: Int = 67_108_864,
        abilities: Set<Ability> = Ability.usual, pageSize: Int = 10, concurrency: Int = 8,
        fetcher: (@Sendable (_ address: String) async -> [UInt8]?)? = nil
    ) {
        self.name = name
        self.abilities = abilities
        self.fetcher = fetcher
        limits = AdapterLimits(maximumBytes: capacity, pageSize: pageSize, concurrency: concurrency)
        state = Mutex(MemoryState(capacity: capacity))
    }

    /// What is known of the asset.
    public func stat(_ id: NativeID) async throws(StorageError) -> NativeAsset {
        try change(.stat) { (state) throws(StorageError) in try state.asset(id).described }
    }

    /// The bytes, in pieces.
    public func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content {
        let asset = try change(.open) { (state) throws(StorageError) in try state.asset(id) }
        guard asset.isWhole else { throw StorageError(.notFound, "it has no bytes").during("open", in: name) }
        let bytes = asset.bytes
        let range = range ?? ByteRange(offset: 0, length: bytes.count)
        guard range.offset <= bytes.count, range.length <= bytes.count - range.offset else {
            throw StorageError(.invalid, "the range reaches beyond the end", side: .client)
                .during("open", in: name)
        }
        return .stream(ByteStream(bytes[range.offset..<range.end]))
    }

    /// Takes the bytes in, as long as there is room, and keeps them once they are whole.
    public func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        guard fetcher == nil else {
            throw StorageError(.unsupported, "bytes are fetched").during("create", in: name)
        }
        let reservation = try change { (state) throws(StorageError) in try state.reserve(draft) }
        do throws(StorageError) {
            let bytes = try await content.collected(exactly: draft.size)
            return try change(.create) { (state) throws(StorageError) in
                try state.insert(draft, bytes, reservation)
            }
        } catch {
            state.withLock { $0.release(reservation) }
            throw error.during("create", in: name)
        }
    }

    /// Forgets the asset.
    public func delete(_ id: NativeID) async throws(StorageError) {
        try change(.delete) { (state) throws(StorageError) in try state.remove(id) }
    }
}

extension MemoryAdapter {
    /// Runs `body` on the state, where a planned fault may come before or after it.
    func change<Value>(
        _ operation: Operation? = nil, _ body: (inout MemoryState) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        let outcome = state.withLock { state -> Result<Value, StorageError> in
            let fault = operation.flatMap { state.nextFault(of: $0) }
            if let fault, fault.effect == .none { return .failure(fault) }
            do throws(StorageError) {
                let value = try body(&state)
                return fault.map { .failure($0) } ?? .success(value)
            } catch { return .failure(error) }
        }
        do { return try outcome.get() } catch {
            throw operation.map { error.during($0.rawValue, in: name) } ?? error
        }
    }
}
