import Synchronization

/// What is being worked on in this process now, so that nobody else takes it up.
final class InFlight<Element: Hashable & Sendable>: Sendable {
    private struct State {
        var elements: Set<Element> = []
        /// Who wants an element next, in the order in which they came.
        var waiting: [Element: [CheckedContinuation<Void, Never>]] = [:]

        /// Gives `element` back, or to the next who wants it.
        mutating func release(_ element: Element) -> CheckedContinuation<Void, Never>? {
            guard var queue = waiting[element] else {
                elements.remove(element)
                return nil
            }
            let next = queue.removeFirst()
            waiting[element] = queue.isEmpty ? nil : queue
            return next
        }
    }

    private let state = Mutex(State())

    /// Takes `element`; `false` where someone else holds it.
    func claim(_ element: Element) -> Bool { state.withLock { $0.elements.insert(element).inserted } }

    /// Gives `element` back.
    func release(_ element: Element) { state.withLock { $0.release(element) }?.resume() }

    /// Whether someone holds `element`.
    func contains(_ element: Element) -> Bool { state.withLock { $0.elements.contains(element) } }

    /// Whether someone waits for `element`, so that whoever holds it makes haste.
    func isAwaited(_ element: Element) -> Bool { state.withLock { $0.waiting[element] != nil } }

    /// Runs `body` while `taken` are held; none of them may be held by someone else.
    func holding<Value>(_ taken: [Element], _ body: () async throws -> Value) async rethrows -> Value {
        state.withLock { $0.elements.formUnion(taken) }
        defer { for element in taken { release(element) } }
        return try await body()
    }

    /// Runs `body` once all of `wanted` are held, whoever holds them now.
    func waiting<Value>(
        for wanted: Set<Element>, _ body: () async throws -> Value
    ) async rethrows -> Value where Element: Comparable {
        // In one order, so that no two wait for each other.
        let wanted = wanted.sorted()
        for element in wanted { await take(element) }
        defer { for element in wanted { release(element) } }
        return try await body()
    }

    private func take(_ element: Element) async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard !state.elements.insert(element).inserted else { return true }
                state.waiting[element, default: []].append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }
}
