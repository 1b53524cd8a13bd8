import HTTPCore
import Testing

@Suite struct MultipartParserTests {
    /// A body by the name of what is odd about it, and the parts it has: name, filename, data; `nil` if refused.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let body: String
        let parts: [[String?]]?

        init(_ title: String, _ body: String, _ parts: [[String?]]?) {
            testDescription = title
            self.body = body
            self.parts = parts
        }

        var bytes: [UInt8] { Array(body.utf8) }
    }

    static let cases = [
        Case(
            "repeated files",
            part(#"name="files"; filename="a.jpg""#, "AAA") + part(#"name="files"; filename="b.jpg""#, "BBBB")
                + part(#"name="files"; filename="b.jpg""#, "CC") + end,
            [["files", "a.jpg", "AAA"], ["files", "b.jpg", "BBBB"], ["files", "b.jpg", "CC"]]),
        Case(
            "repeated fields of one name",
            part(#"name="ids""#, "1") + part(#"name="ids""#, "2") + part(#"name="ids""#, "2") + end,
            [["ids", nil, "1"], ["ids", nil, "2"], ["ids", nil, "2"]]),
        Case(
            "an empty file", part(#"name="f"; filename="e.bin""#, "") + part(#"name="k""#, "v") + end,
            [["f", "e.bin", ""], ["k", nil, "v"]]),
        Case(
            "an empty field", part(#"name="k""#, "") + part(#"name="k2""#, "v") + end,
            [["k", nil, ""], ["k2", nil, "v"]]),
        Case("an empty filename", part(#"name="f"; filename="""#, "") + end, [["f", "", ""]]),
        Case(
            "near boundaries in the data",
            part(#"name="f"; filename="n.bin""#, "\r\n--Xb\r\n--XbY\r\n\r\n-\0\0--XbX\r\r\n-") + end,
            [["f", "n.bin", "\r\n--Xb\r\n--XbY\r\n\r\n-\0\0--XbX\r\r\n-"]]),
        Case(
            "UTF-8 and a quote in a filename", part(#"name="f"; filename="na\"ïve é.jpg""#) + end,
            [["f", "na\"ïve é.jpg", "d"]]),
        Case(
            "an escaped backslash, and one that is none", part(#"name="f"; filename="C:\dir\\x.jpg""#) + end,
            [["f", #"C:\dir\x.jpg"#, "d"]]),
        Case(
            "a quote as browsers send it", part(#"name="f"; filename="a%22b""#) + end, [["f", "a%22b", "d"]]),
        Case(
            "filename* beside filename",
            part(#"name="f"; filename="x.jpg"; filename*=UTF-8''%e2%82%ac.jpg"#) + end, [["f", "€.jpg", "d"]]),
        Case(
            "a broken filename* beside filename",
            part(#"name="f"; filename="x.jpg"; filename*=UTF-8''%e2%82.jpg"#) + end, [["f", "x.jpg", "d"]]),
        Case("a broken filename* alone", part(#"name="f"; filename*=latin1''a"#) + end, nil),
        Case("an unquoted name", part("name=f") + end, [["f", nil, "d"]]),
        Case(
            "header names in lower case",
            "--XbX\r\ncontent-disposition: form-data; name=\"f\"\r\n\r\nd\r\n" + end, [["f", nil, "d"]]),
        Case(
            "filename before name", part(#"filename="x.jpg"; name="f""#) + end, [["f", "x.jpg", "d"]]),
        Case(
            "preamble and epilogue", "junk\r\n" + part(#"name="k""#, "v") + end + "tail", [["k", nil, "v"]]),
        Case(
            "no line end after the final delimiter", part(#"name="k""#, "v") + "--XbX--", [["k", nil, "v"]]),
        Case("blanks after a delimiter", part("name=k").replacingPadding + end, [["k", nil, "d"]]),
        Case("no parts", end, []),
        Case("no final delimiter", part(#"name="k""#, "v"), nil),
        Case("cut in a file", String(part(#"name="f"; filename="a""#, "xxxxxxxxxxxx").dropLast(10)), nil),
        Case("cut in a header", "--XbX\r\nContent-Dispo", nil),
        Case("no disposition", "--XbX\r\nContent-Type: x/y\r\n\r\nd\r\n" + end, nil),
        Case("no header at all", "--XbX\r\n\r\nd\r\n" + end, nil),
        Case("no name", "--XbX\r\nContent-Disposition: form-data\r\n\r\nd\r\n" + end, nil),
        Case("another disposition", "--XbX\r\nContent-Disposition: file; name=a\r\n\r\nd\r\n" + end, nil),
        Case("LF alone", "--XbX\nContent-Disposition: form-data; name=\"k\"\n\nv\n--XbX--\n", nil),
        Case("LF alone inside a header", part("name=a\nX: b") + end, nil),
        Case("a folded line", part("name=a", header: " x: y\r\n") + end, nil),
        Case("a line without a colon", part("name=a", header: "xyz\r\n") + end, nil),
        Case("a space before the colon", part("name=a", header: "X : y\r\n") + end, nil),
        Case("two names", part("name=a; name=b") + end, nil),
        Case("two filenames", part("name=a; filename=a; filename=a") + end, nil),
        Case("two dispositions", part("name=a", header: "Content-Disposition: form-data\r\n") + end, nil),
        Case(
            "two media types", part("name=a", header: "Content-Type: a/b\r\nContent-Type: a/b\r\n") + end, nil
        ),
        Case("an encoding", part("name=a", header: "Content-Transfer-Encoding: base64\r\n") + end, nil),
        Case("an unclosed quote", part(#"name="a"#) + end, nil),
        Case("another boundary", "--OTHER\r\n\r\n" + "--OTHER--\r\n", nil),
        Case("a longer boundary", part("name=a") + "--XbXb\r\n" + end, nil),
        Case("an empty body", "", nil),
        Case("a huge header", part("name=a; x=\"\(String(repeating: "y", count: 100_000))\"") + end, nil),
        Case(
            "the boundary inside a line", part(#"name="f"; filename="x""#, "a--XbXb\r\nq") + end,
            [["f", "x", "a--XbXb\r\nq"]]),
    ]

    @Test(arguments: cases)
    func `a body is read, or refused`(_ example: Case) {
        let parts = try? read(example.bytes).get()

        #expect(parts?.map { [$0.part.name, $0.part.filename, $0.text] } == example.parts)
        #expect(parts?.allSatisfy(\.isComplete) ?? true)
    }

    @Test(arguments: cases.filter { $0.bytes.count < 3_000 })
    func `how a body is cut does not matter`(_ example: Case) {
        let whole = read(example.bytes)

        #expect(read(example.bytes, size: 1) == whole)
        for cut in 0...example.bytes.count {
            let halves = [Array(example.bytes[..<cut]), Array(example.bytes[cut...])]
            #expect(read(halves) == whole, "cut at \(cut)")
        }
    }
}

extension String {
    /// The text with blanks behind its first delimiter.
    fileprivate var replacingPadding: String { "--XbX \t" + dropFirst("--XbX".count) }
}
