import Raster
import Testing

@testable import ImgbtAdapter

@Suite struct MappingTests {
    private func path(_ asset: AssetID = "a1", filename: String = "Harbour.JPG") throws -> ImgbtPath {
        try ImgbtMapping.path(of: .sample(asset, filename: filename))
    }

    @Test func `a key leads to one path`() throws {
        let path = try path()
        #expect(path.place == "acme/photos/image-6vp")
        #expect(path.filename == "a1.jpg")
        #expect(path.target == "/acme/photos/image-6vp/a1.jpg")
    }

    @Test func `what is a component stays as it is`() throws {
        for text in ["a", "0", "acme", "summer-2026", "a--b", "x-ray", String(repeating: "a", count: 64)] {
            #expect(try ImgbtMapping.component(text) == text)
        }
    }

    @Test func `what is no component becomes one, no two alike`() throws {
        let texts = [
            "", "-", "a-", "-a", "A", "a", "a_b", "a.b", "a b", "a/b", "..", "é", "e\u{301}", "x--", "x--a",
            String(repeating: "a", count: 64), String(repeating: "a", count: 65), "a\0",
        ]
        let components = try texts.map(ImgbtMapping.component)
        #expect(components.allSatisfy(ImgbtMapping.isComponent))
        #expect(Set(components).count == texts.count)
        let again = try components.filter { $0.hasPrefix("x--") }.map(ImgbtMapping.component)
        #expect(Set(again).isDisjoint(with: components))
    }

    @Test func `the rule of components is the documented one`() {
        let pattern = /[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?/
        let texts = [
            "", "a", "ab", "a-", "-a", "a-b", "A", "a_", "é", String(repeating: "a", count: 65), "a\n",
        ]
        for text in texts + [String(repeating: "-", count: 3), "0-0", String(repeating: "9", count: 64)] {
            #expect(ImgbtMapping.isComponent(text) == (text.wholeMatch(of: pattern) != nil), "\(text)")
        }
    }

    @Test func `the kind of a channel comes from the filename`() {
        let kinds = [
            "a.JPG": "image", "a.mp4": "video", "a.mp3": "audio", "a.txt": "text", "a.woff": "font",
            "a.glb": "model", "a.pdf": "file", "a.nonsense": "file", "a": "file", ".jpg": "file", "": "file",
        ]
        for (filename, kind) in kinds { #expect(ImgbtMapping.kind(of: filename) == kind, "\(filename)") }
    }

    @Test func `only a safe extension is kept`() {
        let extensions: [String: String?] = [
            "a.JPG": "jpg", "a.b.tar": "tar", "a.mp4": "mp4", "a.abcdefghij": "abcdefghij",
            "a.abcdefghijk": nil,
            "a.": nil, ".htaccess": nil, "..": nil, "a.j pg": nil, "a.é": nil, "a/b.x/y": nil, "a.a%2f": nil,
            "": nil,
            "a.\u{212A}": nil,
        ]
        for (filename, kept) in extensions {
            #expect(ImgbtMapping.fileExtension(of: filename) == kept, "\(filename)")
        }
    }

    @Test func `assets spread over many channels, which three digits name`() throws {
        let channels = try (0..<2000).map { try path(AssetID("asset\($0)")).channel }
        #expect(channels.allSatisfy { $0.wholeMatch(of: /image-[a-z2-7]{3}/) != nil })
        #expect(Set(channels).count > 1900)
    }

    @Test func `base 32 is that of RFC 4648`() {
        func encode(_ text: String) -> String {
            String(decoding: ImgbtMapping.base32(Array(text.utf8)), as: UTF8.self)
        }
        #expect(
            ["", "f", "fo", "foo", "foob", "fooba", "foobar"].map(encode) == [
                "", "my", "mzxq", "mzxw6", "mzxw6yq", "mzxw6ytb", "mzxw6ytboi",
            ])
    }

    @Test func `a filename that means something else in a path has no address`() {
        for filename in ["", ".", ".."] {
            let path = ImgbtPath(partition: "a", collection: "b", channel: "c", filename: filename)
            #expect(path.target == nil)
        }
        let path = ImgbtPath(partition: "a", collection: "b", channel: "c", filename: "x y/%.png?")
        #expect(path.target == "/a/b/c/x%20y%2F%25.png%3F")
    }
}
