import Raster
import Synchronization

/// Remembers where pages lay that cost a long walk, so that the next one begins there.
///
/// What it remembers holds for one revision of the libraries: after any change to them it is not found any more,
/// and goes when others come. It takes no more than some hundred KiB.
final class PageMarks: Sendable {
    /// A walk along lists, past what does not match.
    struct Walk: Hashable {
        /// The libraries and their revisions.
        let libraries: [LibraryKey: Int64]
        /// Tags, in order.
        let tags: [Int64]
        /// The words that are searched for.
        let words: String
    }

    private struct Marks {
        /// By offset; the oldest go first.
        var places: [(offset: Int, position: AssetPosition)] = []
        var lastUse = 0
    }

    private struct State {
        var walks: [Walk: Marks] = [:]
        var uses = 0
    }

    private static let walkLimit = 64
    private static let placeLimit = 64

    private let state = Mutex(State())

    /// The nearest place known at or before `offset`, and how many matches lie between.
    func place(of offset: Int, in walk: Walk) -> (AssetPosition, rest: Int) {
        let known = state.withLock { state in
            state.uses += 1
            state.walks[walk]?.lastUse = state.uses
            return state.walks[walk]?.places.filter { $0.offset <= offset }.max { $0.offset < $1.offset }
        }
        guard let known else { return (.start, offset) }
        return (known.position, offset - known.offset)
    }

    /// Notes where the first and the last of `assets` stand, a page after the first `offset` matches.
    func note(_ assets: [Asset], at offset: Int, in walk: Walk) {
        guard let first = assets.first, let last = assets.last else { return }
        state.withLock { state in
            state.uses += 1
            if state.walks[walk] == nil { Self.makeRoom(&state.walks) }
            var marks = state.walks[walk] ?? Marks()
            marks.lastUse = state.uses
            marks.places.append((offset, AssetPosition(first)))
            marks.places.append((offset + assets.count - 1, AssetPosition(last)))
            marks.places.removeFirst(max(0, marks.places.count - Self.placeLimit))
            state.walks[walk] = marks
        }
    }

    private static func makeRoom(_ walks: inout [Walk: Marks]) {
        guard walks.count >= walkLimit else { return }
        if let stale = walks.min(by: { $0.value.lastUse < $1.value.lastUse }) { walks[stale.key] = nil }
    }
}
