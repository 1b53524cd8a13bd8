import Bytes
import HTTPCore
import Raster
import Synchronization

/// What goes wrong between an id and its bytes.
extension DefectiveAdapter {
    /// The id that a careless adapter takes `id` for.
    func decoded(_ id: NativeID) -> NativeID {
        guard has(.decodesIDs) else { return id }
        let path = id.rawValue.prefix { !"?#".contains($0) }
        return NativeID(PercentEncoding.decode(path) ?? String(path))
    }

    func failToOpen(_ id: NativeID) throws(StorageError) {
        let (isDamaged, readers) = past.withLock { ($0.damaged.contains(id), $0.openReaders) }
        if has(.breaksAfterRefusal), isDamaged { throw StorageError(.internal, "planted: it is broken") }
        if has(.runsOutOfReaders), readers > 9 {
            throw StorageError(.unavailable, "planted: no reader is left")
        }
    }

    /// The bytes, in a content that may turn out wrong later.
    func opened(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content {
        let content = try await base.open(id, range)
        switch defect {
        case .statesTheWholeLength where range != nil:
            let size = try await base.stat(id).size
            return .stream(ByteStream(length: size) { try await content.stream.next() })
        case .sharesRanges:
            past.withLock { $0.range = range }
            return .stream(lazily { [self] in try await base.open(id, past.withLock { $0.range }) })
        case .endsEarlyWhenDeleted:
            let stream = content.stream
            return .stream(
                ByteStream(length: stream.length) { [self] in
                    let isGone = past.withLock { $0.deleted.values.contains { $0.id == id } }
                    return isGone ? nil : try await stream.next()
                })
        case .runsOutOfReaders:
            past.withLock { $0.openReaders += 1 }
            let stream = content.stream
            return .stream(
                ByteStream(length: stream.length) { [self] in
                    let chunk = try await stream.next()
                    if chunk == nil { past.withLock { $0.openReaders -= 1 } }
                    return chunk
                })
        default: return content
        }
    }

    /// A stream that is opened with its first pull.
    private func lazily(_ open: @escaping @Sendable () async throws -> Content) -> ByteStream {
        let kept = Mutex<ByteStream?>(nil)
        return ByteStream(length: nil) {
            if let stream = kept.withLock({ $0 }) { return try await stream.next() }
            let stream = try await open().stream
            kept.withLock { $0 = stream }
            return try await stream.next()
        }
    }
}
