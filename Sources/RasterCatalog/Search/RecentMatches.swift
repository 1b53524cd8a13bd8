import Synchronization

/// Remembers what the last searches found, for their other pages; a few MiB at most.
final class RecentMatches: Sendable {
    private let limit: Int
    /// The one used last comes last.
    private let recent = Mutex<[(walk: PageMarks.Walk, rows: RowSet)]>([])

    /// Remembers no more than `limit` bytes.
    init(limit: Int) { self.limit = limit }

    /// What `walk` found, where that is remembered.
    func rows(of walk: PageMarks.Walk) -> RowSet? {
        recent.withLock { recent in
            guard let index = recent.firstIndex(where: { $0.walk == walk }) else { return nil }
            recent.append(recent.remove(at: index))
            return recent.last?.rows
        }
    }

    /// Remembers that `walk` finds `rows`, unless that takes all the room there is.
    func note(_ rows: RowSet, of walk: PageMarks.Walk) {
        guard rows.size <= limit / 2 else { return }
        recent.withLock { recent in
            recent.removeAll { $0.walk == walk }
            recent.append((walk, rows))
            var size = recent.reduce(0) { $0 + $1.rows.size }
            while size > limit { size -= recent.removeFirst().rows.size }
        }
    }
}
