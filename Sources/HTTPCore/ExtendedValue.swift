/// The value of a parameter such as `filename*`: `UTF-8'en'%e2%82%ac` (RFC 8187).
enum ExtendedValue {
    /// The text, or `nil` where the charset is another one or the escapes are broken.
    static func decode(_ text: String) -> String? {
        let pieces = text.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        guard pieces.count == 3, pieces[0].equalsIgnoringASCIICase("UTF-8") else { return nil }
        return PercentEncoding.decode(pieces[2])
    }

    /// `text` with everything but unreserved characters escaped.
    static func encode(_ text: String) -> String { "UTF-8''" + PercentEncoding.encodePathSegment(text) }
}
