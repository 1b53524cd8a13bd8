import Raster
import Testing

@Suite struct FilenameRuleTests {
    @Test(arguments: [
        ("a.txt", "a.txt"), ("dir/a.txt", "a.txt"), ("..\\..\\a", "a"), ("/", ""), ("a/", ""),
        ("C:\\x/y\\z.b", "z.b"),
        ("\u{301}/\u{301}a", "\u{301}a"), (" a ", " a "), ("...", "..."), ("-rf", "-rf"),
    ])
    func `a filename is the last component, as it is`(text: String, name: String) throws {
        let kept = try? Rules.filename(text)

        #expect(kept.map { Array($0.utf8) } == (name.isEmpty ? nil : Array(name.utf8)))
    }

    @Test(arguments: ["", ".", "..", "dir/..", "a\0b", "a\nb", "\u{85}", "\u{7F}", "\u{9F}a"])
    func `what is no filename is refused`(text: String) {
        #expect(throws: RasterError.self) { try Rules.filename(text) }
    }

    @Test(arguments: [(1, true), (127, true), (128, false)])
    func `a filename has at most 255 bytes`(count: Int, isGood: Bool) {
        let name = String(repeating: "\u{E9}", count: count)

        #expect((try? Rules.filename(name)) == (isGood ? name : nil))
    }

    @Test func `composed and decomposed spellings stay what they are`() throws {
        let composed = try Rules.filename("caf\u{E9}"), decomposed = try Rules.filename("cafe\u{301}")

        #expect(Array(composed.utf8) != Array(decomposed.utf8))
    }

    @Test(arguments: [
        ("a.txt", "a"), ("a.tar.gz", "a.tar"), ("a", "a"), (".hidden", ".hidden"), (".hidden.txt", ".hidden"),
        ("a.", "a"), ("..a", "..a"), ("a..b", "a."), ("...", "..."), ("\u{E9}.\u{E9}", "\u{E9}"),
    ])
    func `a stem has no last extension`(filename: String, stem: String) {
        #expect(Rules.stem(of: filename) == stem)
    }
}

@Suite struct TextRuleTests {
    @Test(arguments: [
        ("a", "a"), ("  a\u{A0}b\u{2003}", "a\u{A0}b"), ("Sea", "Sea"), ("trash2", "trash2"),
        ("\u{1F3D6}", "\u{1F3D6}"),
    ])
    func `a tag is trimmed and otherwise kept`(text: String, tag: String) throws {
        #expect(try Rules.tag(text) == tag)
    }

    @Test(arguments: ["", " ", "a,b", "a\tb", "\u{85}x\u{85}y", "index", "Trash", "TRASH ", "a\0"])
    func `a tag out of form is refused`(text: String) {
        let refusal = #expect(throws: RasterError.self) { try Rules.tag(text) }

        #expect(refusal?.code == .badUserInput)
    }

    @Test(arguments: [(100, true), (101, false)])
    func `a tag has at most 100 scalars, not characters`(count: Int, isGood: Bool) {
        let tag = "e" + String(repeating: "\u{301}", count: count - 1)

        #expect((try? Rules.tag(tag)) == (isGood ? tag : nil))
    }

    @Test(arguments: [(255, true), (256, false)])
    func `a library's name has at most 255 scalars`(count: Int, isGood: Bool) {
        let name = String(repeating: "n", count: count)

        #expect((try? Rules.libraryName(" \(name) ")) == (isGood ? name : nil))
    }

    @Test(arguments: ["", " \n", "a\0b"])
    func `a library's name out of form is refused`(text: String) {
        #expect(throws: RasterError.self) { try Rules.libraryName(text) }
    }

    @Test(arguments: [
        ("a", true), ("a-b", true), ("a--b", true), ("0", true), ("-a", false), ("a-", false), ("-", false),
        ("A", false),
        ("a_b", false), ("\u{E9}", false), ("", false), ("a\n", false),
    ])
    func `a slug has letters, digits and inner hyphens`(text: String, isGood: Bool) {
        #expect(Rules.isSlug(text) == isGood)
        #expect((try? Rules.slug(text)) == (isGood ? LibraryID(text) : nil))
    }

    @Test(arguments: [
        ("Summer 2026", "summer-2026"), ("  --A  b!! ", "a-b"), ("\u{E9}t\u{E9}", "t"),
        ("\u{65E5}\u{672C}", "library"), ("", "library"),
        ("\u{130}stanbul", "i-stanbul"),
        (String(repeating: "ab-", count: 40), String(repeating: "ab-", count: 18) + "ab"),
    ])
    func `a derived slug is one, whatever the name`(name: String, slug: String) {
        #expect(Rules.derivedSlug(from: name) == slug)
        #expect(Rules.isSlug(Rules.derivedSlug(from: name)))
    }

    @Test(arguments: [
        ("ann@example.com", true), (" a@b.co ", true), ("a+b@c.example", true), ("\u{E9}@example.com", true),
        ("a@b", false),
        ("@b.co", false), ("a@", false), ("a@b@c.co", false), ("a b@c.co", false), ("a@.co", false),
        ("a@b..co", false),
        ("a@b.co\n", false), ("\r\na@b.co", false), ("a@b\u{202E}oc.co", false), ("a@b_c.co", false),
        ("a@b\u{200B}.co", false), ("a\u{85}@b.co", false), ("a@b.co,c@d.co", false), ("a@-b.co", false),
        ("a@b.co%0d%0aBcc:x", false), ("a@xn--bcher-kva.example", true), ("a@b\u{FC}cher.example", true),
        ("a@" + String(repeating: "b.", count: 130) + "co", false),
        ("a@b.co\r\nBcc: x@y.co", false), ("<a@b.co>", false), ("", false),
    ])
    func `an e-mail address has a name and a domain`(text: String, isGood: Bool) {
        #expect(((try? Rules.email(text)) != nil) == isGood)
    }

    @Test(arguments: [(65_536, true), (65_537, false)])
    func `a description has at most 64 KiB`(count: Int, isGood: Bool) {
        let text = String(repeating: " ", count: count)

        #expect((try? Rules.description(text)) == (isGood ? text : nil))
    }

    @Test(arguments: [(0, false), (1, true), (10_000, true), (10_001, false)])
    func `a comment has 1 to 10,000 scalars`(count: Int, isGood: Bool) {
        let text = String(repeating: "\u{1F3D6}", count: count)

        #expect((try? Rules.comment(text)) == (isGood ? text : nil))
    }

    @Test func `NUL is refused everywhere`() {
        #expect(throws: RasterError.self) { try Rules.description("a\0") }
        #expect(throws: RasterError.self) { try Rules.comment("a\0") }
    }
}
