import Bytes
import Raster
import Synchronization

/// The reference adapter behind one planted defect.
final class DefectiveAdapter: Adapter {
    let defect: PlantedDefect
    let base: MemoryAdapter
    let past = Mutex(Past())

    /// What some defects remember.
    struct Past {
        var deleted: [NaturalKey: NativeAsset] = [:]
        var keys: [(key: NaturalKey, id: NativeID)] = []
        var streams: [NativeID: ByteStream] = [:]
        var damaged: Set<NativeID> = []
        var discarded: Set<NativeID> = []
        var writesInARow = 0
        var mood = 0
        var tokens: Set<PageToken> = []
        var found: Set<NaturalKey> = []
        var visited: [NativeID: Set<NativePlace>] = [:]
        var files: Set<ObjectIdentifier> = []
        var underWay: Set<AssetID> = []
        var tags: [NativeID: [String]] = [:]
        var range: ByteRange?
        var openReaders = 0
        var lastUpdated: NativeID?
        var told: Set<NativeID> = []
    }

    /// A number that is another one each time.
    func mood() -> Int {
        past.withLock { past in
            past.mood += 1
            return past.mood
        }
    }

    /// The adapter with `defect`; it fetches its bytes from `host` where there is one.
    init(_ defect: PlantedDefect, host: MemoryHost? = nil) {
        self.defect = defect
        let abilities = Set(MemoryAdapter.Ability.allCases)
        base =
            host.map { host in MemoryAdapter(abilities: abilities) { host.bytes(at: $0) } }
            ?? MemoryAdapter(abilities: abilities)
    }

    /// Whether `other` is the defect of this adapter.
    func has(_ other: PlantedDefect) -> Bool { defect == other }

    func stat(_ id: NativeID) async throws(StorageError) -> NativeAsset {
        past.withLock { $0.writesInARow = 0 }
        if has(.hidesTheAnnounced), await isBare(id) { throw StorageError(.notFound, "planted: no bytes") }
        do throws(StorageError) {
            return described(try await base.stat(decoded(id)), as: id)
        } catch {
            if has(.describesTheUnknown) { return NativeAsset(id: id, size: 0) }
            throw altered(error)
        }
    }

    func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content {
        past.withLock { $0.writesInARow = 0 }
        if has(.opensStrangeIDs), id.rawValue.contains("/") { return .stream(ByteStream([])) }
        if has(.inventsBytes), await isBare(id) { return .stream(ByteStream([0])) }
        try failToOpen(id)
        do throws(StorageError) {
            let range = try await altered(range, of: id)
            return damaged(try await opened(decoded(id), range), id)
        } catch {
            if has(.breaksAfterRefusal), error.kind == .invalid {
                past.withLock { _ = $0.damaged.insert(id) }
            }
            guard has(.failsLate), error.kind == .notFound else { throw altered(error) }
            return .stream(ByteStream(length: nil) { throw error })
        }
    }

    private func altered(_ range: ByteRange?, of id: NativeID) async throws(StorageError) -> ByteRange? {
        guard let range, let size = try await base.stat(id).size else { return range }
        let rest = size - range.offset - min(range.length, size + 1)
        switch defect {
        case .ignoresRanges where rest >= 0: return nil
        case .shiftsRanges where rest > 0:
            return ByteRange(offset: range.offset + 1, length: range.length)
        case .clampsRanges:
            let offset = min(range.offset, size)
            return ByteRange(offset: offset, length: min(range.length, size - offset))
        case .refusesRangesToTheEnd where rest == 0 && range.length > 0:
            throw StorageError(.invalid, "planted: an end that is the end")
        case .takesEmptyRangesForAll where range.length == 0 && range.offset <= size: return nil
        case .includesTheEnd where rest > 0:
            return ByteRange(offset: range.offset, length: range.length + 1)
        case .losesFarRanges where rest >= 0 && range.offset > 65_536:
            return ByteRange(offset: range.offset & 0xFFFF, length: range.length)
        default: return range
        }
    }

    private func damaged(_ content: Content, _ id: NativeID) -> Content {
        let stream = content.stream
        switch defect {
        case .flipsBitsOfLargeBodies: return changed(stream) { $0.count < 65_536 ? [] : [$0.count - 1] }
        case .damagesUpdatedBytes where past.withLock({ $0.damaged.contains(id) }):
            return changed(stream) { $0.indices.first.map { [$0] } ?? [] }
        case .dropsTheLastByte where stream.length == 5000:
            return .stream(ByteStream(length: nil) { try await stream.next()?.dropLast() })
        case .claimsMoreBytes:
            return .stream(ByteStream(length: stream.length.map { $0 + 1 }) { try await stream.next() })
        case .sharesCursors:
            return .stream(
                past.withLock { past in
                    past.streams[id] = past.streams[id] ?? stream
                    return past.streams[id] ?? stream
                })
        default: return content
        }
    }

    /// The stream with the lowest bit flipped in the bytes that `indices` chooses of each chunk.
    private func changed(_ stream: ByteStream, _ indices: @escaping @Sendable ([UInt8]) -> [Int]) -> Content {
        .stream(
            ByteStream(length: stream.length) {
                guard var chunk = try await stream.next() else { return nil }
                for index in indices(chunk) { chunk[index] ^= 1 }
                return chunk
            })
    }

    func delete(_ id: NativeID) async throws(StorageError) {
        let id = decoded(id)
        let asset = try? await base.stat(id)
        if has(.forgetsToDelete), asset != nil { return }
        if has(.deletesStrangeIDs), id.rawValue.contains("/") { return }
        if has(.deletesNothingDiscarded), base.isDiscarded(id) {
            throw StorageError(.notFound, "it is in the bin")
        }
        if has(.keepsTheAnnounced), await isBare(id) { return }
        if has(.deletesTwins), let asset { try await deleteTwin(of: asset) }
        do throws(StorageError) { try await base.delete(id) } catch {
            if has(.deletesTheUnknown) { return }
            throw altered(error)
        }
        past.withLock { past in
            past.writesInARow = 0
            guard let index = past.keys.firstIndex(where: { $0.id == id }), let asset else { return }
            past.deleted[past.keys.remove(at: index).key] = asset
        }
    }

    /// Deletes the newest other asset with the same bytes.
    private func deleteTwin(of asset: NativeAsset) async throws(StorageError) {
        let contents = base.contents
        guard let key = asset.asset, let bytes = contents[key] else { return }
        let keys = past.withLock { $0.keys }
        if let twin = keys.last(where: { $0.id != asset.id && contents[$0.key.asset] == bytes }) {
            try await base.delete(twin.id)
        }
    }
}
