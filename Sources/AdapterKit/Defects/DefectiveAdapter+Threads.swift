import Raster
import Synchronization

extension DefectiveAdapter: TrashBin, CommentThreads {
    var trash: (any TrashBin)? { self }
    var comments: (any CommentThreads)? { self }
    var retention: Duration { has(.keepsForNoTime) ? .zero : base.retention }

    func discard(_ id: NativeID) async throws(StorageError) {
        if has(.discardsForGood) { return try await base.delete(id) }
        do throws(StorageError) { try await base.discard(id) } catch {
            guard has(.discardsTheUnknown) else { throw error }
        }
    }

    func restore(_ id: NativeID) async throws(StorageError) {
        if has(.staysInTheBin), base.isDiscarded(id) { return }
        do throws(StorageError) { try await base.restore(id) } catch {
            guard has(.restoresTheLive), error.kind == .preconditionFailed else { throw error }
        }
    }

    func comments(on id: NativeID) async throws(StorageError) -> [NativeComment] {
        do throws(StorageError) {
            let comments = try await base.comments(on: id)
            return has(.listsNewestFirst) ? comments.reversed() : comments
        } catch {
            guard has(.commentsOnTheUnknown) else { throw error }
            return []
        }
    }

    func add(_ text: String, to id: NativeID) async throws(StorageError) -> NativeComment {
        let kept = has(.trimsComments) && text.hasPrefix(" ") ? String(text.dropFirst()) : text
        return try await base.add(kept, to: id)
    }

    func edit(_ comment: NativeID, on id: NativeID, _ text: String) async throws(StorageError)
        -> NativeComment
    {
        let before = try await base.comments(on: id).first { $0.id == comment }
        if has(.ignoresEdits), let before { return before }
        do throws(StorageError) { return try await base.edit(comment, on: id, text) } catch {
            guard has(.editsTheGone) else { throw error }
            return try await base.add(text, to: id)
        }
    }

    func remove(_ comment: NativeID, on id: NativeID) async throws(StorageError) {
        if has(.ignoresRemovals) { return }
        try await base.remove(comment, on: id)
    }
}
