/// The rules of CONTRACT 2 for texts that clients choose.
///
/// Each function gives back the text as it is kept, or throws ``RasterError`` with a sentence that says what
/// to change. Lengths of names and tags count Unicode scalars, those of filenames and descriptions UTF-8 bytes.
public enum Rules {
    /// The most files in one upload.
    public static let filesPerUpload = 20
    /// The most ids in one call that names assets.
    public static let idsPerCall = 100
    /// The most tags in one call.
    public static let tagsPerCall = 20
    /// The most tags in a filter.
    public static let tagsPerFilter = 5
    /// The longest description in bytes.
    public static let descriptionBytes = 65_536

    /// The most comments under one asset that are compared with those of its backend.
    public static let knownComments = 10_000
    /// The most comments under one asset that are taken over from its backend.
    public static let takenComments = 1000
    /// The longest comment in scalars.
    public static let commentScalars = 10_000

    /// A library's name: 1 to 255 scalars after trimming, no NUL.
    public static func libraryName(_ text: String) throws(RasterError) -> String {
        let name = text.trimmingWhitespace()
        guard (1...255).contains(name.unicodeScalars.count) else {
            throw RasterError(.badUserInput, "name must have 1 to 255 characters.")
        }
        return try withoutNUL(name, "name")
    }

    /// A library's slug, as it was given.
    public static func slug(_ text: String) throws(RasterError) -> LibraryID {
        guard isSlug(text) else {
            throw RasterError(
                .badUserInput,
                "slug must have 1 to 64 characters of a-z, 0-9 and inner hyphens, such as \"summer-2026\".")
        }
        return LibraryID(text)
    }

    /// Whether `text` matches `^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$`.
    public static func isSlug(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard (1...64).contains(bytes.count), bytes.first != hyphen, bytes.last != hyphen else {
            return false
        }
        return bytes.allSatisfy { $0 == hyphen || $0.isLowercaseAlphanumeric }
    }

    /// A slug made of the letters and digits of `name`; `library` where it has none that fit.
    public static func derivedSlug(from name: String) -> String {
        var bytes: [UInt8] = []
        for byte in name.lowercased().utf8 {
            if byte.isLowercaseAlphanumeric {
                bytes.append(byte)
            } else if bytes.last != hyphen && !bytes.isEmpty {
                bytes.append(hyphen)
            }
        }
        let slug = String(decoding: bytes.prefix(56), as: UTF8.self)
        let trimmed = slug.hasSuffix("-") ? String(slug.dropLast()) : slug
        return trimmed.isEmpty ? "library" : trimmed
    }

    /// A tag: trimmed, 1 to 100 scalars, no control characters, no comma, not reserved.
    public static func tag(_ text: String) throws(RasterError) -> String {
        let tag = text.trimmingWhitespace()
        guard (1...100).contains(tag.unicodeScalars.count) else {
            throw RasterError(.badUserInput, "Each tag must have 1 to 100 characters.")
        }
        guard !tag.unicodeScalars.contains(where: { $0.isControl || $0 == "," }) else {
            throw RasterError(.badUserInput, "A tag must not contain commas or control characters.")
        }
        guard !isReserved(tag) else {
            throw RasterError(.badUserInput, "The tags \"index\" and \"trash\" are reserved; choose another.")
        }
        return tag
    }

    /// Whether a tag is reserved, in whatever letter case.
    public static func isReserved(_ tag: String) -> Bool {
        ["index", "trash"].contains(tag.lowercased())
    }

    /// A description, verbatim: at most 64 KiB, no NUL.
    public static func description(_ text: String) throws(RasterError) -> String {
        guard text.utf8.count <= descriptionBytes else {
            throw RasterError(.badUserInput, "description must have at most 65536 bytes in UTF-8.")
        }
        return try withoutNUL(text, "description")
    }

    /// A comment's text: 1 to 10,000 scalars, no NUL.
    public static func comment(_ text: String) throws(RasterError) -> String {
        guard (1...commentScalars).contains(text.unicodeScalars.count) else {
            throw RasterError(.badUserInput, "text must have 1 to 10000 characters.")
        }
        return try withoutNUL(text, "text")
    }

    /// An uploaded filename: the last component after `/` or `\`, 1 to 255 bytes, no control characters.
    public static func filename(_ text: String) throws(RasterError) -> String {
        // By bytes, since a combining mark after a slash would hide it from a comparison by characters.
        let last = text.utf8.lastIndex { $0 == slash || $0 == backslash }.map { text.utf8.index(after: $0) }
        let name = String(decoding: text.utf8[(last ?? text.startIndex)...], as: UTF8.self)
        guard (1...255).contains(name.utf8.count) else {
            throw RasterError(.badUserInput, "A filename must have 1 to 255 bytes in UTF-8.")
        }
        guard !name.unicodeScalars.contains(where: \.isControl) else {
            throw RasterError(.badUserInput, "A filename must not contain control characters.")
        }
        guard name != ".", name != ".." else {
            throw RasterError(.badUserInput, "\"\(name)\" is not a filename.")
        }
        return name
    }

    /// A filename without its last extension; leading dots begin none.
    public static func stem(of filename: String) -> String {
        let bytes = Array(filename.utf8)
        let leading = bytes.prefix { $0 == dot }.count
        guard let last = bytes.lastIndex(of: dot), last > leading else { return filename }
        return String(decoding: bytes[..<last], as: UTF8.self)
    }

    private static func withoutNUL(_ text: String, _ member: String) throws(RasterError) -> String {
        guard !text.utf8.contains(0) else {
            throw RasterError(.badUserInput, "\(member) must not contain NUL characters.")
        }
        return text
    }

    private static let hyphen = UInt8(ascii: "-")
    private static let slash = UInt8(ascii: "/")
    private static let backslash = UInt8(ascii: "\\")
    private static let dot = UInt8(ascii: ".")
}

extension UInt8 {
    fileprivate var isLowercaseAlphanumeric: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
    }
}

extension Unicode.Scalar {
    /// Whether it is a control character (general category Cc).
    var isControl: Bool { value < 0x20 || (0x7F...0x9F).contains(value) }
}

extension String {
    /// The text without white space at both ends, as Unicode knows it.
    func trimmingWhitespace() -> String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }
}
