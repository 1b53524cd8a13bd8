import Bytes
import Raster

extension ConformanceCheck {
    /// Filenames that systems trip over.
    static let names =
        [
            name("a filename may hold spaces and punctuation", " a  b's \"c\" & <d> + #e ?f;g=h.txt "),
            name("a filename may hold percent signs that decode to nothing good", "%2e%2e%2f%00%zz.txt"),
            name("a filename may hold emoji", "🦊👩‍👩‍👧‍👦🇫🇮.png"),
            name("a filename may be in any script", "Привет, 世界 ‫שלום‬.jpg"),
            name("a filename may begin with a dot", ".htaccess"),
            name("a filename may begin with a hyphen", "-rf.txt"),
            name("a filename may be two dots", ".."),
            name("a filename may end with a dot or a space", "name. "),
            name("a filename may be 255 bytes long", String(repeating: "x", count: 251) + ".png"),
            name(
                "a filename may be 255 bytes of long letters",
                "a" + String(repeating: "語", count: 83) + ".jpeg"),
            name("a filename may have no extension", "README"),
            name("a filename may be one letter long", "x"),
            name("a filename may hold signs that forms decode", "+a=b+c&d=%2B.txt"),
            name("a filename may look like an address", "http:example.com?a=b#c.html"),
            name("a filename may look like JSON", "{\"a\":[1,null]}.json"),
            name("a filename may hold what cannot be seen", "\u{feff}a\u{200b}b\u{ad}.txt"),
            name("a filename may be the name of a device", "NUL.txt"),
        ] + [
            twins("one filename twice is two assets", "twin.png", "twin.png"),
            twins("two filenames that differ by letter case are two assets", "Photo.PNG", "photo.png"),
            twins(
                "two filenames that differ by normalization are two assets", "caf\u{e9}.png",
                "cafe\u{301}.png"),
            twins("two filenames that differ by a space at the end are two assets", "a.png", "a.png "),
            twins("two filenames that differ by escapes are two assets", "a b.png", "a%20b.png"),
            twins("two filenames that differ by a plus sign are two assets", "c d.png", "c+d.png"),
            twins("two filenames that differ by their last extension are two assets", "a.tar.gz", "a.tar.xz"),
            twins(
                "two filenames that differ after 250 bytes are two assets",
                String(repeating: "n", count: 250) + "1.png",
                String(repeating: "n", count: 250) + "2.png"),
            ConformanceCheck("an asset can be deleted whatever its filename") { scratch in
                for filename in oddNames where scratch.adapter.bears(filename) {
                    let asset = try await scratch.store([1], filename: filename)
                    try await scratch.adapter.delete(asset.id)
                    try await scratch.adapter.expectNothing(at: asset.id)
                }
            },
        ]

    /// A few filenames for what must work with all of them.
    static let oddNames = [" a \"b\" & #e?f;g=h.txt ", "%2e%2e%2f%zz", "caf\u{e9} 🦊.png", "..", "-rf"]

    private static func name(_ title: String, _ filename: String) -> ConformanceCheck {
        ConformanceCheck(title) { scratch in
            guard scratch.adapter.bears(filename) else { return }
            let bytes = scratch.bytes(50)
            let asset = try await scratch.store(bytes, filename: filename)
            try await scratch.adapter.expectBytes(bytes, of: asset.id)
            try expectForetold(filename, seen: try await scratch.adapter.stat(asset.id).filename, scratch)
        }
    }

    private static func twins(_ title: String, _ first: String, _ second: String) -> ConformanceCheck {
        ConformanceCheck(title) { scratch in
            guard scratch.adapter.bears(first), scratch.adapter.bears(second) else { return }
            let one = try await scratch.store([1], filename: first)
            let two = try await scratch.store([2], filename: second)
            try expect(one.id != two.id, "both are \(one.id)")
            try await scratch.adapter.expectBytes([1], of: one.id)
            try await scratch.adapter.expectBytes([2], of: two.id)
        }
    }

    private static func expectForetold(_ filename: String, seen: String?, _ scratch: Scratch) throws {
        guard let seen else { return }
        try scratch.adapter.expectForetold(.filename, .text(filename), seen: .text(seen))
    }
}

extension Adapter {
    /// Whether a filename is within the limits.
    func bears(_ filename: String) -> Bool { filename.utf8.count <= limits.maximumNameBytes ?? Int.max }
}
