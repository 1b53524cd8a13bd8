// Names that nobody chose for Raster: files and folders as they lie on a disk.
extension Rules {
    /// The filename of an adopted file: its name as text, made fit for a URL and for people.
    ///
    /// What is no UTF-8 becomes U+FFFD, control characters `_`, and what is then longer than 255 bytes is cut before
    /// its extension. A backslash is a character like any other: no client has put a path here.
    public static func adoptedFilename(_ name: [UInt8]) -> String {
        let text = replacing(in: String(decoding: name, as: UTF8.self)) { $0.isControl }
        guard text.utf8.count > 255 else { return text }
        let stem = stem(of: text)
        let suffix = String(decoding: text.utf8.dropFirst(stem.utf8.count), as: UTF8.self)
        guard suffix.utf8.count <= 32 else { return prefix(of: text, bytes: 255) }
        return prefix(of: stem, bytes: 255 - suffix.utf8.count) + suffix
    }

    /// The tag that the folder `name` gives, or `nil` where nothing is left of it.
    ///
    /// What is no UTF-8 becomes U+FFFD, control characters and commas `_`; a reserved word gets a `_` behind it, and
    /// what is longer than 100 scalars is cut.
    public static func adoptedTag(_ name: [UInt8]) -> String? {
        let text = replacing(in: String(decoding: name, as: UTF8.self)) { $0.isControl || $0 == "," }
        let trimmed = text.trimmingWhitespace()
        let cut = String(String.UnicodeScalarView(trimmed.unicodeScalars.prefix(100))).trimmingWhitespace()
        guard !cut.isEmpty else { return nil }
        return isReserved(cut) ? cut + "_" : cut
    }

    private static func replacing(
        in text: String, where isUnfit: (Unicode.Scalar) -> Bool
    ) -> String {
        guard text.unicodeScalars.contains(where: isUnfit) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { isUnfit($0) ? "_" : $0 }))
    }

    /// The longest beginning of `text` that is whole scalars and no more than `bytes` bytes.
    static func prefix(of text: String, bytes: Int) -> String {
        var scalars = String.UnicodeScalarView()
        var count = 0
        for scalar in text.unicodeScalars {
            count += UTF8.width(scalar)
            guard count <= bytes else { break }
            scalars.append(scalar)
        }
        return String(scalars)
    }
}
