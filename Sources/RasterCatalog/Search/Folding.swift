/// Makes texts alike that people take for the same: letter case, accents, width, composition.
///
/// Foundation's own folding strips signs that matter, such as voicing marks of kana.
enum Folding {
    /// The folded scalars of one character; none where nothing of it is a letter, number, mark or symbol.
    static func fold(_ character: Character) -> [Unicode.Scalar] {
        if let ascii = character.asciiValue { return [Unicode.Scalar(lowercased(ascii))] }
        let widened = String(String.UnicodeScalarView(character.unicodeScalars.map(widen)))
        var folded: [Unicode.Scalar] = []
        for scalar in widened.composed where !isIgnored(scalar) { append(scalar, to: &folded) }
        return folded
    }

    static func lowercased(_ ascii: UInt8) -> UInt8 {
        (0x41...0x5A).contains(ascii) ? ascii + 32 : ascii
    }

    private static func append(_ scalar: Unicode.Scalar, to folded: inout [Unicode.Scalar]) {
        guard hasStrippableMarks(scalar) else {
            folded.append(contentsOf: lower(scalar))
            return
        }
        for part in String(scalar).decomposed where !isAccent(part) { folded.append(contentsOf: lower(part)) }
    }

    private static func lower(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        if let letters = letters[scalar] { return letters }
        let mapped = Array(scalar.properties.lowercaseMapping.unicodeScalars)
        return mapped.flatMap { letters[$0] ?? [$0] }.filter { !isAccent($0) }
    }

    /// Latin, Greek and Cyrillic letters keep their meaning without accents; other scripts do not.
    private static func hasStrippableMarks(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xC0...0x52F, 0x1E00...0x1FFF, 0x2100...0x218F: true
        default: false
        }
    }

    /// The combining accents of those three scripts.
    private static func isAccent(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x300...0x36F, 0x483...0x487, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F:
            true
        default: false
        }
    }

    /// Joiners, variation selectors and skin tones, which make no other word.
    private static func isIgnored(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xFE00...0xFE0F, 0x1F3FB...0x1F3FF, 0xE0100...0xE01EF: true
        default: isAccent(scalar) || scalar.properties.generalCategory == .format
        }
    }

    /// Letters whose mark is no accent of its own, and ligatures.
    private static let letters: [Unicode.Scalar: [Unicode.Scalar]] = [
        "ß": ["s", "s"], "ſ": ["s"], "æ": ["a", "e"], "œ": ["o", "e"], "ø": ["o"], "đ": ["d"], "ð": ["d"],
        "ł": ["l"], "ı": ["i"], "ħ": ["h"], "ŧ": ["t"], "þ": ["t", "h"], "ĳ": ["i", "j"], "ς": ["σ"],
        "ﬀ": ["f", "f"], "ﬁ": ["f", "i"], "ﬂ": ["f", "l"], "ﬃ": ["f", "f", "i"], "ﬄ": ["f", "f", "l"],
        "ﬅ": ["s", "t"], "ﬆ": ["s", "t"],
    ]

    /// Full-width Latin becomes ASCII, half-width kana and their voicing marks become full-width.
    private static func widen(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
        case 0xFF66...0xFF9F: kana[Int(scalar.value - 0xFF66)]
        default: scalar
        }
    }

    /// For U+FF66 to U+FF9F.
    private static let kana: [Unicode.Scalar] = Array(
        "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン\u{3099}\u{309A}"
            .unicodeScalars)
}
