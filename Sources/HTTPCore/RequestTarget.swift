/// What a request is about: the path, in decoded segments, and the query, not parsed yet.
///
/// The path is split at `/` before anything is decoded, so that `%2F` stays inside its segment. Nothing is
/// normalized: `/a//b` has an empty segment, and `..` is a segment like any other.
public struct RequestTarget: Sendable, Equatable {
    /// The decoded segments; `/` has none, `/a/` has `a` and an empty one.
    ///
    /// `nil` for what is no path: a broken escape, invalid UTF-8, a NUL, a fragment, `*`, or `host:port`.
    public let segments: [String]?
    /// What follows the first `?`, as it was sent; empty without one.
    public let rawQuery: String

    /// Reads the origin form `/path?query` and the absolute form `http://host/path?query` (RFC 9112, 3.2).
    public init(_ target: String) {
        let end = target.utf8.firstIndex(of: 0x3F) ?? target.endIndex
        let path = target[..<end]
        rawQuery = String(Substring(target.utf8[end...].dropFirst()))
        segments = Self.originForm(path).flatMap(Self.decode)
    }

    /// The items of the query.
    public func query() throws(QueryError) -> Query { try Query(rawQuery) }

    /// The path without scheme and authority, or `nil` where it has no such form.
    private static func originForm(_ path: Substring) -> Substring? {
        if path.utf8.first == ASCII.slash { return path }
        for scheme in ["http://", "https://"] where path.utf8.count > scheme.utf8.count {
            let end = path.utf8.index(path.startIndex, offsetBy: scheme.utf8.count)
            guard path[..<end].equalsIgnoringASCIICase(scheme) else { continue }
            guard path.utf8[end] != ASCII.slash else { return nil }
            let slash = path[end...].utf8.firstIndex(of: ASCII.slash)
            return slash.map { path[$0...] } ?? "/"
        }
        return nil
    }

    private static func decode(_ path: Substring) -> [String]? {
        guard path.utf8.count > 1 else { return [] }
        guard !path.utf8.contains(0x23) else { return nil }
        var segments: [String] = []
        for piece in path.utf8.dropFirst().split(separator: ASCII.slash, omittingEmptySubsequences: false) {
            guard let segment = PercentEncoding.decode(Substring(piece)) else { return nil }
            segments.append(segment)
        }
        return segments
    }
}
