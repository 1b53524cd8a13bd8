import Bytes
import Raster
import Synchronization

extension DefectiveAdapter {
    /// Reads what comes and makes the wrong thing of it when it is not what was promised.
    func storeBadly(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        let (bytes, failure) = await received(content, draft)
        let isCancelled = Task.isCancelled
        switch defect {
        case .padsShortBodies where failure == nil && bytes.count < draft.size:
            return try await keep(draft, bytes + Array(repeating: 0, count: draft.size - bytes.count))
        case .cutsLongBodies where bytes.count > draft.size:
            return try await keep(draft, Array(bytes.prefix(draft.size)))
        case .leavesShortBodies where failure == nil && bytes.count < draft.size,
            .leavesLongBodies where bytes.count > draft.size:
            _ = try await keep(draft, bytes)
            throw StorageError(.invalid, "planted: the wrong length")
        case .keepsBrokenBodies where failure != nil: return try await keep(draft, bytes)
        case .leavesBrokenBodies where failure != nil:
            _ = try await keep(draft, bytes)
            throw StorageError(.internal, "planted: broken off")
        case .ignoresCancellation where isCancelled: return try await keep(draft, bytes)
        case .leavesCancelledBodies where isCancelled:
            _ = try await keep(draft, bytes)
            throw StorageError(.cancelled, "planted: cancelled")
        case .miscallsCancellation where isCancelled:
            throw StorageError(.internal, "planted: cancelled")
        case .readsOnAndOn where failure != nil: throw StorageError(.internal, "planted: it does not end")
        default: return try await replay(draft, bytes, failure)
        }
    }

    /// All bytes, or so many more than were promised that it makes no difference.
    private func received(_ content: Content, _ draft: AssetDraft) async -> ([UInt8], StorageError?) {
        var bytes: [UInt8] = []
        do {
            let stream = content.stream
            while has(.readsOnAndOn) || bytes.count < draft.size + 1_000_000,
                let chunk = try await stream.next()
            {
                bytes += chunk
            }
            return (bytes, nil)
        } catch { return (bytes, StorageError(wrapping: error)) }
    }

    /// Stores `bytes` whatever was promised and whoever has gone.
    private func keep(_ draft: AssetDraft, _ bytes: [UInt8]) async throws(StorageError) -> NativeAsset {
        var draft = draft
        draft.size = bytes.count
        let kept = draft
        let result = await Task.detached { [base] () -> Result<NativeAsset, StorageError> in
            do throws(StorageError) {
                return .success(try await base.create(kept, .stream(ByteStream(bytes))))
            } catch { return .failure(error) }
        }.value
        return try result.get()
    }

    /// Stores as a correct adapter would.
    private func replay(_ draft: AssetDraft, _ bytes: [UInt8], _ failure: StorageError?)
        async throws(StorageError) -> NativeAsset
    {
        if let failure { throw failure }
        return try await base.create(draft, .stream(ByteStream(bytes)))
    }

    /// Makes a second asset of a repeat, or replaces the first.
    func storeAgain(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        let (bytes, failure) = await received(content, draft)
        do throws(StorageError) { return try await replay(draft, bytes, failure) } catch {
            guard error.kind == .alreadyExists, case .found(let first) = try await base.find(draft.key) else {
                throw error
            }
            var second = draft
            if has(.storesTwice) {
                second.key.asset = AssetID("\(first.id)\(past.withLock { $0.keys.count })")
            }
            if has(.overwrites) { try? await base.delete(first.id) }
            return try await base.create(second, .stream(ByteStream(bytes)))
        }
    }
}
