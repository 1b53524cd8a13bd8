import HTTPCore

/// What a JSON text has opened and not closed before some place in it, and what should come there.
struct JSONOutline {
    /// What should come next.
    enum Position {
        /// The first item of an object or array, or its end.
        case first
        /// Another item, after a comma.
        case item
        /// A colon, after a key.
        case colon
        /// A value, after a colon.
        case value
        /// A comma or the end, after a value.
        case comma
    }

    /// The brackets that are open, with their places.
    private(set) var open: [(offset: Int, byte: UInt8)] = []
    /// Where the last thing begins that stands before the place.
    private(set) var last: Int?
    /// What should come next.
    private(set) var position = Position.value
    /// Whether the place lies in a string.
    private(set) var isInString = false

    /// Whether a word or number reaches up to the place.
    private var endsInWord = false

    /// Whether the innermost open bracket is that of an object.
    var isInObject: Bool { open.last?.byte == UInt8(ascii: "{") }

    /// Looks through `bytes` up to `end`, before which they must be JSON without comments.
    init(_ bytes: [UInt8], until end: Int) {
        var index = 0
        while index < min(end, bytes.count) {
            endsInWord = false
            if bytes[index] > 0x20 { take(bytes, &index, end) }
            index += 1
        }
    }

    private mutating func take(_ bytes: [UInt8], _ index: inout Int, _ end: Int) {
        last = index
        switch bytes[index] {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            open.append((index, bytes[index]))
            position = .first
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            open = open.dropLast()
            position = .comma
        case UInt8(ascii: ","): position = .item
        case UInt8(ascii: ":"): position = .value
        case UInt8(ascii: "\""):
            skipString(bytes, &index, end)
            position = isInObject && position != .value ? .colon : .comma
        default:
            while index + 1 < end, Self.isInWord(bytes[index + 1]) { index += 1 }
            position = .comma
            endsInWord = true
        }
    }

    /// Goes to the closing quote of the string that begins at `index`.
    private mutating func skipString(_ bytes: [UInt8], _ index: inout Int, _ end: Int) {
        index += 1
        while index < end, bytes[index] != UInt8(ascii: "\"") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        isInString = index >= end
    }

    /// Whether the word or number that reaches up to the place, if one does, is one that JSON knows.
    func endsInValue(_ bytes: [UInt8]) -> Bool {
        guard endsInWord, let last else { return true }
        let word = bytes[last...].prefix(while: Self.isInWord)
        return (try? JSONValue(parsing: Array(word))) != nil
    }

    private static func isInWord(_ byte: UInt8) -> Bool {
        byte > 0x20 && !",:{}[]\"".utf8.contains(byte)
    }
}
