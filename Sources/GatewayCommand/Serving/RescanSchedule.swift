/// When an adopted folder is to be scanned again; times are those of a clock that never leaps.
struct RescanSchedule {
    /// Between the end of a scan and the next one; `nil` for never.
    let interval: Duration?

    /// Whether a scan is due at `now`, after one that was asked for at `asked` and went as `last` says.
    ///
    /// Counted from the end of the last scan, so that one of hours is not followed by the next at once.
    func isDue(at now: Duration, asked: Duration?, last: ScanReporter.Last?) -> Bool {
        guard let asked else { return true }
        guard let pause = last.flatMap({ Self.pause(after: $0.failures) }) ?? interval else { return false }
        return now - max(asked, last?.ended ?? asked) >= pause
    }

    /// A disk that was away may be back soon, and until then nothing is to be seen of its files: so it is looked for
    /// every minute at first, and every hour in the end.
    private static func pause(after failures: Int) -> Duration? {
        failures == 0 ? nil : min(.seconds(60 << min(failures - 1, 6)), .seconds(3600))
    }
}
