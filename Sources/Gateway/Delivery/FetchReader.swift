import Bytes
import Raster
import Synchronization

/// One of those who follow a fetch, at its own pace; it leaves with its last reference.
final class FetchReader: Sendable {
    private static let chunkBytes = 262_144
    let fetch: SharedFetch
    private let state = Mutex((position: 0, rest: ByteStream?.none))

    init(_ fetch: SharedFetch) { self.fetch = fetch }

    deinit { fetch.leave() }

    /// The bytes of the whole asset.
    var stream: ByteStream { ByteStream(length: fetch.asset.size) { [self] in try await next() } }

    private func next() async throws -> [UInt8]? {
        let (position, rest) = state.withLock { $0 }
        if let rest { return try await rest.next() }
        guard position < fetch.asset.size else { return nil }
        switch await fetch.find(behind: position) {
        case .bytes(let end):
            let count = min(end - position, Self.chunkBytes)
            // What the cache's disk does not give back, the store still has.
            guard let bytes = fetch.read(at: position, count: count), !bytes.isEmpty else {
                return try await goOn(from: position)
            }
            state.withLock { $0.position += bytes.count }
            return bytes
        case .end(.detached): return try await goOn(from: position)
        case .end(.failed(let error)): throw error
        case .end(.whole): return nil
        case .nothing: throw CancellationError()
        }
    }

    /// Goes to the store for the bytes from `position` on.
    private func goOn(from position: Int) async throws -> [UInt8]? {
        let size = fetch.asset.size
        let range = ByteRange(offset: position, length: size - position)
        let rest = try await fetch.adapter.open(fetch.asset.home.id, position == 0 ? nil : range).stream
        guard rest.length == nil || rest.length == range.length else {
            throw StorageError(.malformed, "the store holds another number of bytes than the catalog")
                .during("open", in: fetch.asset.home.adapter).with("id", fetch.asset.id)
        }
        state.withLock { $0.rest = rest }
        return try await rest.next()
    }
}

/// The fetches under way.
final class FetchTable: Sendable {
    /// An asset at its home: bytes do not change, homes do.
    private struct Key: Hashable {
        let asset: AssetID
        let home: NativeReference
    }

    private let fetches = Mutex<[Key: SharedFetch]>([:])

    /// The fetch of `asset` that is under way.
    func find(_ asset: Asset) -> SharedFetch? {
        fetches.withLock { $0[Key(asset: asset.id, home: asset.home)] }
    }

    /// A reader of the fetch of `asset` that is under way, or of the one that `make` makes; and whether that is new.
    func join(_ asset: Asset, _ make: () -> SharedFetch?) -> (reader: FetchReader, isNew: Bool)? {
        let key = Key(asset: asset.id, home: asset.home)
        return fetches.withLock { fetches in
            if let reader = fetches[key]?.join() { return (reader, false) }
            guard let fetch = make(), let reader = fetch.join() else { return nil }
            fetches[key] = fetch
            return (reader, true)
        }
    }

    /// Forgets `fetch`, unless another one has taken its place.
    func remove(_ fetch: SharedFetch) {
        let key = Key(asset: fetch.asset.id, home: fetch.asset.home)
        fetches.withLock { if $0[key] === fetch { $0[key] = nil } }
    }
}
