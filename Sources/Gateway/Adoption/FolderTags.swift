import Raster

/// Makes tags of folder names, and remembers which names had to be mapped.
struct FolderTags {
    /// Names that are remembered at most, so that a strange tree does not fill the memory.
    private static let limit = 10_000
    private var reported: Set<[UInt8]> = []

    /// The tags that the folders on the way to a file give it, each once; `names` ends with the file's own.
    static func tags(of names: [[UInt8]]) -> [String] {
        var seen: Set<[UInt8]> = []
        return names.dropLast().compactMap(Rules.adoptedTag).filter { seen.insert(Array($0.utf8)).inserted }
    }

    /// Calls `report` for each folder on the way that was mapped and not reported before.
    mutating func reportMappings(of names: [[UInt8]], _ report: (TagMapping) -> Void) {
        for name in names.dropLast() {
            let tag = Rules.adoptedTag(name)
            guard tag.map({ !$0.utf8.elementsEqual(name) }) ?? true, reported.count < Self.limit,
                reported.insert(name).inserted
            else { continue }
            report(TagMapping(folder: Self.shown(name), tag: tag))
        }
    }

    /// A name that may be anything, for people: what cannot be shown is `%XX`.
    private static func shown(_ name: [UInt8]) -> String {
        let text = String(decoding: name, as: UTF8.self)
        guard text.utf8.elementsEqual(name) else { return escaped(name) }
        let isPlain = !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
        return isPlain ? text : escaped(name)
    }

    private static func escaped(_ name: [UInt8]) -> String {
        name.map { byte in
            guard !(0x20..<0x7F).contains(byte) else { return String(UnicodeScalar(byte)) }
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (digits.count == 1 ? "0" : "") + digits
        }.joined()
    }
}
