import HTTPCore
import Testing

@Suite struct MediaTypeTests {
    @Test(arguments: [
        ("a.jpg", "image/jpeg"), ("A.JPEG", "image/jpeg"), ("a.b.HEIC", "image/heic"),
        ("x.avif", "image/avif"),
        ("x.dng", "image/x-adobe-dng"), ("x.pdf", "application/pdf"), ("x.mp4", "video/mp4"),
        ("x.woff2", "font/woff2"),
        ("x.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("é.glb", "model/gltf-binary"),
    ])
    func `an extension stands for a media type`(_ filename: String, _ type: String) {
        #expect(MediaType.forFilename(filename) == type)
    }

    @Test(arguments: ["", "jpg", ".jpg", "a.", "a.unknown", "a.jpg "])
    func `without a known extension nothing is known`(_ filename: String) {
        #expect(MediaType.forFilename(filename) == nil)
    }

    static let heads: [([UInt8], String)] = [
        ([0xFF, 0xD8, 0xFF, 0xE0], "image/jpeg"),
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "image/png"),
        (Array("GIF89a".utf8), "image/gif"), (Array("RIFF\0\0\0\0WEBPVP8 ".utf8), "image/webp"),
        (Array("RIFF\0\0\0\0WAVE".utf8), "audio/wav"), (Array("II*\0".utf8), "image/tiff"),
        (Array("%PDF-1.7".utf8), "application/pdf"),
        (Array("BM\0\0\0\0\0\0\0\0".utf8), "image/bmp"), (Array("PK\u{3}\u{4}".utf8), "application/zip"),
        (Array("\0\0\0\u{18}ftypheic\0\0\0\0mif1".utf8), "image/heic"),
        (Array("\0\0\0\u{18}ftypavif".utf8), "image/avif"),
        (Array("\0\0\0\u{1C}ftypmif1\0\0\0\0mif1avif".utf8), "image/avif"),
        (Array("\0\0\0\u{14}ftypmif1\0\0\0\0".utf8), "image/heif"),
        (Array("\0\0\0\u{14}ftypisom\0\0\u{2}\0".utf8), "video/mp4"),
        (Array("\0\0\0\u{14}ftypqt  ".utf8), "video/quicktime"),
        ([0x1A, 0x45, 0xDF, 0xA3, 0x42, 0x82, 0x84] + Array("webm".utf8), "video/webm"),
        ([0x1A, 0x45, 0xDF, 0xA3], "video/x-matroska"),
        (Array("\u{FEFF} <!DOCTYPE html>".utf8), "text/html"),
        (Array("<?xml version=\"1.0\"?><svg>".utf8), "image/svg+xml"),
        (Array("<svg xmlns".utf8), "image/svg+xml"), (Array("<?xml?><a/>".utf8), "text/xml"),
    ]

    @Test(arguments: heads)
    func `the first bytes show the media type`(_ bytes: [UInt8], _ type: String) {
        #expect(MediaType.sniff(bytes) == type)
    }

    @Test(arguments: ["", "BM is a word", "RIFF", "ftyp", "hello <html>", "\0\0\0\u{18}ftyp", "GIF88a"])
    func `other bytes show nothing`(_ text: String) {
        #expect(MediaType.sniff(Array(text.utf8)) == nil)
    }

    @Test(arguments: [
        "text/html", "TEXT/HTML; charset=utf-8", "application/xhtml+xml", "image/svg+xml", "text/xml",
        "application/xml",
        "application/rss+xml", "text/javascript", "application/x-javascript", "text/xsl",
        "multipart/x-mixed-replace",
        "message/rfc822", "", "nonsense", "text/", "/html", "text/html/x", "text html", "text/html,image/png",
    ])
    func `what a browser runs, or guesses about, is active`(_ type: String) {
        #expect(MediaType.isActive(type))
    }

    @Test(arguments: [
        "image/png", "image/jpeg; a=b", "application/pdf", "text/plain", "video/mp4",
        "application/octet-stream",
        "application/json", "font/woff2", "text/csv", "text/css",
    ])
    func `pictures, films and plain text are inert`(_ type: String) {
        #expect(!MediaType.isActive(type))
    }

    @Test func `the essence of a type has no parameters`() {
        #expect(MediaType.essence("Image/PNG ; q=\"a;b\"") == "image/png")
        #expect(MediaType.essence("image") == nil)
    }
}

@Suite struct ContentDispositionTests {
    @Test func `an ASCII filename is sent as it is`() {
        #expect(ContentDisposition.attachment(filename: "a b.jpg") == #"attachment; filename="a b.jpg""#)
        #expect(ContentDisposition.inline(filename: "a.jpg") == #"inline; filename="a.jpg""#)
    }

    @Test(arguments: [
        ("é€.jpg", #"filename="__.jpg"; filename*=UTF-8''%C3%A9%E2%82%AC.jpg"#),
        (#"a"b\c%d"#, #"filename="a_b_c_d"; filename*=UTF-8''a%22b%5Cc%25d"#),
        ("a\r\nX: y", #"filename="a__X: y"; filename*=UTF-8''a%0D%0AX%3A%20y"#),
    ])
    func `other filenames come in both forms`(_ filename: String, _ parameters: String) {
        #expect(ContentDisposition.attachment(filename: filename) == "attachment; " + parameters)
    }

    @Test(arguments: ["é.jpg", "a\"b", "e\u{301}\u{0}\n.txt", "😀"])
    func `what is sent reads back`(_ filename: String) throws {
        let header = try #require(HeaderParameters(ContentDisposition.inline(filename: filename)))

        let extended = try #require(header["filename*"]).dropFirst("UTF-8''".count)
        #expect(PercentEncoding.decode(extended) == (filename.contains("\0") ? nil : filename))
    }
}

@Suite struct HeaderParametersTests {
    @Test func `values and parameters are read`() throws {
        let header = try #require(HeaderParameters(#"Text/HTML ; Charset=UTF-8;x="a;\"b\\c\d" ; ; y=é;"#))

        #expect(header.value == "text/html")
        #expect(header.parameters.map(\.name) == ["charset", "x", "y"])
        #expect(header.parameters.map(\.value) == ["UTF-8", #"a;"b\c\d"#, "é"])
        #expect(header["none"] == nil)
    }

    @Test(arguments: [
        "", ";a=b", "a b", "a;b", "a;b=", "a;b=\"c", "a;=b", "a;b=c d", "a;b=c;b=d", "a;b=c;B=d", "a;b =c",
        "a;b= c", "a;b=\"c\"d",
    ])
    func `what is malformed is refused`(_ text: String) {
        #expect(HeaderParameters(text) == nil)
    }
}
