public import Raster

/// Notices when the wall clock leaps ahead of the monotonic one, so that no trash is purged before its time.
///
/// A clock that was set a month ahead by mistake would otherwise empty every trash at once (CONTRACT 2). The
/// purge stands still as long as the leap lasts, and goes on when the clock is back or the gateway restarted.
public struct LeapGuard: Sendable {
    /// How far ahead is still taken for drift and leap seconds.
    static let tolerance = Duration.seconds(3600)
    private let clock: any WallClock
    private let wallAtStart: Timestamp
    private let monotonicAtStart: Duration

    /// A guard that takes the clocks to be right now.
    public init(_ clock: any WallClock) {
        self.clock = clock
        wallAtStart = clock.now()
        monotonicAtStart = clock.monotonic()
    }

    /// Whether the wall clock is further ahead than the time that has really passed explains.
    public var hasLeapt: Bool {
        let passed = clock.monotonic() - monotonicAtStart
        return clock.now() > wallAtStart + passed + Self.tolerance
    }
}
