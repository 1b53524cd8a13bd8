import HTTPCore
import TestSupport
import Testing

@Suite struct MultipartLimitsTests {
    private func error(_ result: Result<[ReadPart], MultipartError>) -> MultipartError? {
        if case .failure(let error) = result { error } else { nil }
    }

    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    /// A part whose header, without padding and the empty line, has `length` bytes.
    private func part(headerLength length: Int) -> String {
        let line = "\r\nContent-Disposition: form-data; name=a\r\nX: "
        return "--XbX" + line + String(repeating: "y", count: length - line.utf8.count - 2) + "\r\n\r\nd\r\n"
    }

    @Test(arguments: [1, 100, Int.max])
    func `a header has at most 8 KiB`(_ size: Int) {
        #expect(error(read(bytes(part(headerLength: 8_190) + end), size: size)) == nil)
        #expect(
            error(read(bytes(part(headerLength: 8_200) + end), size: size)) == .headerTooLarge(limit: 8_192))
    }

    @Test func `a header that never ends is refused before it is all there`() throws {
        var parser = MultipartParser(boundary: "XbX")
        _ = try parser.feed(bytes("--XbX\r\nX: "))

        #expect(throws: MultipartError.headerTooLarge(limit: 8_192)) {
            try parser.feed([UInt8](repeating: 0x79, count: 9_000))
        }
    }

    @Test func `a thousand parts are taken and no more`() throws {
        let thousand = String(repeating: HTTPCoreTests.part("name=a", ""), count: 1_000)

        #expect(try read(bytes(thousand + end)).get().count == 1_000)
        #expect(
            error(read(bytes(thousand + HTTPCoreTests.part("name=a") + end))) == .tooManyParts(limit: 1_000))
    }

    @Test func `outside of the parts are at most 64 KiB`() {
        let half = String(repeating: "x", count: 32_000)
        let form = "\r\n" + HTTPCoreTests.part("name=a") + end

        #expect(error(read(bytes(half + form + half))) == nil)
        #expect(error(read(bytes(half + form + half + half), size: 999)) == .tooMuchOutside(limit: 65_536))
        #expect(error(read(bytes(half + half + half + form), size: 999)) == .tooMuchOutside(limit: 65_536))
    }

    @Test func `a broken parser stays broken`() {
        var parser = MultipartParser(boundary: "XbX")
        let fault = bytes("--XbX\r\n\r\n")
        #expect(throws: MultipartError.self) { try parser.feed(fault) }

        #expect(throws: MultipartError.self) { try parser.feed(bytes(end)) }
        #expect(throws: MultipartError.self) { try parser.finish() }
    }

    @Test func `data are slices of what was fed`() throws {
        var parser = MultipartParser(boundary: "XbX")
        _ = try parser.feed(bytes("--XbX\r\nContent-Disposition: form-data; name=a\r\n\r\n"))
        let chunk = [UInt8](repeating: 7, count: 100_000)

        let events = try parser.feed(chunk)

        #expect(events == [.data(chunk[...])])
    }

    @Test func `the end of a chunk that may begin a delimiter is held back`() throws {
        var parser = MultipartParser(boundary: "XbX")
        _ = try parser.feed(bytes("--XbX\r\nContent-Disposition: form-data; name=a\r\n\r\n"))

        #expect(try parser.feed(bytes("abc\r\n--X")) == [.data(bytes("abc")[...])])
        #expect(try parser.feed(bytes("q")) == [.data(bytes("\r\n--Xq")[...])])
    }

    @Test func `invalid UTF-8 in a name or filename is refused`() {
        for parameter in ["name=\"", "name=a; filename=\""] {
            let head = bytes("--XbX\r\nContent-Disposition: form-data; " + parameter)

            #expect(
                error(read(head + [0xFF] + bytes("\"\r\n\r\nd\r\n" + end)))
                    == .malformed("the header of a part is not UTF-8"))
        }
    }

    @Test func `control characters stay in names, for others to refuse`() throws {
        let parts = try read(bytes(HTTPCoreTests.part("name=\"a\u{0}\u{1}\"; filename=\"b\u{0}\"") + end))
            .get()

        #expect(parts.first?.part.name == "a\u{0}\u{1}")
        #expect(parts.first?.part.filename == "b\u{0}")
    }

    @Test func `a part keeps its media type and its other fields`() throws {
        let header = "Content-Type: image/png; a=b\r\nX-Other:  y \r\n"

        let part = try #require(
            try read(bytes(HTTPCoreTests.part("name=a", header: header) + end)).get().first?.part)

        #expect(part.contentType == "image/png; a=b")
        #expect(part.fields["x-other"] == "y")
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `a form of random parts reads back, however it is cut`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let fragments = ["\r\n--Xb", "\r", "\n", "--XbX", "\r\n--", "-", "x", "\0", "é"]
        let data = (0..<Int.random(in: 0...5, using: &random)).map { _ in
            (0..<Int.random(in: 0...20, using: &random)).map { _ in
                fragments.randomElement(using: &random) ?? ""
            }.joined()
        }.map { $0.contains("\r\n--XbX") ? "" : $0 }
        let body = bytes(data.map { HTTPCoreTests.part("name=a", $0) }.joined() + end)

        let parts = try read(body, size: Int.random(in: 1...50, using: &random)).get()

        #expect(parts.map(\.text) == data)
    }
}

@Suite struct BoundaryTests {
    @Test(arguments: [
        ("multipart/form-data; boundary=XbX", "XbX"), ("Multipart/Form-Data;boundary=\"a b\"", "a b"),
        ("multipart/form-data; boundary=XbX; charset=utf-8", "XbX"),
        ("multipart/form-data; charset=x; BOUNDARY=q", "q"),
        ("multipart/form-data; boundary=gc0pJq0M:08jU534c0p", "gc0pJq0M:08jU534c0p"),
        ("multipart/form-data; boundary=\"=_a/b?('x')+,-.\"", "=_a/b?('x')+,-."),
        (
            "multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW;",
            "----WebKitFormBoundary7MA4YWxkTrZu0gW"
        ),
    ])
    func `a boundary is read, quoted or not`(_ type: String, _ boundary: String) {
        #expect(MultipartParser.boundary(contentType: type) == boundary)
    }

    @Test(arguments: [
        "multipart/form-data", "multipart/mixed; boundary=a", "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"\"", "multipart/form-data; boundary=\"a \"",
        "multipart/form-data; boundary=a; boundary=a",
        "multipart/form-data; boundary=é", "multipart/form-data; boundary=a@b",
        "multipart/form-data; boundary=\"a",
        "multipart/form-data; boundary = a", "multipart/form-data boundary=a", "", "text/plain",
    ])
    func `what is no boundary is refused`(_ type: String) {
        #expect(MultipartParser.boundary(contentType: type) == nil)
    }

    @Test func `a boundary has at most 70 characters`() {
        let seventy = String(repeating: "a", count: 70)

        #expect(MultipartParser.boundary(contentType: "multipart/form-data; boundary=\(seventy)") == seventy)
        #expect(MultipartParser.boundary(contentType: "multipart/form-data; boundary=\(seventy)a") == nil)
    }
}
