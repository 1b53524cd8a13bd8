import Raster
import RasterCatalog
import TestSupport
import Testing

@Suite struct SearchTests {
    @Test(arguments: [
        "\"", "*", "NEAR(", "-a", "name:", "name:a", "^a", "a AND", "OR", "NOT a", "a\"b", "'", ";--",
        "{a b}", "(",
        "👍", "\u{1}\u{2}", "\u{E000}", "a*b", "a + b", "\\", "%", "l1", "library:l1", "\u{301}", "ﷺ", "🇩🇪",
        "a\u{200D}b", "NEAR(a b, 3)", "- - -", "„“", "١٢٣",
    ])
    func `nothing that is typed is query syntax`(text: String) async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a1", name: "plain"))

        #expect(try await fixture.search(text).found == 0)
    }

    @Test func `thousands of words are no mistake`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a1", name: "x"))

        let words = (0..<1500).map { "x\($0)" }.joined(separator: " ")
        #expect(try await fixture.search(String(repeating: "x ", count: 4000)).found == 1)
        #expect(try await fixture.search(words).found == 0)
    }

    @Test(arguments: [
        ("Crème Brûlée", "creme brulee"), ("creme", "CRÈME"), ("STRASSE", "straße"), ("ﬁnal", "final"),
        ("Ｆｕｌｌ", "full"), ("ΟΔΟΣ", "οδος"), ("Ёлка", "елка"), ("IMG_0042", "0042"), ("don't", "don't"),
        ("e\u{301}t\u{e9}", "ete"), ("東京都", "京都"), ("東京タワーtower", "ワーt"), ("東京タワーtower", "東京 tower"),
        ("東京", "京"), ("ﾊﾞﾅﾅ", "バナナ"), ("\u{1112}\u{1161}\u{11ab}글", "한글"), ("여름 휴가", "휴가"), ("👍🏽 done", "👍"),
        ("sunset", "sun"), ("red car", "red c"), ("co\u{AD}op", "coop"), ("Đà Nẵng", "da nang"), ("C++", "c"),
        ("がく", "がく"), ("नमस्ते", "नमस्ते"), ("5€", "€"),
    ])
    func `a name is found by what people type`(name: String, text: String) async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a1", name: name))

        #expect(try await fixture.search(text).found == 1)
    }

    @Test(arguments: [
        ("かく", "がく"), ("sunset", "unset"), ("sun set", "sunset"), ("red", "red car"),
        ("sunset beach", "sun beach"),
        ("東都", "東京"), ("東京 大阪", "京大"),
    ])
    func `a name is not found by something else`(name: String, text: String) async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a1", name: name))

        #expect(try await fixture.search(text).found == 0)
    }

    @Test func `words may be spread over name, description and tags`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a1", name: "sun", description: "over the sea", tags: ["Italy"]))

        #expect(try await fixture.search("italy sea sun").found == 1)
        #expect(try await fixture.search("italy sea moon").found == 0)
    }

    @Test func `a phrase does not reach from one tag into the next`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a1", name: "x", tags: ["red", "car"]))

        #expect(try await fixture.search("red-car").found == 0)
    }

    @Test(arguments: ["", " ", "\n\t"])
    func `a blank search shows the newest, unranked`(text: String) async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a1"), .sample("a2"))
        try await fixture.publish(.sample("b1", created: .sample(1)), in: fixture.drafts)

        let result = try await fixture.search(text, in: [fixture.photos, fixture.drafts])

        #expect(result.hits.map(\.asset.id) == ["a2", "b1", "a1"])
        #expect(result.hits.allSatisfy { $0.score == nil && $0.highlights == nil })
        #expect(result.found == 3)
    }

    @Test func `a match in the name ranks above one in the description`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a1", name: "sea"), .sample("a2", name: "x", description: "sea"))

        let hits = try await fixture.search("sea").hits

        #expect(hits.map(\.asset.id) == ["a1", "a2"])
        #expect((hits[0].score ?? 0) > (hits[1].score ?? 0))
        #expect(hits[1].highlights == nil)
    }

    @Test func `equal ranks are newest first, then by id`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("z", name: "sea"))
        try await fixture.publish(together: [.sample("b", name: "sea"), .sample("a", name: "sea")])

        #expect(try await fixture.search("sea").hits.map(\.asset.id) == ["a", "b", "z"])
    }

    @Test func `too many hits are not ranked but newest first`() async throws {
        var options = SQLiteCatalog.Options()
        options.rankedHits = 1
        let fixture = try await CatalogFixture(options: options)
        try await fixture.publish(.sample("a", name: "sea"), .sample("b", name: "x", description: "sea"))

        let result = try await fixture.search("sea")

        #expect(result.hits.map(\.asset.id) == ["b", "a"])
        #expect(result.hits.map(\.score) == [0, 0])
    }

    @Test func `found counts all hits, whatever the page`() async throws {
        let fixture = try await CatalogFixture()
        for number in 0..<5 { try await fixture.publish(.sample(AssetID("a\(number)"), name: "sea")) }

        let last = try await fixture.search("sea", page: PageRequest(number: 3, size: 2))
        let beyond = try await fixture.search("sea", page: PageRequest(number: .max, size: 500))

        #expect(last.hits.map(\.asset.id) == ["a0"])
        #expect(last.found == 5)
        #expect(beyond.hits.isEmpty)
        #expect(beyond.found == 5)
    }

    @Test func `no library finds nothing`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a", name: "sea"))

        #expect(try await fixture.search("sea", in: []).found == 0)
        #expect(try await fixture.search("", in: []).found == 0)
        #expect(try await fixture.search("sea", in: [LibraryKey(99)]).found == 0)
    }

    @Test func `a library's number is no word of its assets`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a", name: "sea"))

        #expect(try await fixture.search("l\(fixture.photos.rawValue)").found == 0)
    }

    @Test func `a long description is searched to its end`() async throws {
        let fixture = try await CatalogFixture()
        let text = "beginning " + String(repeating: "é ", count: 9000) + "end"
        try await fixture.publish(.sample("a", name: "x", description: text))

        #expect(try await fixture.search("beginning").found == 1)
        #expect(try await fixture.search("end").found == 1)
    }

    @Test func `a changed description is found by its new words only`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(.sample("a", name: "x", description: "old"))

        try await fixture.catalog.write { [photos = fixture.photos] in
            try await $0.describe("a", as: "new", in: photos, at: .sample(5))
        }

        #expect(try await fixture.search("old").found == 0)
        #expect(try await fixture.search("new").hits.map(\.asset.updated) == [.sample(5)])
    }
}

extension SearchTests {
    @Test func `hits of a small library among others are its own, ranked alike`() async throws {
        let fixture = try await CatalogFixture()
        try await fixture.publish(
            .sample("a1", name: "sea"), .sample("a2", name: "sea"),
            .sample("a3", name: "x", description: "sea"))
        try await fixture.publish(
            .sample("b1", name: "x", description: "sea"), .sample("b2", name: "sea"), in: fixture.drafts)

        let large = try await fixture.search("sea").hits.map(\.asset.id)
        let small = try await fixture.search("sea", in: [fixture.drafts]).hits.map(\.asset.id)

        #expect(large == ["a2", "a1", "a3"])
        #expect(small == ["b2", "b1"])
    }
}
