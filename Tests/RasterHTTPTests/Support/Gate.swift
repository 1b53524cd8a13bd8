/// Holds a body back until a test lets it go.
actor Gate {
    private var isOpen = false
    private var passed = false
    private var waiting: CheckedContinuation<Void, Never>?
    private var watching: CheckedContinuation<Void, Never>?
    private var hasArrived = false

    /// Waits for ``open()``, once; `false` afterwards.
    func pass() async -> Bool {
        guard !passed else { return false }
        passed = true
        hasArrived = true
        watching?.resume()
        if !isOpen { await withCheckedContinuation { waiting = $0 } }
        return true
    }

    func arrived() async {
        if !hasArrived { await withCheckedContinuation { watching = $0 } }
    }

    func open() {
        isOpen = true
        waiting?.resume()
    }
}
