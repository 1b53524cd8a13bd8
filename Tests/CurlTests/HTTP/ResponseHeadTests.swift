import HTTPCore
import Testing

@testable import Curl

@Suite struct ResponseHeadTests {
    /// Reads lines as libcurl hands them over; the head, and the last step.
    private func read(_ lines: String..., limit: Int = 1000) -> (head: ResponseHead, step: ResponseHead.Step)
    {
        var head = ResponseHead(limit: limit)
        var step = ResponseHead.Step.more
        for line in lines {
            step = Array("\(line)\r\n".utf8).withUnsafeBytes { head.read($0) }
            if case .failed = step { break }
        }
        return (head, step)
    }

    private var broken: ResponseHead.Step {
        .failed(.malformed("the head of the answer breaks the rules of HTTP"))
    }

    @Test(arguments: ["HTTP/1.1 200 OK", "HTTP/1.0 200", "HTTP/2 200 ", "HTTP/1.1 200 a b c"])
    func `a status line has three digits`(line: String) {
        let (head, step) = read(line, "A: b", "")

        #expect(step == .complete && head.status == 200 && head.fields["a"] == "b")
    }

    @Test(arguments: [
        "HTTP/1.1", "HTTP/1.1 2000 OK", "HTTP/1.1 20 OK", "HTTP/1.1 099 OK", "HTTP/1.1  200", "A: b",
    ])
    func `anything else is none`(line: String) {
        #expect(read(line, "").step == broken)
    }

    @Test func `values lose the white space around them, and keep that inside`() {
        let head = read("HTTP/1.1 200 OK", "A: \t b  c \t", "B:", "C:d", "").head

        #expect(head.fields.map(\.value) == ["b  c", "", "d"])
    }

    @Test func `a folded line goes on`() {
        #expect(read("HTTP/1.1 200 OK", "A: b", " c", "").head.fields["A"] == "b c")
        #expect(read("HTTP/1.1 200 OK", " c", "").step == broken)
    }

    @Test(arguments: ["A b: c", ": c", "A", "A : c"])
    func `a name is a token`(line: String) {
        #expect(read("HTTP/1.1 200 OK", line, "").step == broken)
    }

    @Test func `interim heads leave nothing`() {
        let head = read("HTTP/1.1 100 Continue", "A: b", "", "HTTP/1.1 204 No", "C: d", "").head

        #expect(head.status == 204 && head.fields == ["C": "d"])
    }

    @Test func `the fields of framing are left out, and the length is known`() {
        let head = read(
            "HTTP/1.1 200 OK", "content-length: 5", "Connection: close", "Keep-Alive: 5", "E: f", ""
        ).head

        #expect(head.fields == ["E": "f"] && head.length == 5)
    }

    @Test(arguments: ["-1", "+1", "1,1", "0x1", "", "99999999999999999999"])
    func `a length is digits`(value: String) {
        #expect(read("HTTP/1.1 200 OK", "Content-Length: \(value)", "").step == broken)
    }

    @Test func `two lengths must agree`() {
        #expect(read("HTTP/1.1 200 OK", "Content-Length: 5", "Content-Length: 5", "").head.length == 5)
        #expect(read("HTTP/1.1 200 OK", "Content-Length: 5", "Content-Length: 6", "").step == broken)
    }

    @Test func `beside a transfer coding a length says nothing`() {
        let (head, step) = read("HTTP/1.1 200 OK", "Content-Length: 5", "Transfer-Encoding: chunked", "")

        #expect(step == .complete && head.length == nil)
    }

    @Test func `trailers change nothing, and count`() {
        let (head, step) = read("HTTP/1.1 200 OK", "A: b", "", "A: c", "HTTP/1.1 500 No", "", limit: 60)

        #expect(step == .more && head.status == 200 && head.fields == ["A": "b"])
        let long = read("HTTP/1.1 200 OK", "", String(repeating: "x", count: 100), limit: 60).step
        #expect(long == .failed(.malformed("the head of the answer is too long")))
    }
}
