import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The time that a fake lives in.
public struct FakeTime: Sendable {
    /// Milliseconds since 1970.
    public var now: @Sendable () -> Int
    /// Lets time pass, or returns at once where the task is cancelled.
    public var wait: @Sendable (Duration) async -> Void

    /// A time of these two.
    public init(now: @escaping @Sendable () -> Int, wait: @escaping @Sendable (Duration) async -> Void) {
        (self.now, self.wait) = (now, wait)
    }

    /// The system's.
    public static let system = FakeTime(now: systemMilliseconds) { try? await Task.sleep(for: $0) }

    /// A clock that stands at a moment, and waits that take no time.
    public static func standing(at milliseconds: Int) -> FakeTime {
        FakeTime(now: { milliseconds }, wait: { _ in })
    }

    /// Waits as good as for ever: until the task is cancelled.
    func stall() async { await wait(.seconds(86_400)) }
}

@Sendable private func systemMilliseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
}

/// A clock that can be put forward or back.
public final class FakeClock: Sendable {
    private let time: FakeTime
    private let shift = Atomic(0)

    /// The clock of `time`, not shifted.
    public init(_ time: FakeTime) { self.time = time }

    /// Milliseconds since 1970.
    public var now: Int { time.now() + offset }

    /// By how many milliseconds it is ahead of the time; setting it puts the clock.
    public var offset: Int {
        get { shift.load(ordering: .relaxed) }
        set { shift.store(newValue, ordering: .relaxed) }
    }
}

/// Moments as texts of RFC 3339.
public enum Moment {
    /// `2026-01-15T10:30:00Z`, or with `fraction` `2026-01-15T10:30:00.792Z`; otherwise what is less than a second is
    /// dropped.
    public static func text(milliseconds: Int, fraction: Bool = false) -> String {
        var seconds = time_t(milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        let date = "\(padded(parts.tm_year + 1900, 4))-\(padded(parts.tm_mon + 1))-\(padded(parts.tm_mday))"
        let rest = fraction ? "." + padded(Int32((milliseconds % 1000 + 1000) % 1000), 3) : ""
        return "\(date)T\(padded(parts.tm_hour)):\(padded(parts.tm_min)):\(padded(parts.tm_sec))\(rest)Z"
    }

    /// Milliseconds since 1970 of `2026-01-15T10:30:00Z`, with or without a fraction; `nil` for other forms.
    public static func milliseconds(_ text: String) -> Int? {
        guard text.hasSuffix("Z") else { return nil }
        let numbers = text.dropLast().split { "-T:.".contains($0) }.map { Int($0) }
        guard (6...7).contains(numbers.count), text.dropFirst(4).first == "-" else { return nil }
        let values = numbers.compactMap { $0 }
        guard values.count == numbers.count else { return nil }
        var parts = tm()
        parts.tm_year = Int32(clamping: values[0] - 1900)
        parts.tm_mon = Int32(clamping: values[1] - 1)
        parts.tm_mday = Int32(clamping: values[2])
        parts.tm_hour = Int32(clamping: values[3])
        parts.tm_min = Int32(clamping: values[4])
        parts.tm_sec = Int32(clamping: values[5])
        return timegm(&parts) * 1000
    }

    private static func padded(_ number: Int32, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
