import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Looks now and then whether a database's file is still in its place, for those who ask all the time.
///
/// A look is a call of the system, which costs as much as the rest of a remembered answer; so what a look found
/// counts for a few milliseconds. Whoever acknowledges a write looks for itself.
public final class PresenceWatch: Sendable {
    private let file: DatabaseFile
    private let interval: UInt64
    private let looked = Atomic<UInt64>(0)
    private let found = Atomic<Bool>(true)

    /// A watch over `file` that believes what it found for `milliseconds`.
    public init(_ file: DatabaseFile, milliseconds: UInt64 = 5) {
        self.file = file
        interval = milliseconds * 1_000_000
    }

    /// Whether the file was gone or replaced at the last look.
    public var hasMoved: Bool {
        let now = Self.now
        if now &- looked.load(ordering: .relaxed) > interval || interval == 0 {
            looked.store(now, ordering: .relaxed)
            found.store(!file.hasMoved, ordering: .releasing)
        }
        return !found.load(ordering: .acquiring)
    }

    /// Nanoseconds since some moment, to a few milliseconds, read without a call of the system.
    private static var now: UInt64 {
        var time = timespec()
        #if canImport(Glibc)
            clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
        #else
            clock_gettime(CLOCK_MONOTONIC_RAW_APPROX, &time)
        #endif
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
