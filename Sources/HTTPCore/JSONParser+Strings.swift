extension JSONParser {
    /// A string, from its opening quote on.
    mutating func string() throws(JSONError) -> String {
        let start = position
        try expect(ASCII.quote)
        skipPlain()
        guard peek != ASCII.quote else { return try plain(bytes[(start + 1)..<position], start) }
        var text = Array(bytes[(start + 1)..<position])
        while peek != ASCII.quote {
            try escape(&text)
            let run = position
            skipPlain()
            text += bytes[run..<position]
        }
        return try plain(text[...], start)
    }

    /// The text of `content`; steps over the closing quote.
    private mutating func plain(
        _ content: some Collection<UInt8>, _ start: Int
    ) throws(JSONError) -> String {
        guard let text = String(validating: content, as: UTF8.self) else {
            throw JSONError(.encoding, at: start)
        }
        position += 1
        return text
    }

    private mutating func skipPlain() {
        while let byte = peek, byte >= 0x20, byte != ASCII.quote, byte != ASCII.backslash { position += 1 }
    }

    private mutating func escape(_ text: inout [UInt8]) throws(JSONError) {
        guard let byte = peek else { throw unexpected }
        guard byte == ASCII.backslash else { throw JSONError(byte == 0 ? .nul : .control, at: position) }
        position += 1
        guard let letter = peek else { throw unexpected }
        if letter == 0x75 { return try unicodeEscape(&text) }
        guard let meant = Self.escapes[letter] else { throw unexpected }
        text.append(meant)
        position += 1
    }

    private static let escapes: [UInt8: UInt8] = [
        0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 0x08, 0x66: 0x0C, 0x6E: 0x0A, 0x72: 0x0D, 0x74: 0x09,
    ]

    /// `u0041`, or two of them where the first is the high half of a pair.
    private mutating func unicodeEscape(_ text: inout [UInt8]) throws(JSONError) {
        let start = position - 1
        let unit = try codeUnit()
        if unit == 0 {
            guard badEscapes == .replaced else { throw JSONError(.nul, at: start) }
            return
        }
        var scalar = Unicode.Scalar(unit)
        if UTF16.isLeadSurrogate(unit) { scalar = try secondHalf(after: unit) }
        guard scalar != nil || badEscapes == .replaced else { throw JSONError(.surrogate, at: start) }
        text += UTF8.encode(scalar ?? "\u{FFFD}").map(Array.init) ?? []
    }

    /// The scalar of the pair that begins with `high`; `nil` where something else follows, which is left there.
    private mutating func secondHalf(after high: UInt16) throws(JSONError) -> Unicode.Scalar? {
        guard peek == ASCII.backslash, position + 1 < bytes.count, bytes[position + 1] == 0x75 else {
            return nil
        }
        let start = position
        position += 1
        let low = try codeUnit()
        guard UTF16.isTrailSurrogate(low) else {
            position = start
            return nil
        }
        return Unicode.Scalar(0x10000 + (UInt32(high & 0x3FF) << 10 | UInt32(low & 0x3FF)))
    }

    /// `u` and four hexadecimal digits.
    private mutating func codeUnit() throws(JSONError) -> UInt16 {
        try expect(0x75)
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = peek?.hexValue else { throw unexpected }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }
}
