import Synchronization

/// What is being worked on in this process now, so that nobody else takes it up.
final class InFlight<Element: Hashable & Sendable>: Sendable {
    private let elements = Mutex<Set<Element>>([])

    /// Takes `element`; `false` where someone else holds it.
    func claim(_ element: Element) -> Bool { elements.withLock { $0.insert(element).inserted } }

    /// Gives `element` back.
    func release(_ element: Element) { _ = elements.withLock { $0.remove(element) } }

    /// Whether someone holds `element`.
    func contains(_ element: Element) -> Bool { elements.withLock { $0.contains(element) } }

    /// Runs `body` while `taken` are held; none of them may be held by someone else.
    func holding<Value>(_ taken: [Element], _ body: () async throws -> Value) async rethrows -> Value {
        elements.withLock { $0.formUnion(taken) }
        defer { elements.withLock { $0.subtract(taken) } }
        return try await body()
    }
}
