/// When a library is to be compared with its backend again.
struct SyncSchedule {
    /// How long after a comparison that was interrupted, or lied to, the next one comes at the latest.
    static let retry = Duration.seconds(600)

    /// Between the end of a comparison and the next one; `nil` for never.
    let interval: Duration?

    /// Whether a comparison is due, so long after the last one ended, or failed, and after one was last asked for in
    /// this process; `nil` for not yet.
    ///
    /// Counted from the end of the last one, so that one of hours is not followed by the next at once.
    func isDue(sinceEnd: Duration, sinceAsked: Duration?, hasFailed: Bool) -> Bool {
        guard let interval else { return false }
        let pause = hasFailed ? min(interval, Self.retry) : interval
        return sinceEnd >= pause && sinceAsked ?? pause >= pause
    }
}
