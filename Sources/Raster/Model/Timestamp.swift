/// A moment on the wall clock: milliseconds since 1970-01-01 UTC, as every Raster answer counts them.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01 UTC.
    public let milliseconds: Int64

    /// The moment `milliseconds` after 1970-01-01 UTC.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// 1970-01-01 UTC, before everything.
    public static let epoch = Timestamp(milliseconds: 0)

    /// Earlier moments come first.
    public static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

    /// The moment `duration` later, to the millisecond.
    public static func + (moment: Self, duration: Duration) -> Self {
        Self(milliseconds: moment.milliseconds + duration.milliseconds)
    }

    /// The moment `duration` earlier, to the millisecond.
    public static func - (moment: Self, duration: Duration) -> Self {
        Self(milliseconds: moment.milliseconds - duration.milliseconds)
    }
}

extension Duration {
    /// Whole milliseconds, the rest dropped.
    public var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }

    /// `count` days of 24 hours.
    public static func days(_ count: Int) -> Duration { .seconds(count * 86_400) }
}
