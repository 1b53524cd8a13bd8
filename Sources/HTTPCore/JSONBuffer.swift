/// Bytes that grow at the end, with a string written in one go.
///
/// An array longer than what it holds: `Array.append` looks at ownership and capacity for every quote and comma,
/// which is half of the time that a page of assets takes to write.
struct JSONBuffer: Sendable {
    private static let digits = Array("0123456789abcdef".utf8)

    private var storage: [UInt8]
    private var count = 0

    init(capacity: Int) { storage = [UInt8](repeating: 0, count: max(capacity, 64)) }

    var bytes: [UInt8] { Array(storage.prefix(count)) }

    /// What was written, without a copy of it.
    consuming func finish() -> [UInt8] {
        storage.removeSubrange(count...)
        return storage
    }

    mutating func append(_ byte: UInt8) {
        grow(by: 1)
        storage[count] = byte
        count += 1
    }

    mutating func append(_ more: some Collection<UInt8>) {
        let added = more.count
        grow(by: added)
        storage.withUnsafeMutableBufferPointer { buffer in
            _ = UnsafeMutableBufferPointer(rebasing: buffer[count...]).update(fromContentsOf: more)
        }
        count += added
    }

    /// Appends `text`, which needs no escapes, in quotes, after a comma and before a colon where they are due.
    mutating func append(quoted text: UnsafeBufferPointer<UInt8>, comma: Bool, colon: Bool) {
        grow(by: text.count + 4)
        storage.withUnsafeMutableBufferPointer { buffer in
            var end = count
            func put(_ byte: UInt8) {
                buffer[end] = byte
                end += 1
            }
            if comma { put(ASCII.comma) }
            put(ASCII.quote)
            _ = UnsafeMutableBufferPointer(rebasing: buffer[end...]).update(fromContentsOf: text)
            end += text.count
            put(ASCII.quote)
            if colon { put(ASCII.colon) }
            count = end
        }
    }

    private mutating func grow(by added: Int) {
        guard count + added > storage.count else { return }
        storage.append(contentsOf: repeatElement(0, count: max(added, storage.count)))
    }
}

extension JSONBuffer {
    /// Whether nothing in `text` needs an escape.
    static func isPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        endOfPlainRun(text, from: 0) == text.count
    }

    /// Appends `text` in quotes, in runs of bytes that need no escape.
    mutating func append(escaping text: UnsafeBufferPointer<UInt8>) {
        append(ASCII.quote)
        var start = 0
        while start < text.count {
            let end = Self.endOfPlainRun(text, from: start)
            append(UnsafeBufferPointer(rebasing: text[start..<end]))
            if end < text.count { appendEscape(of: text[end]) }
            start = end + 1
        }
        append(ASCII.quote)
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
        append(ASCII.backslash)
        switch byte {
        case ASCII.quote, ASCII.backslash: append(byte)
        case 0x08: append(0x62)
        case 0x0C: append(0x66)
        case ASCII.lineFeed: append(0x6E)
        case ASCII.carriageReturn: append(0x72)
        case ASCII.tab: append(0x74)
        default: append([0x75, 0x30, 0x30, Self.digits[Int(byte >> 4)], Self.digits[Int(byte & 15)]])
        }
    }
}
