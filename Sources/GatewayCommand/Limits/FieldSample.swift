import HTTPCore
import Raster

/// A value that shows what becomes of a field.
struct FieldSample {
    /// The value.
    let value: FieldValue
    /// The value for people, in Markdown.
    let text: String

    /// The value itself as its text.
    init(_ value: FieldValue) {
        self.value = value
        text = value.code
    }

    private init(_ value: FieldValue, _ text: String) {
        self.value = value
        self.text = text
    }

    /// Values that stores are known to change.
    static func of(_ field: AssetField) -> [FieldSample] {
        switch field {
        case .name:
            [
                FieldSample(.text("Ünïcode 🦊")), FieldSample(.text(" padded ")), FieldSample(.text("")),
                FieldSample(.text(String(repeating: "x", count: 2000)), "2000 letters"),
            ]
        case .filename: [FieldSample(.text("Ä b.PNG")), FieldSample(.text("a+b %41.tar.gz"))]
        case .description:
            [
                FieldSample(.text("two\nlines")), FieldSample(.text("<b>\"q\"</b>")),
                FieldSample(.text(String(repeating: "x", count: 20_000)), "20000 letters"),
            ]
        case .tags:
            [
                FieldSample(.list(["été", "b c"])), FieldSample(.list(["Fox", "fox"])),
                FieldSample(.list(["salt, pepper"])),
            ]
        case .contentType: [FieldSample(.text("image/png"))]
        case .bytes: [FieldSample(.number(1000))]
        case .created: [FieldSample(.text("2026-01-15T10:30:00Z"))]
        }
    }
}

extension FieldValue {
    /// As JSON, marked as code; what is long is cut.
    fileprivate var code: String {
        switch self {
        case .text(let text) where text.count > 40:
            "\(FieldValue.text(text.prefix(5) + "…").code), \(text.count) letters"
        case .text(let text): "`\(JSONValue.string(text).spelled)`"
        case .list(let texts): "`\(JSONValue.array(texts.map { .string($0) }).spelled)`"
        case .number(let number): "`\(number)`"
        }
    }
}

extension JSONValue {
    fileprivate var spelled: String { String(decoding: bytes, as: UTF8.self) }
}

extension Fidelity {
    /// The fate for people, in Markdown.
    var told: String {
        switch self {
        case .exact: "exact"
        case .transformed(let value): "becomes \(value.code)"
        case .dropped(let why): "dropped: \(why)"
        }
    }
}
