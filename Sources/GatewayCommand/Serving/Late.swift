import Synchronization

/// A value that is set once, later.
final class Late<Value: Sendable>: Sendable {
    private let held = Mutex<Value?>(nil)

    /// The value, once it was set.
    var value: Value? { held.withLock { $0 } }

    /// Sets the value; only the first time counts.
    func set(_ value: Value) { held.withLock { $0 = $0 ?? value } }
}
