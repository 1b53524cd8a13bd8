import Synchronization

/// What is being worked on in this process now, so that nobody else takes it up.
final class InFlight<Element: Hashable & Sendable>: Sendable {
    private struct State {
        var elements: Set<Element> = []
        /// Who wants an element next, in the order in which they came.
        var waiting: [Element: [CheckedContinuation<Void, Never>]] = [:]
        /// What ends the work of those who make haste once an element is wanted.
        var hurries: [Element: @Sendable () -> Void] = [:]

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

    /// Runs `body` for whoever holds `element`; it is cancelled as soon as someone else waits for that.
    func hastening<Value: Sendable>(
        _ element: Element, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let task = Task { try await body() }
        let isAwaited = state.withLock { state in
            state.hurries[element] = { task.cancel() }
            return state.waiting[element] != nil
        }
        defer { state.withLock { _ = $0.hurries.removeValue(forKey: element) } }
        if isAwaited { task.cancel() }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

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
            let (isFree, hurry) = state.withLock { state -> (Bool, (@Sendable () -> Void)?) in
                guard !state.elements.insert(element).inserted else { return (true, nil) }
                state.waiting[element, default: []].append(continuation)
                return (false, state.hurries[element])
            }
            hurry?()
            if isFree { continuation.resume() }
        }
    }
}
