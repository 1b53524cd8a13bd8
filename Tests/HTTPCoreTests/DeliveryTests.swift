import Bytes
import HTTPCore
import Testing

@Suite struct DeliveryTests {
    private let date = "Sun, 06 Nov 1994 08:49:37 GMT"
    private let earlier = "Sun, 06 Nov 1994 08:49:36 GMT"
    private let later = "Sun, 06 Nov 1994 08:49:38 GMT"
    private let part = Delivery.partial(ByteRange(offset: 2, length: 3))

    private func evaluate(
        _ fields: HTTPFields, method: HTTPMethod = .get, etag: ETag? = ETag("a"), dated: Bool = true,
        size: Int = 10
    ) -> Delivery {
        let modified = dated ? HTTPDate(secondsSinceEpoch: 784_111_777) : nil
        return Delivery.evaluate(
            method: method, fields: fields, etag: etag, lastModified: modified, size: size)
    }

    @Test func `without conditions all is sent`() {
        #expect(evaluate([:]) == .full)
        #expect(evaluate([:], method: .head) == .full)
    }

    @Test(arguments: [
        #""a""#, #"W/"a""#, "*", #""x", "a""#, #""x" , W/"a","y""#, #"  "a" "#, #","a","#, #""x,y","a""#,
    ])
    func `a tag the client has is not sent again`(_ tags: String) {
        #expect(evaluate(["If-None-Match": tags]) == .notModified)
        #expect(evaluate(["if-none-match": tags], method: .head) == .notModified)
    }

    @Test(arguments: [#""b""#, "a", #""a"#, #"w/"a""#, "", #""x""a""#, #""A""#, "*, \"a\"", "**"])
    func `other tags and what is none get all`(_ tags: String) {
        #expect(evaluate(["If-None-Match": tags]) == .full)
    }

    @Test func `tags in several lines are one list`() {
        #expect(evaluate(["If-None-Match": #""x""#, "IF-NONE-MATCH": #""a""#]) == .notModified)
    }

    @Test func `a weak tag of ours matches weakly`() {
        #expect(evaluate(["If-None-Match": #""a""#], etag: ETag("a", isWeak: true)) == .notModified)
    }

    @Test func `a star matches also what has no tag`() {
        #expect(evaluate(["If-None-Match": "*"], etag: nil) == .notModified)
        #expect(evaluate(["If-None-Match": #""a""#], etag: nil) == .full)
    }

    @Test func `what has not changed since a date is not sent again`() {
        #expect(evaluate(["If-Modified-Since": date]) == .notModified)
        #expect(evaluate(["If-Modified-Since": later]) == .notModified)
        #expect(evaluate(["If-Modified-Since": earlier]) == .full)
        #expect(evaluate(["If-Modified-Since": "yesterday"]) == .full)
        #expect(evaluate(["If-Modified-Since": date], dated: false) == .full)
    }

    @Test func `a date counts only where there are no tags`() {
        #expect(evaluate(["If-None-Match": #""b""#, "If-Modified-Since": date]) == .full)
        #expect(evaluate(["If-None-Match": #""a""#, "If-Modified-Since": earlier]) == .notModified)
    }

    @Test func `a range is sent to GET only`() {
        #expect(evaluate(["Range": "bytes=2-4"]) == part)
        #expect(evaluate(["Range": "bytes=2-4"], method: .head) == .full)
        #expect(evaluate(["Range": "bytes=2-4", "If-None-Match": "*"], method: .post) == .full)
    }

    @Test func `a range outside is unsatisfiable, several are all`() {
        #expect(evaluate(["Range": "bytes=10-"]) == .unsatisfiable)
        #expect(evaluate(["Range": "bytes=0-1,3-4"]) == .full)
        #expect(evaluate(["Range": "bytes=0-1", "range": "bytes=3-4"]) == .full)
    }

    @Test func `not modified comes before the range`() {
        #expect(evaluate(["Range": "bytes=10-", "If-None-Match": #""a""#]) == .notModified)
        #expect(evaluate(["Range": "bytes=2-4", "If-Modified-Since": date]) == .notModified)
    }

    @Test func `a range with If-Range is sent for the strong tag or the very date`() {
        #expect(evaluate(["Range": "bytes=2-4", "If-Range": #""a""#]) == part)
        #expect(evaluate(["Range": "bytes=2-4", "If-Range": date]) == part)
    }

    @Test(arguments: [#""b""#, #"W/"a""#, "Sun, 06 Nov 1994 08:49:38 GMT", "nonsense", "", "*"])
    func `with any other If-Range all is sent`(_ condition: String) {
        #expect(evaluate(["Range": "bytes=2-4", "If-Range": condition]) == .full)
        #expect(evaluate(["Range": "bytes=10-", "If-Range": condition]) == .full)
    }

    @Test func `a weak tag never guards a range`() {
        let fields: HTTPFields = ["Range": "bytes=2-4", "If-Range": #"W/"a""#]

        #expect(evaluate(fields, etag: ETag("a", isWeak: true)) == .full)
        #expect(
            evaluate(["Range": "bytes=2-4", "If-Range": #""a""#], etag: ETag("a", isWeak: true)) == .full)
    }

    @Test func `conditions for changes are not looked at`() {
        #expect(evaluate(["If-Match": #""b""#, "If-Unmodified-Since": earlier]) == .full)
    }
}
