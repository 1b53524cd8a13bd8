import Raster

/// Compares comments of the catalog with those that a backend keeps of the same asset: a pure function.
struct CommentComparison {
    /// What the backend has, oldest first.
    let natives: [NativeComment]
    /// What was sent by then has shown its effect, if it ever will.
    let settled: Timestamp
    /// How many comments of the backend the catalog takes.
    var room = Rules.takenComments

    /// What the catalog has to change, for which it `known`; comments it does not know are named by `identify`.
    func merge(with known: [KnownComment], identify: () -> CommentID) -> CommentMerge {
        var merge = CommentMerge()
        let ids = Set(natives.map(\.id))
        let linked = Dictionary(known.compactMap(\.linked)) { first, _ in first }
        for native in natives {
            guard let row = linked[native.id], !row.comment.says(native) else { continue }
            merge.changes.append(CommentMerge.Pair(row.comment.id, native))
        }
        // What was just written may not show up yet.
        merge.vanished = known.filter { row in
            row.native.map { !ids.contains($0) } ?? false && row.comment.created <= settled
        }.map(\.comment.id)
        var free = natives.filter { linked[$0.id] == nil }
        for row in known where row.isUnresolved {
            if let native = free.takeFirst(saying: row.comment.text) {
                merge.links.append(CommentMerge.Pair(row.comment.id, native))
            } else if row.sent.map({ $0 <= settled }) ?? true {
                merge.withdrawn.append(row.comment.id)
            }
        }
        let room = max(0, room - linked.count)
        merge.additions = free.prefix(room).map { CommentMerge.Pair(identify(), $0) }
        return merge
    }

    /// Comments that everyone sees and that the backend turns out to have, though nobody had tied them together.
    func links(of known: [KnownComment]) -> [CommentMerge.Pair] {
        let linked = Set(known.compactMap(\.native))
        var free = natives.filter { !linked.contains($0.id) }
        return known.filter { $0.native == nil && !$0.isPending }.compactMap { row in
            free.takeFirst(saying: row.comment.text).map { CommentMerge.Pair(row.comment.id, $0) }
        }
    }
}

extension KnownComment {
    /// Whether nobody knows whether the backend has it.
    var isUnresolved: Bool { native == nil && (isPending || sent != nil) }

    /// The backend's identifier with the comment, where it has one.
    fileprivate var linked: (NativeID, KnownComment)? { native.map { ($0, self) } }
}

extension Comment {
    /// Whether it says what `native` says.
    func says(_ native: NativeComment) -> Bool { text.isSpelled(like: native.text) }
}

extension [NativeComment] {
    /// Takes out the first that says `text`.
    fileprivate mutating func takeFirst(saying text: String) -> NativeComment? {
        firstIndex { text.isSpelled(like: $0.text) }.map { remove(at: $0) }
    }
}

extension String {
    /// Whether it is what Raster makes of a backend's `text`, by bytes.
    fileprivate func isSpelled(like text: String) -> Bool {
        utf8.elementsEqual(Rules.nativeComment(text).utf8)
    }
}
