extension LogLine {
    /// The form of a line.
    public enum Format: String, Sendable, CaseIterable {
        /// One JSON object: `time`, `level`, `event`, then the fields.
        case json
        /// For people: time, level, event, `name=value`.
        case text
    }

    /// The line in `format`, with its line feed, and without any other.
    public func render(_ format: Format) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(384)
        render(format, into: &bytes)
        return bytes
    }

    /// Appends the line in `format` to `bytes`.
    func render(_ format: Format, into bytes: inout [UInt8]) {
        var line = LineText(bytes: [])
        swap(&line.bytes, &bytes)
        switch format {
        case .json: renderJSON(&line)
        case .text: renderText(&line)
        }
        line.append("\n")
        swap(&line.bytes, &bytes)
    }

    private func renderJSON(_ line: inout LineText) {
        line.append("{\"time\":\"")
        UTC.append(milliseconds, to: &line.bytes)
        line.append("\",\"level\":\"")
        line.append(level.rawValue)
        line.append("\",\"event\":")
        line.quoted(event)
        for field in fields {
            // Names are written in the source, and need no escapes.
            line.append(",\"")
            line.append(field.name)
            line.append("\":")
            line.value(field.value)
        }
        line.append("}")
    }

    private func renderText(_ line: inout LineText) {
        UTC.append(milliseconds, to: &line.bytes)
        line.append(" ")
        line.append(level.rawValue)
        line.append(" ")
        line.escaped(event)
        for field in fields {
            line.append(" ")
            line.append(field.name)
            line.append("=")
            line.value(field.value, quotesOnlyIfNeeded: true)
        }
    }
}

/// The bytes of a line in the making.
private struct LineText {
    private static let textLimit = 8_192
    private static let digits = Array("0123456789abcdef".utf8)

    var bytes: [UInt8]

    mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    mutating func value(_ value: LogLine.Value, quotesOnlyIfNeeded: Bool = false) {
        switch value {
        case .string(let text): quotesOnlyIfNeeded && Self.isWord(text) ? append(text) : quoted(text)
        case .int(let number): append(String(number))
        case .double(let number): append(number.isFinite ? number.description : "null")
        case .bool(let flag): append(flag ? "true" : "false")
        }
    }

    mutating func quoted(_ text: String) {
        append("\"")
        escaped(text)
        append("\"")
    }

    /// The text as in a JSON string; the C1 controls and DEL too, since terminals obey them.
    mutating func escaped(_ text: String) {
        // Nearly everything that is logged; scalar by scalar it would be the dearest part of a small request.
        guard !Self.isPlain(text) else { return append(text) }
        for scalar in text.unicodeScalars.prefix(Self.textLimit) {
            switch scalar.value {
            case 0x22, 0x5C: bytes += [0x5C, UInt8(scalar.value)]
            case 0x0A: append("\\n")
            case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: unicodeEscape(scalar.value)
            default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        if text.unicodeScalars.count > Self.textLimit { append("…") }
    }

    private mutating func unicodeEscape(_ code: UInt32) {
        append("\\u")
        for shift in [12, 8, 4, 0] { bytes.append(Self.digits[Int(code >> UInt32(shift) & 15)]) }
    }

    /// Whether `text` stands for itself: short, and printable ASCII without quotes and backslashes.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.count < textLimit
            && text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }
    }

    private static func isWord(_ text: String) -> Bool {
        isPlain(text) && !text.isEmpty && !text.utf8.contains { $0 == 0x20 || $0 == 0x3D }
    }
}
