public import Bytes

/// What a GET or HEAD of a stored representation is answered with, its conditions considered.
public enum Delivery: Sendable, Equatable {
    /// All of it: 200.
    case full
    /// A part: 206.
    case partial(ByteRange)
    /// Nothing, the client has it: 304.
    case notModified
    /// Nothing, the range lies outside: 416.
    case unsatisfiable

    /// Evaluates the conditions in the order of RFC 9110, 13.2.2.
    ///
    /// `If-None-Match` compares weakly and shadows `If-Modified-Since`; `If-Range` wants a strong tag or the exact
    /// date, else `Range` is ignored; `Range` counts for GET only. `If-Match` and `If-Unmodified-Since` are not
    /// looked at: their answer, 412, is for changes.
    public static func evaluate(
        method: HTTPMethod, fields: HTTPFields, etag: ETag?, lastModified: HTTPDate?, size: Int
    ) -> Delivery {
        guard method == .get || method == .head else { return .full }
        if isUnchanged(fields, etag, lastModified) { return .notModified }
        let ranges = fields.all("Range")
        guard method == .get, ranges.count == 1, rangeApplies(fields, etag, lastModified) else {
            return .full
        }
        return switch RangeHeader.parse(ranges[0], size: size) {
        case .ignored: .full
        case .satisfiable(let range): .partial(range)
        case .unsatisfiable: .unsatisfiable
        }
    }

    private static func isUnchanged(_ fields: HTTPFields, _ etag: ETag?, _ lastModified: HTTPDate?) -> Bool {
        let tags = fields.all("If-None-Match")
        guard tags.isEmpty else {
            return ETagCondition(tags.joined(separator: ", "))?.includes(etag) ?? false
        }
        guard let since = fields["If-Modified-Since"], let since = HTTPDate(parsing: since), let lastModified
        else { return false }
        return lastModified <= since
    }

    private static func rangeApplies(_ fields: HTTPFields, _ etag: ETag?, _ lastModified: HTTPDate?) -> Bool {
        guard let condition = fields["If-Range"] else { return true }
        if let tag = ETag(parsing: condition) { return etag?.stronglyMatches(tag) ?? false }
        guard let lastModified, let date = HTTPDate(parsing: condition) else { return false }
        return date == lastModified
    }
}
