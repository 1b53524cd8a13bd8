import HTTPCore
import Testing

@Suite struct RequestTargetTests {
    @Test(arguments: [
        ("/", []), ("/me", ["me"]), ("/a/b", ["a", "b"]), ("/a/", ["a", ""]), ("/a//b", ["a", "", "b"]),
        ("/a%20b/c", ["a b", "c"]), ("/%C3%A9", ["é"]), ("/a+b", ["a+b"]), ("/a?b/c?d", ["a"]),
        ("/..%2F..", ["../.."]), ("/../a", ["..", "a"]), ("http://host/a/b?c", ["a", "b"]),
        ("HTTPS://host:80/a", ["a"]), ("http://host", []), ("http://host?x", []),
        ("/http://host/a", ["http:", "", "host", "a"]),
    ])
    func `a path is split first and decoded then`(_ target: String, _ segments: [String]) {
        #expect(RequestTarget(target).segments == segments)
    }

    @Test(arguments: [
        "", "*", "me", "host:80", "/%00", "/a\0", "/%", "/%4", "/%G0", "/%FF", "/%C3", "/%ED%A0%80", "/a#b",
        "http://", "http:///a", "ftp://host/a",
    ])
    func `what is no path has no segments`(_ target: String) {
        #expect(RequestTarget(target).segments == nil)
    }

    @Test func `the query is what follows the first question mark`() {
        #expect(RequestTarget("/a?b=c?d").rawQuery == "b=c?d")
        #expect(RequestTarget("http://h/a?").rawQuery.isEmpty)
        #expect(RequestTarget("/a").rawQuery.isEmpty)
    }

    @Test func `a broken path leaves the query readable`() throws {
        #expect(try RequestTarget("/%?a=1").query().first("a") == "1")
    }
}

@Suite struct QueryTests {
    @Test func `items keep their order and their repetitions`() throws {
        let query = try Query("tags=a&page=2&tags=b,c&tags=")

        #expect(query.all("tags") == ["a", "b,c", ""])
        #expect(query.first("tags") == "a")
        #expect(query.first("page") == "2")
        #expect(query.first("none") == nil)
    }

    @Test(arguments: [
        ("", []), ("&&", []), ("a", [Query.Item("a", "")]), ("=", [Query.Item("", "")]),
        ("a=b=c", [Query.Item("a", "b=c")]), ("a+b=c%2Bd", [Query.Item("a b", "c+d")]),
        ("q=%E2%82%AC", [Query.Item("q", "€")]), ("q=€", [Query.Item("q", "€")]),
        ("a%3Db=%26", [Query.Item("a=b", "&")]),
    ])
    func `items are split first and decoded then`(_ text: String, _ items: [Query.Item]) throws {
        #expect(try Query(text).items == items)
    }

    @Test(arguments: ["q=%", "q=%1", "q=%zz", "q=%FF", "q=%00", "q=a\0", "a=1&q=%C0%80"])
    func `a value that cannot be decoded is named by its parameter`(_ text: String) {
        #expect(throws: QueryError.malformed(parameter: "q")) { try Query(text) }
    }

    @Test func `a name that cannot be decoded is named as it was sent`() {
        #expect(throws: QueryError.malformed(parameter: "q%")) { try Query("q%=1") }
    }

    @Test func `a thousand items are taken and no more`() throws {
        let thousand = String(repeating: "a&", count: 1_000)

        #expect(try Query(thousand).items.count == 1_000)
        #expect(throws: QueryError.tooManyItems(limit: 1_000)) { try Query(thousand + "a") }
    }
}

@Suite struct PercentEncodingTests {
    @Test func `only unreserved characters stay`() {
        #expect(PercentEncoding.encodePathSegment("aZ09-._~") == "aZ09-._~")
        #expect(PercentEncoding.encodePathSegment("a b/é?%+&'") == "a%20b%2F%C3%A9%3F%25%2B%26%27")
        #expect(PercentEncoding.encodePathSegment("") == "")
    }

    @Test func `a plus is a space only where that is asked for`() {
        #expect(PercentEncoding.decode("a+b") == "a+b")
        #expect(PercentEncoding.decode("a+b", plusIsSpace: true) == "a b")
    }

    @Test(arguments: ["%4a%4A", "%F0%9F%98%80", "plain"])
    func `either case of digits decodes`(_ text: String) {
        let decoded = PercentEncoding.decode(text)

        #expect(decoded != nil)
        #expect(
            decoded.map(PercentEncoding.encodePathSegment).flatMap { PercentEncoding.decode($0) } == decoded)
    }
}
