public import HTTPCore
public import Raster

/// The `Retry-After` of an answer (RFC 9110, 10.2.3).
public enum RetryAfter {
    /// The longest wait that is believed: an hour.
    public static let longest = Duration.seconds(3600)

    /// How long to wait from `now` on, at most ``longest``; `nil` where the answer does not say, or not in the form
    /// of seconds or of a date.
    public static func wait(in fields: HTTPFields, now: Timestamp) -> Duration? {
        guard let value = fields["Retry-After"] else { return nil }
        if let seconds = seconds(value) { return min(seconds, longest) }
        guard let date = HTTPDate(parsing: value) else { return nil }
        let wait = Int64(date.secondsSinceEpoch) * 1000 - now.milliseconds
        return min(max(.zero, .milliseconds(wait)), longest)
    }

    /// Any number of digits; what no integer holds is longer than anything that is believed.
    private static func seconds(_ value: String) -> Duration? {
        guard !value.isEmpty, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int32(value).map { .seconds(Int64($0)) } ?? longest
    }
}
