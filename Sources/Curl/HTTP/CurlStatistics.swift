import Synchronization

/// What a ``CurlEngine`` does and has done.
public struct CurlStatistics: Sendable, Equatable {
    /// Exchanges that libcurl has under way now.
    public var transfers = 0
    /// Exchanges that were begun.
    public var started = 0
    /// Connections that were opened.
    public var connections = 0
    /// How often a direction paused, because its other side was slower.
    public var pauses = 0
    /// Bytes of bodies that wait in memory now.
    public var bufferedBytes = 0
    /// The most of them there ever were.
    public var peakBufferedBytes = 0
}

/// The counters behind ``CurlStatistics``.
final class CurlCounters: Sendable {
    /// Exchanges that somebody still refers to, be it for the rest of their answer.
    let open = Atomic<Int>(0)
    let transfers = Atomic<Int>(0)
    let started = Atomic<Int>(0)
    let connections = Atomic<Int>(0)
    let pauses = Atomic<Int>(0)
    private let buffered = Atomic<Int>(0)
    private let peak = Atomic<Int>(0)

    /// Notes that `count` more bytes wait, or fewer.
    func buffer(_ count: Int) {
        guard count != 0 else { return }
        let now = buffered.wrappingAdd(count, ordering: .relaxed).newValue
        if count > 0 { peak.max(now, ordering: .relaxed) }
    }

    var snapshot: CurlStatistics {
        CurlStatistics(
            transfers: transfers.load(ordering: .relaxed), started: started.load(ordering: .relaxed),
            connections: connections.load(ordering: .relaxed), pauses: pauses.load(ordering: .relaxed),
            bufferedBytes: buffered.load(ordering: .relaxed), peakBufferedBytes: peak.load(ordering: .relaxed)
        )
    }
}
