/// A word as the index knows it, with its place in the text it was found in.
struct SearchToken: Equatable {
    /// Folded.
    let text: String
    /// Characters of the text, by offset.
    let range: Range<Int>
    /// How many scalars of ``text`` each of its characters gave.
    let scalarCounts: [Int]

    /// The characters that give the first `count` scalars.
    func range(ofFirst count: Int) -> Range<Int> {
        var (left, characters) = (count, 0)
        for scalars in scalarCounts where left > 0 {
            left -= scalars
            characters += 1
        }
        return range.lowerBound..<range.lowerBound + characters
    }
}

/// Cuts text into words, alike for the index, for queries and for highlights.
///
/// A word is a run of letters, numbers and marks. Chinese, Japanese and Korean has no spaces between words: a run
/// of it becomes pairs of neighbours, and its last character stands alone once more, so that a prefix finds it.
/// A symbol outside ASCII, such as an emoji, is a word of its own.
enum SearchTokenizer {
    private enum Kind { case word, ideograph, symbol, ignored, separator }

    /// The words of `text`; of a query, where `endsOpen`, without the lone last character of a final run.
    static func tokens(in text: String, endsOpen: Bool = false) -> [SearchToken] {
        var cutter = Cutter()
        for (offset, character) in text.enumerated() { cutter.take(character, at: offset) }
        return cutter.finish(endsOpen: endsOpen)
    }

    /// The words of `text` with single spaces between them, as the index stores them.
    static func indexed(_ text: String) -> String {
        indexedASCII(text) ?? tokens(in: text).map(\.text).joined(separator: " ")
    }

    /// The same for a text of ASCII alone, where bytes say it all; `nil` for any other.
    private static func indexedASCII(_ text: String) -> String? {
        var words: [UInt8] = []
        words.reserveCapacity(text.utf8.count)
        var isInWord = false
        for byte in text.utf8 {
            guard byte < 0x80 else { return nil }
            let isWord = isASCIIWord(Unicode.Scalar(byte))
            if isWord, !isInWord, !words.isEmpty { words.append(0x20) }
            if isWord { words.append(Folding.lowercased(byte)) }
            isInWord = isWord
        }
        return String(decoding: words, as: UTF8.self)
    }

    private static func kind(of character: Character) -> Kind {
        guard let scalar = character.unicodeScalars.first else { return .separator }
        if scalar.isASCII { return isASCIIWord(scalar) ? .word : .separator }
        if Ideograph.contains(scalar) { return .ideograph }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .otherNumber, .nonspacingMark, .spacingMark, .enclosingMark:
            return .word
        case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: return .symbol
        case .format: return .ignored
        default: return .separator
        }
    }

    private static func isASCIIWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: false
        }
    }

    /// The state of cutting one text.
    private struct Cutter {
        private var tokens: [SearchToken] = []
        private var run: [(scalars: [Unicode.Scalar], offset: Int)] = []
        private var runIsIdeographic = false

        mutating func take(_ character: Character, at offset: Int) {
            switch SearchTokenizer.kind(of: character) {
            case .separator: endRun()
            case .ignored: break
            case .symbol:
                endRun()
                append([(Folding.fold(character), offset)])
            case .word: extend(character, offset, ideographic: false)
            case .ideograph: extend(character, offset, ideographic: true)
            }
        }

        mutating func finish(endsOpen: Bool) -> [SearchToken] {
            let hasLoneEnd = runIsIdeographic && run.count > 1
            endRun()
            if endsOpen && hasLoneEnd { tokens.removeLast() }
            return tokens
        }

        private mutating func extend(_ character: Character, _ offset: Int, ideographic: Bool) {
            if ideographic != runIsIdeographic { endRun() }
            runIsIdeographic = ideographic
            let folded = Folding.fold(character)
            if !folded.isEmpty { run.append((folded, offset)) }
        }

        private mutating func endRun() {
            if runIsIdeographic {
                for start in run.indices { append(run[start..<min(start + 2, run.count)]) }
            } else {
                append(run[...])
            }
            run = []
        }

        private mutating func append(_ part: some Collection<(scalars: [Unicode.Scalar], offset: Int)>) {
            var text = String.UnicodeScalarView()
            for (scalars, _) in part { text.append(contentsOf: scalars) }
            guard !text.isEmpty, let first = part.first?.offset, let last = part.map(\.offset).last else {
                return
            }
            tokens.append(
                SearchToken(
                    text: String(text), range: first..<last + 1, scalarCounts: part.map(\.scalars.count)))
        }
    }
}

/// The scripts that are written without spaces between words and searched by pairs of characters.
enum Ideograph {
    /// Han, kana, bopomofo and Hangul.
    static func contains(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x11FF, 0x2E80...0x2FDF, 0x3005...0x3007, 0x3021...0x3029, 0x3031...0x3035,
            0x3038...0x303B, 0x3041...0x309F, 0x30A1...0x30FA, 0x30FC...0x30FF, 0x3105...0x318E,
            0x31A0...0x31BF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA960...0xA97F,
            0xAC00...0xD7FF, 0xF900...0xFAFF, 0xFF66...0xFF9F, 0x1B000...0x1B16F, 0x20000...0x3FFFF:
            true
        default: false
        }
    }
}
