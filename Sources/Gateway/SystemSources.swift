import Crypto
public import Raster

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The machine's clocks.
public struct SystemClock: WallClock {
    /// The machine's clocks.
    public init() {}

    /// `CLOCK_REALTIME`, to the millisecond.
    public func now() -> Timestamp {
        let time = Self.read(CLOCK_REALTIME)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// `CLOCK_MONOTONIC`.
    public func monotonic() -> Duration {
        let time = Self.read(CLOCK_MONOTONIC)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }

    private static func read(_ clock: clockid_t) -> timespec {
        var time = timespec()
        clock_gettime(clock, &time)
        return time
    }
}

/// The libraries that the use cases rest on.
public enum SystemLibraries {
    /// The name and version of the cryptographic one.
    public static var cryptography: String { CryptoLibrary.version }
}

/// The system's random source (`getrandom` on Linux).
public struct SystemRandom: RandomSource {
    /// The system's random source.
    public init() {}

    /// `count` unpredictable bytes.
    public func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 8)
        // Eight at once: each question goes to the kernel.
        while bytes.count < count { withUnsafeBytes(of: generator.next()) { bytes.append(contentsOf: $0) } }
        return Array(bytes.prefix(count))
    }
}

/// The machine's time.
public struct SystemSleeper: Sleeper {
    /// The machine's time.
    public init() {}

    /// Returns when `duration` is over, or the task is cancelled.
    public func wait(for duration: Duration) async { try? await Task.sleep(for: duration) }
}
