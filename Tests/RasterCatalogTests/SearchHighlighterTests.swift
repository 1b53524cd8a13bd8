import Raster
import TestSupport
import Testing

@testable import RasterCatalog

@Suite struct SearchHighlighterTests {
    @Test(arguments: [
        ("Sunset at sea", "sea", "Sunset at <mark>sea</mark>"),
        ("Sunset", "sun", "<mark>Sun</mark>set"),
        (
            "<b>Tom & \"Jerry's\"</b>", "tom",
            "&lt;b&gt;<mark>Tom</mark> &amp; &quot;Jerry&#39;s&quot;&lt;/b&gt;"
        ),
        ("Crème brûlée", "creme", "<mark>Crème</mark> brûlée"),
        ("Straße", "strass", "<mark>Straß</mark>e"),
        ("a<\u{338}b", "b", "a&lt;\u{338}<mark>b</mark>"),
        ("東京都庁", "京都", "東<mark>京都</mark>庁"),
        ("東京都庁", "東京都庁", "<mark>東京都庁</mark>"),
        ("red red", "red", "<mark>red</mark> <mark>red</mark>"),
        ("don't stop", "don't", "<mark>don&#39;t</mark> stop"),
        ("👍🏽 done", "👍", "<mark>👍🏽</mark> done"),
    ])
    func `matches are marked in the escaped name`(name: String, text: String, html: String) {
        #expect(SearchHighlighter(SearchTerms(text)).marked(name) == html)
    }

    @Test func `tags that match are listed unmarked`() {
        let asset = Asset.sample("a", name: "x", tags: ["Sea <1>", "land", "seal"])

        let highlights = SearchHighlighter(SearchTerms("sea")).highlights(of: asset)

        #expect(highlights == Highlights(name: nil, tags: ["Sea <1>", "seal"]))
    }

    @Test func `an asset that matched elsewhere has no highlights`() {
        let asset = Asset.sample("a", name: "x", description: "sea")

        #expect(SearchHighlighter(SearchTerms("sea")).highlights(of: asset) == nil)
    }
}
