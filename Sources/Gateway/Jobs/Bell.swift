import Synchronization

/// Wakes who waits; rung while nobody does, it wakes the next one at once.
final class Bell: Sendable {
    private struct State {
        var isRung = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// Wakes everyone who waits, or the next one.
    func ring() {
        let waiting = state.withLock { state in
            state.isRung = state.waiting.isEmpty
            defer { state.waiting = [] }
            return state.waiting
        }
        for waiter in waiting { waiter.resume() }
    }

    /// Returns with the next ring, or with the one that nobody heard.
    func wait() async {
        await withCheckedContinuation { continuation in
            let wasRung = state.withLock { state in
                if !state.isRung { state.waiting.append(continuation) }
                defer { state.isRung = false }
                return state.isRung
            }
            if wasRung { continuation.resume() }
        }
    }
}
