public import HTTPCore
public import Raster

extension Timestamp {
    /// The moment in `value`: text as ``init(rfc3339:)`` reads it, or a number of seconds or milliseconds since 1970.
    ///
    /// A number below 100,000,000,000 counts seconds, which lasts until the year 5138; as milliseconds it would be
    /// before 1973. `nil` for anything else.
    public init?(json value: JSONValue?) {
        switch value {
        case .string(let text): self.init(rfc3339: text)
        case .number(let number):
            guard let count = number.double, count.magnitude < Self.countLimit else { return nil }
            self.init(milliseconds: Int64(count.magnitude < Self.secondsLimit ? count * 1000 : count))
        default: return nil
        }
    }

    private static let secondsLimit = 100_000_000_000.0
    /// The same year 5138 in milliseconds.
    private static let countLimit = 100_000_000_000_000.0
}
