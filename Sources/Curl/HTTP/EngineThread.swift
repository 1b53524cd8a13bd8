import Bytes

/// The end of the thread, which any number of tasks may wait for.
final class EngineEnd: Sendable {
    private let state = Lock<(isOver: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))

    /// It is over: the thread's last deed.
    func arrive() {
        let waiting = state.withLock { state in
            defer { state = (true, []) }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if !state.isOver { state.waiting.append(continuation) }
                return state.isOver
            }
            if isOver { continuation.resume() }
        }
    }
}
