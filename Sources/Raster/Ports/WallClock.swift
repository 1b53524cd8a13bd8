/// Tells the time, so that tests can set it.
public protocol WallClock: Sendable {
    /// The wall clock's time, which may leap.
    func now() -> Timestamp
    /// Time since some fixed moment, which never leaps and stands still in no process.
    func monotonic() -> Duration
}

/// A source of bytes nobody can guess, so that tests can fix them.
public protocol RandomSource: Sendable {
    /// `count` unpredictable bytes.
    func bytes(_ count: Int) -> [UInt8]
}

/// Lets time pass, so that tests need not.
public protocol Sleeper: Sendable {
    /// Returns when `duration` is over, or the task is cancelled.
    func wait(for duration: Duration) async
}
