import Synchronization

/// Lets one at a time work on something, the others in the order in which they came.
final class Turns<Element: Hashable & Sendable>: Sendable {
    private struct Waiter {
        let number: Int
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var next = 0
        /// What is worked on, with those who wait for it.
        var queues: [Element: [Waiter]] = [:]
    }

    private let state = Mutex(State())

    /// Runs `body` when nobody else works on `element`; throws `CancellationError` where the task is cancelled first.
    func holding<Value>(_ element: Element, _ body: () async throws -> Value) async throws -> Value {
        guard await take(element) else { throw CancellationError() }
        defer { pass(element) }
        return try await body()
    }

    private func take(_ element: Element) async -> Bool {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isFree = state.withLock { state in
                    guard state.queues[element] != nil else {
                        state.queues[element] = []
                        return true
                    }
                    state.queues[element]?.append(Waiter(number: number, continuation: continuation))
                    return false
                }
                if isFree { return continuation.resume(returning: true) }
                // Cancelled before it stood in the queue: nobody else would send it away.
                if Task.isCancelled { leave(element, number) }
            }
        } onCancel: {
            leave(element, number)
        }
    }

    private func leave(_ element: Element, _ number: Int) {
        let waiter = state.withLock { state -> Waiter? in
            guard let index = state.queues[element]?.firstIndex(where: { $0.number == number }) else {
                return nil
            }
            return state.queues[element]?.remove(at: index)
        }
        waiter?.continuation.resume(returning: false)
    }

    private func pass(_ element: Element) {
        let next = state.withLock { state -> Waiter? in
            guard let queue = state.queues[element], !queue.isEmpty else {
                state.queues[element] = nil
                return nil
            }
            return state.queues[element]?.removeFirst()
        }
        next?.continuation.resume(returning: true)
    }
}
