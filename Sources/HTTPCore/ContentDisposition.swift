/// The value of `Content-Disposition` in an answer (RFC 6266).
public enum ContentDisposition {
    /// To be saved under `filename`.
    public static func attachment(filename: String) -> String { "attachment" + parameters(filename) }

    /// To be shown, and saved under `filename` if saved.
    public static func inline(filename: String) -> String { "inline" + parameters(filename) }

    /// `filename`, in ASCII with `_` for what cannot be said, and `filename*` where that differs.
    private static func parameters(_ filename: String) -> String {
        let fallback = String(filename.unicodeScalars.map { isPlain($0) ? Character($0) : "_" })
        let plain = "; filename=\"\(fallback)\""
        return fallback == filename ? plain : plain + "; filename*=" + ExtendedValue.encode(filename)
    }

    /// Quotes, backslashes and percent signs are read in different ways by different clients.
    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x20 && scalar.value < 0x7F && !"\"\\%".unicodeScalars.contains(scalar)
    }
}
