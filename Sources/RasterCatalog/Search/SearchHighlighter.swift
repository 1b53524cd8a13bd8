import Raster

/// Shows where the words of a query are in names and tags.
struct SearchHighlighter {
    private let phrases: [SearchTerms.Phrase]

    init(_ terms: SearchTerms) { phrases = terms.phrases }

    /// The highlights of an asset, or `nil` where neither its name nor a tag matched.
    func highlights(of asset: Asset) -> Highlights? {
        let name = marked(asset.name)
        let tags = asset.tags.filter { !ranges(in: $0).isEmpty }
        guard name != nil || !tags.isEmpty else { return nil }
        return Highlights(name: name, tags: tags.isEmpty ? nil : tags)
    }

    /// `text`, HTML-escaped, with `<mark>` around what matched; `nil` where nothing did.
    func marked(_ text: String) -> String? {
        let ranges = ranges(in: text)
        guard !ranges.isEmpty else { return nil }
        var html = ""
        var next = ranges[...]
        for (offset, character) in text.enumerated() {
            if offset == next.first?.lowerBound { html += "<mark>" }
            html += Self.escaped(character)
            if offset + 1 == next.first?.upperBound {
                html += "</mark>"
                next = next.dropFirst()
            }
        }
        return html
    }

    /// The characters that matched, by offset: in order, apart from each other.
    private func ranges(in text: String) -> [Range<Int>] {
        let tokens = SearchTokenizer.tokens(in: text)
        let found = phrases.flatMap { phrase in
            tokens.indices.compactMap { Self.match(phrase, tokens[$0...]) }
        }
        return Self.merged(found)
    }

    private static func match(
        _ phrase: SearchTerms.Phrase, _ tokens: ArraySlice<SearchToken>
    ) -> Range<Int>? {
        let (part, words) = (tokens.prefix(phrase.words.count), phrase.words)
        guard part.count == words.count, let first = part.first, let last = part.last,
            let word = words.last, zip(part.dropLast(), words).allSatisfy({ same($0.text, $1) })
        else { return nil }
        if same(last.text, word) { return first.range.lowerBound..<last.range.upperBound }
        guard phrase.isPrefix, last.text.unicodeScalars.starts(with: word.unicodeScalars) else { return nil }
        return first.range.lowerBound..<last.range(ofFirst: word.unicodeScalars.count).upperBound
    }

    private static func same(_ left: String, _ right: String) -> Bool {
        left.utf8.elementsEqual(right.utf8)
    }

    private static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
        var merged: [Range<Int>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }

    /// By scalars: a mark on a `<` makes another character of it, which still begins with `<`.
    private static func escaped(_ character: Character) -> String {
        character.unicodeScalars.lazy.map(escaped).joined()
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "&": "&amp;"
        case "<": "&lt;"
        case ">": "&gt;"
        case "\"": "&quot;"
        case "'": "&#39;"
        default: String(scalar)
        }
    }
}
