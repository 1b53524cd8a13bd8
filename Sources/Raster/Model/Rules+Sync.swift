// Names and texts that nobody chose for Raster: those of assets that lie in a backend already.
extension Rules {
    /// The filename of an asset of a backend: the last component, made fit for a URL; `other` where nothing is left.
    public static func nativeFilename(_ text: String?, or other: String) -> String {
        for candidate in [text, other].compactMap(\.self) {
            // By bytes, since a combining mark after a slash would hide it from a comparison by characters.
            let last = candidate.utf8.split(omittingEmptySubsequences: false) {
                $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\")
            }.last
            let name = adoptedFilename(Array(last ?? Substring(candidate).utf8))
            if !name.isEmpty, name != ".", name != ".." { return name }
        }
        return "asset"
    }

    /// The name of an asset of a backend: without control characters, at most 255 bytes; `nil` where nothing is left.
    public static func nativeName(_ text: String?) -> String? {
        guard let text else { return nil }
        let name = adoptedFilename(Array(text.trimmingWhitespace().utf8))
        return name.isEmpty ? nil : name
    }

    /// The description of an asset of a backend: without NUL, and no longer than Raster's are.
    public static func nativeDescription(_ text: String) -> String {
        let whole = String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\0" }))
        return whole.utf8.count <= descriptionBytes ? whole : prefix(of: whole, bytes: descriptionBytes)
    }

    /// The text of a comment of a backend: without NUL, and no longer than Raster's are.
    public static func nativeComment(_ text: String) -> String {
        let scalars = text.unicodeScalars.lazy.filter { $0 != "\0" }.prefix(commentScalars)
        return String(String.UnicodeScalarView(scalars))
    }

    /// The tags of an asset of a backend: by the rules of ``adoptedTag(_:)``, each once.
    public static func nativeTags(_ tags: [String]) -> [String] {
        var seen: Set<[UInt8]> = []
        return tags.compactMap { adoptedTag(Array($0.utf8)) }.filter { seen.insert(Array($0.utf8)).inserted }
    }

    /// Whether `text` is spelled as the gateway spells the ids of assets: 14 characters of a-z and 0-9.
    public static func isAssetID(_ text: String) -> Bool {
        text.utf8.count == 14
            && text.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }
    }
}
