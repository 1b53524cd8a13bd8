import Raster

/// Merges two lists of events, both oldest first, into one page: a pure state machine.
struct HistoryMerge {
    /// The page so far.
    private(set) var events: [HistoryEvent] = []
    /// Where the next page begins.
    private(set) var cursor: HistoryCursor
    private var own: ArraySlice<RecordedEvent>
    private let limit: Int

    /// A page from `start` on; `own` are the gateway's events from there, one more than there is room for.
    init(own: [RecordedEvent], from start: HistoryCursor, limit: Int) {
        self.own = own[...]
        cursor = start
        self.limit = limit
    }

    /// Whether there is no room for more.
    var isFull: Bool { events.count >= limit }
    /// Whether nothing comes after it.
    var isComplete: Bool { cursor.native == .ended && own.isEmpty }

    /// The backend's page at which the cursor stands, and where the one after it begins.
    mutating func add(_ natives: [HistoryEvent], next: PageToken?) {
        guard case .page(let token, let skipped) = cursor.native else { return }
        var taken = skipped
        for native in natives.dropFirst(skipped) {
            takeOwn(until: native.created)
            if isFull { break }
            events.append(native)
            taken += 1
        }
        guard taken >= natives.count else {
            cursor.native = .page(token, skipping: taken)
            return
        }
        cursor.native = next.map { .page($0, skipping: 0) } ?? .ended
    }

    /// What comes after the backend's last event.
    mutating func finish() {
        if cursor.native == .ended { takeOwn(until: nil) }
    }

    private mutating func takeOwn(until moment: Timestamp?) {
        while !isFull, let first = own.first, moment.map({ first.event.created <= $0 }) ?? true {
            events.append(first.event)
            cursor.own = first.position
            own.removeFirst()
        }
    }
}
