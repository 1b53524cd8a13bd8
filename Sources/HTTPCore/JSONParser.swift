extension JSONValue {
    /// How deep arrays and objects may lie in one another.
    public static let depthLimit = 64

    /// What becomes of an escape in a string that stands for no character: a NUL, or half a pair of surrogates.
    public enum BadEscapes: Sendable {
        /// The text is refused.
        case refused
        /// The NUL is dropped, and U+FFFD stands for the half: one such string spoils nothing else.
        case replaced
    }

    /// Parses `bytes`, all of them, by RFC 8259 to the letter; the caller has seen to their number.
    ///
    /// Refused beyond the RFC: NUL in strings and lone surrogates, unless they are `.replaced`; nesting deeper than
    /// ``depthLimit``.
    public init(parsing bytes: [UInt8], badEscapes: BadEscapes = .refused) throws(JSONError) {
        // `withUnsafeBufferPointer` rethrows untyped errors only, so that the result carries this one out.
        let result = bytes.withUnsafeBufferPointer { buffer in
            Result { () throws(JSONError) in
                var parser = JSONParser(bytes: buffer, badEscapes: badEscapes)
                return try parser.document()
            }
        }
        self = try result.get()
    }
}

/// A recursive descent over bytes in memory.
struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0
    let badEscapes: JSONValue.BadEscapes
    private var depth = 0

    init(bytes: UnsafeBufferPointer<UInt8>, badEscapes: JSONValue.BadEscapes) {
        self.bytes = bytes
        self.badEscapes = badEscapes
    }

    mutating func document() throws(JSONError) -> JSONValue {
        skipBlanks()
        let value = try value()
        skipBlanks()
        guard position == bytes.count else { throw JSONError(.trailing, at: position) }
        return value
    }

    private mutating func value() throws(JSONError) -> JSONValue {
        switch peek {
        case 0x7B: try nested { parser throws(JSONError) in .object(try parser.object()) }
        case 0x5B: try nested { parser throws(JSONError) in .array(try parser.array()) }
        case ASCII.quote: .string(try string())
        case 0x74: try literal("true", .bool(true))
        case 0x66: try literal("false", .bool(false))
        case 0x6E: try literal("null", .null)
        default: .number(try number())
        }
    }

    /// Runs `read` behind an opening brace, one level deeper.
    private mutating func nested(
        _ read: (inout JSONParser) throws(JSONError) -> JSONValue
    ) throws(JSONError) -> JSONValue {
        guard depth < JSONValue.depthLimit else { throw JSONError(.depth, at: position) }
        depth += 1
        position += 1
        let value = try read(&self)
        depth -= 1
        return value
    }

    private mutating func object() throws(JSONError) -> JSONObject {
        var members: [JSONObject.Member] = []
        try list(until: 0x7D) { parser throws(JSONError) in
            guard parser.peek == ASCII.quote else { throw parser.unexpected }
            let name = try parser.string()
            parser.skipBlanks()
            try parser.expect(ASCII.colon)
            parser.skipBlanks()
            members.append(.init(name, try parser.value()))
        }
        return JSONObject(members)
    }

    private mutating func array() throws(JSONError) -> [JSONValue] {
        var elements: [JSONValue] = []
        try list(until: 0x5D) { parser throws(JSONError) in elements.append(try parser.value()) }
        return elements
    }

    /// Nothing, or items between commas, then `close`.
    private mutating func list(
        until close: UInt8, _ item: (inout JSONParser) throws(JSONError) -> Void
    ) throws(JSONError) {
        skipBlanks()
        guard peek != close else { return position += 1 }
        while true {
            skipBlanks()
            try item(&self)
            skipBlanks()
            guard peek == ASCII.comma else { return try expect(close) }
            position += 1
        }
    }

    private mutating func literal(_ text: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        for index in 0..<text.utf8CodeUnitCount { try expect(text.utf8Start[index]) }
        return value
    }
}

extension JSONParser {
    /// The next byte, or `nil` at the end.
    var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// The error for whatever stands here.
    var unexpected: JSONError { JSONError(position < bytes.count ? .syntax : .end, at: position) }

    mutating func expect(_ byte: UInt8) throws(JSONError) {
        guard peek == byte else { throw unexpected }
        position += 1
    }

    mutating func skipBlanks() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    mutating func number() throws(JSONError) -> JSONNumber {
        let start = position
        if peek == ASCII.hyphen { position += 1 }
        if peek == 0x30 { position += 1 } else { try digits() }
        if peek == 0x2E {
            position += 1
            try digits()
        }
        if let byte = peek, byte | 0x20 == 0x65 {
            position += 1
            if peek == ASCII.plus || peek == ASCII.hyphen { position += 1 }
            try digits()
        }
        return JSONNumber(validText: String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func digits() throws(JSONError) {
        guard peek?.isDigit == true else { throw unexpected }
        while peek?.isDigit == true { position += 1 }
    }
}
