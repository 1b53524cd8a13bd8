import Raster
import Synchronization

extension DefectiveAdapter: TrashBin, CommentThreads {
    var trash: (any TrashBin)? { self }
    var comments: (any CommentThreads)? { self }
    var retention: Duration { has(.keepsForNoTime) ? .zero : base.retention }

    func discard(_ id: NativeID) async throws(StorageError) {
        if has(.discardsForGood) { return try await base.delete(id) }
        if has(.discardsOnce), !past.withLock({ $0.discarded.insert(id).inserted }) {
            throw StorageError(.preconditionFailed, "planted: once is enough")
        }
        if has(.discardsTwins), let twin = past.withLock({ $0.keys.first { $0.id != id } }) {
            try? await base.discard(twin.id)
        }
        do throws(StorageError) { try await base.discard(id) } catch {
            guard has(.discardsTheUnknown) else { throw error }
        }
    }

    func restore(_ id: NativeID) async throws(StorageError) {
        if has(.staysInTheBin), base.isDiscarded(id) { return }
        if has(.forgetsOnRestoring) { try await forgetTexts(of: id) }
        do throws(StorageError) { try await base.restore(id) } catch {
            guard has(.restoresTheLive), error.kind == .preconditionFailed else { throw error }
        }
    }

    func comments(on id: NativeID) async throws(StorageError) -> [NativeComment] {
        do throws(StorageError) {
            let comments = try await base.comments(on: id)
            return listed(comments, id)
        } catch {
            guard has(.commentsOnTheUnknown) else { throw error }
            return []
        }
    }

    func add(_ text: String, to id: NativeID) async throws(StorageError) -> NativeComment {
        let kept = has(.trimsComments) && text.hasPrefix(" ") ? String(text.dropFirst()) : text
        let comment = try await base.add(has(.cutsComments) ? String(kept.prefix(500)) : kept, to: id)
        return listed([comment], id).first { $0.text == comment.text } ?? comment
    }

    func edit(_ comment: NativeID, on id: NativeID, _ text: String) async throws(StorageError)
        -> NativeComment
    {
        let before = try await base.comments(on: id).first { $0.id == comment }
        if has(.ignoresEdits), let before { return before }
        do throws(StorageError) { return edited(try await base.edit(comment, on: id, text), before) } catch {
            guard has(.editsTheGone) else { throw error }
            return try await base.add(text, to: id)
        }
    }

    func remove(_ comment: NativeID, on id: NativeID) async throws(StorageError) {
        if has(.ignoresRemovals) || has(.mixesThreads) && !isFirstThread(id) { return }
        if has(.removesAllComments) {
            for other in try await base.comments(on: id) where other.id != comment {
                try await base.remove(other.id, on: id)
            }
        }
        try await base.remove(comment, on: id)
    }
}
