/// Sees when an exchange moves too few bytes for too long.
///
/// Pure: the times are given, as spans from one moment in the past.
struct ProgressWatch {
    /// Fewer bytes than this in ``window`` are a stall.
    let bytes: Int
    let window: Duration
    private var baseline = 0
    /// When it has to be looked at next; `nil` before it began.
    private(set) var due: Duration?

    init(bytes: Int, window: Duration) {
        self.bytes = bytes
        self.window = window
    }

    /// Begins a window at `now`, where `count` bytes have moved so far.
    mutating func begin(at now: Duration, _ count: Int) {
        baseline = count
        due = now + window
    }

    /// Whether the exchange has stalled; `wasHeld` is whether this side held it up since the window began.
    mutating func stalls(at now: Duration, _ count: Int, wasHeld: Bool) -> Bool {
        guard let due, now >= due else { return false }
        guard wasHeld || count - baseline >= bytes else { return true }
        begin(at: now, count)
        return false
    }
}
