import TestSupport
import Testing

@testable import RasterCatalog

@Suite struct SearchTokenizerTests {
    @Test(arguments: 0..<300)
    func `text of ASCII is cut like any other`(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let bytes = (0..<30).map { _ in UInt8(random.next() % 128) }
        let text = String(decoding: bytes, as: UTF8.self)

        let words = SearchTokenizer.tokens(in: text).map(\.text).joined(separator: " ")

        #expect(SearchTokenizer.indexed(text) == words)
    }

    @Test(arguments: [
        ("IMG_0042.jpg", "img 0042 jpg"), ("", ""), ("...", ""), ("a\r\nb", "a b"), ("Café x", "cafe x"),
    ])
    func `words are folded, with a space between`(text: String, words: String) {
        #expect(SearchTokenizer.indexed(text) == words)
    }

    @Test func `a word that is typed twice is looked for once`() {
        #expect(SearchTerms("sea sea sea ").phrases.count == 2)
        #expect(SearchTerms("sea sky sea sky").phrases.map(\.isPrefix) == [false, false, true])
    }
}
