import Raster

/// From the gateway's names to Media Pocket's and back; pure functions.
enum MediaPocketMapping {
    /// The longest title, in characters as Rails counts them: Unicode scalars.
    static let titleLimit = 255
    /// What stands for a name without a visible sign: a title is required.
    static let untitled = "Untitled"

    /// `name` as a title: cut at ``titleLimit`` scalars, not within what people take for one character.
    static func title(_ name: String) -> String {
        guard name.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else { return untitled }
        guard name.unicodeScalars.count > titleLimit else { return name }
        var (title, count) = ("", 0)
        for character in name {
            count += character.unicodeScalars.count
            guard count <= titleLimit else { break }
            title.append(character)
        }
        return title.isEmpty
            ? String(String.UnicodeScalarView(name.unicodeScalars.prefix(titleLimit))) : title
    }

    /// `tags` as Media Pocket keeps them: in lower case, each once, in their order.
    static func tags(_ tags: [String]) -> [String] {
        var seen: Set<[UInt8]> = []
        return tags.map(lowercase).filter { seen.insert(Array($0.utf8)).inserted }
    }

    /// `text` in lower case: each scalar by itself, by its full mapping of the Unicode standard.
    ///
    /// What stands beside it and the language do not matter, so that `Σ` is `σ` at the end of a word too. Ruby's strings
    /// do the same.
    static func lowercase(_ text: String) -> String {
        text.unicodeScalars.map(\.properties.lowercaseMapping).joined()
    }

    /// The asset that an external id was made of: `ID`, or `ID~2` and so on, as ``BackendLabel`` numbers them.
    static func asset(_ externalID: String) -> AssetID? {
        let parts = externalID.split(separator: "~", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int(parts[1]), number > 1, parts[1] == "\(number)" else {
            return externalID.isEmpty ? nil : AssetID(externalID)
        }
        return parts[0].isEmpty ? nil : AssetID(parts[0])
    }
}
