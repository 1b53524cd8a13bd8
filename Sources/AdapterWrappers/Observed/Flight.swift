import Synchronization

/// A call on its way, counted as such until it ends, at the latest when nobody holds it any longer.
final class Flight: Sendable {
    private let level: AdapterFigures.Level
    private let isOver = Atomic(false)
    private let count = Atomic(0)

    init(_ level: AdapterFigures.Level) {
        self.level = level
        level.add(1)
    }

    deinit { end() }

    func end() {
        if !isOver.exchange(true, ordering: .acquiringAndReleasing) { level.add(-1) }
    }

    /// Bytes that it has brought.
    var bytes: Int { count.load(ordering: .relaxed) }

    func add(_ bytes: Int) { count.wrappingAdd(bytes, ordering: .relaxed) }
}
