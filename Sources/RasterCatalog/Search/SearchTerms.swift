/// What a client typed, as words that must all match.
struct SearchTerms: Equatable {
    /// The words of one whitespace-separated piece, which must follow each other.
    struct Phrase: Hashable {
        let words: [String]
        /// Whether the last word may go on.
        let isPrefix: Bool

        /// As FTS5 reads it.
        ///
        /// Words hold letters, numbers, marks and symbols only, so nothing needs escaping but
        /// is quoted all the same, since `AND`, `OR`, `NOT` and `NEAR` are words too.
        var expression: String {
            "\"" + words.joined(separator: " ").replacing("\"", with: "\"\"") + "\"" + (isPrefix ? " *" : "")
        }
    }

    let phrases: [Phrase]

    /// The words of `text`; none where it has no letter, number or symbol.
    init(_ text: String) {
        let pieces = text.split(whereSeparator: \.isWhitespace)
            .map { SearchTokenizer.tokens(in: String($0), endsOpen: true) }.filter { !$0.isEmpty }
        let all = pieces.enumerated().map { index, tokens in
            Phrase(
                words: tokens.map(\.text),
                isPrefix: index == pieces.count - 1 || Self.isLoneIdeograph(tokens[tokens.count - 1]))
        }
        // A word that is there twice must match no more than once, and is looked for once.
        phrases = all.unique()
    }

    private static func isLoneIdeograph(_ token: SearchToken) -> Bool {
        token.scalarCounts.count == 1 && token.text.unicodeScalars.allSatisfy(Ideograph.contains)
    }

    /// The FTS5 expression for these words in any library.
    var expression: String {
        "{name description tags} : (" + phrases.map(\.expression).joined(separator: " AND ") + ")"
    }

    /// The FTS5 expression for these words in one of the libraries with these numbers.
    func expression(libraries: [Int64]) -> String {
        let places = libraries.map { "\"l\($0)\"" }.joined(separator: " OR ")
        return "(library : (\(places))) AND (\(expression))"
    }
}
