extension JSONWriter {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Appends `text` in runs of bytes that need no escape.
    mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        var start = 0
        while start < text.count {
            let end = Self.endOfPlainRun(text, from: start)
            append(UnsafeBufferPointer(rebasing: text[start..<end]))
            guard end < text.count else { return }
            appendEscape(of: text[end])
            start = end + 1
        }
    }

    /// The index of the next byte that needs an escape, looked for in eight bytes at a time.
    private static func endOfPlainRun(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start
        let raw = UnsafeRawBufferPointer(text)
        while index + 8 <= text.count, isPlain(raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)) {
            index += 8
        }
        while index < text.count, !needsEscape(text[index]) { index += 1 }
        return index
    }

    /// Whether none of eight bytes needs an escape: each is at least 0x20, no quote, no backslash.
    ///
    /// `(x - 0x01…) & ~x & 0x80…` finds zero bytes (Mycroft 1987); it may see one too many, never one too few.
    private static func isPlain(_ eight: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = eight ^ (ones &* UInt64(ASCII.quote))
        let backslashes = eight ^ (ones &* UInt64(ASCII.backslash))
        let control = (eight &- ones &* 0x20) & ~eight
        let special = control | ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes)
        return special & (ones &* 0x80) == 0
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == ASCII.quote || byte == ASCII.backslash
    }

    private mutating func appendEscape(of byte: UInt8) {
        switch byte {
        case ASCII.quote, ASCII.backslash: appendPair(byte)
        case 0x08: appendPair(0x62)
        case 0x0C: appendPair(0x66)
        case ASCII.lineFeed: appendPair(0x6E)
        case ASCII.carriageReturn: appendPair(0x72)
        case ASCII.tab: appendPair(0x74)
        default:
            append([
                ASCII.backslash, 0x75, 0x30, 0x30, Self.digits[Int(byte >> 4)], Self.digits[Int(byte & 15)],
            ])
        }
    }

    private mutating func appendPair(_ letter: UInt8) { append([ASCII.backslash, letter]) }
}
