import HTTPCore
import Raster

/// What Media Pocket has read from a file, of which no page shows the form.
///
/// Whatever lies under a name of a section is taken for its content, however deep: `{"gps": {"lat": 1}}` is `gps.lat`.
/// What lies in no section goes to that of the media. Bounded: ``maximumEntries`` a section, texts of
/// ``maximumBytes``.
struct MediaPocketMetadata {
    /// How many names a section has at most.
    static let maximumEntries = 1000
    /// The longest text in UTF-8 bytes; longer ones are cut.
    static let maximumBytes = 4096
    /// The longest name in UTF-8 bytes; longer ones are left out.
    private static let maximumNameBytes = 256

    private(set) var sections = FileMetadata()

    /// The metadata in an answer, or in its only member where that is an object of some other name.
    init(_ answer: JSONObject) {
        let inner = answer.members.count == 1 ? answer.members[0] : nil
        if let inner, Self.section(inner.name) == nil, case .object(let object) = inner.value {
            add(object)
        } else {
            add(answer)
        }
    }

    private mutating func add(_ object: JSONObject) {
        for member in object.members {
            if let section = Self.section(member.name) {
                add(member.value, "", to: section)
            } else if let (section, name) = Self.grouped(member.name) {
                add(member.value, name, to: section)
            } else {
                add(member.value, member.name, to: \.media)
            }
        }
    }

    private mutating func add(
        _ value: JSONValue, _ name: String, to section: WritableKeyPath<FileMetadata, [String: String]>
    ) {
        switch value {
        case .null: break
        case .object(let object):
            for member in object.members {
                add(member.value, name.isEmpty ? member.name : "\(name).\(member.name)", to: section)
            }
        case .array(let elements):
            if let text = Self.line(elements) { return set(name, text, in: section) }
            for (index, element) in elements.enumerated() {
                add(element, name.isEmpty ? "\(index)" : "\(name).\(index)", to: section)
            }
        case .bool, .number, .string: Self.text(value).map { set(name, $0, in: section) }
        }
    }

    private mutating func set(
        _ name: String, _ text: String, in section: WritableKeyPath<FileMetadata, [String: String]>
    ) {
        let name = name.isEmpty ? "value" : name
        guard sections[keyPath: section].count < Self.maximumEntries, name.utf8.count <= Self.maximumNameBytes
        else { return }
        sections[keyPath: section][name] = Self.cut(text)
    }
}

extension MediaPocketMetadata {
    private static func section(_ name: String) -> WritableKeyPath<FileMetadata, [String: String]>? {
        switch name.lowercased() {
        case "exif": \.exif
        case "iptc": \.iptc
        case "xmp": \.xmp
        case "media", "mediainfo", "media_info": \.media
        default: nil
        }
    }

    /// `EXIF:Make` as exiftool writes it: a section and a name.
    private static func grouped(_ name: String) -> (WritableKeyPath<FileMetadata, [String: String]>, String)?
    {
        let parts = name.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let section = section(String(parts[0])) else { return nil }
        return (section, String(parts[1]))
    }

    /// Texts and numbers in one line; `nil` where something else is among them.
    private static func line(_ elements: [JSONValue]) -> String? {
        let texts = elements.compactMap(text)
        return texts.count == elements.count ? texts.joined(separator: ", ") : nil
    }

    private static func text(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): text
        case .number(let number): number.text
        case .bool(let flag): flag ? "true" : "false"
        case .null, .array, .object: nil
        }
    }

    private static func cut(_ text: String) -> String {
        guard text.utf8.count > maximumBytes else { return text }
        var (cut, count) = ("", 0)
        for scalar in text.unicodeScalars {
            count += UTF8.width(scalar)
            guard count <= maximumBytes else { break }
            cut.unicodeScalars.append(scalar)
        }
        return cut
    }
}
