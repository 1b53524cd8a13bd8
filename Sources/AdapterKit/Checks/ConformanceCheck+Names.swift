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
        ] + [
            twins("one filename twice is two assets", "twin.png", "twin.png"),
            twins("two filenames that differ by letter case are two assets", "Photo.PNG", "photo.png"),
            twins(
                "two filenames that differ by normalization are two assets", "caf\u{e9}.png",
                "cafe\u{301}.png"),
            twins("two filenames that differ by a space at the end are two assets", "a.png", "a.png "),
        ]

    private static func name(_ title: String, _ filename: String) -> ConformanceCheck {
        ConformanceCheck(title) { scratch in
            if let limit = scratch.adapter.limits.maximumNameBytes, filename.utf8.count > limit { return }
            let bytes = scratch.bytes(50)
            let asset = try await scratch.store(bytes, filename: filename)
            try await scratch.adapter.expectBytes(bytes, of: asset.id)
            try expectForetold(filename, seen: try await scratch.adapter.stat(asset.id).filename, scratch)
        }
    }

    private static func twins(_ title: String, _ first: String, _ second: String) -> ConformanceCheck {
        ConformanceCheck(title) { scratch in
            let one = try await scratch.store([1], filename: first)
            let two = try await scratch.store([2], filename: second)
            try expect(one.id != two.id, "both are \(one.id)")
            try await scratch.adapter.expectBytes([1], of: one.id)
            try await scratch.adapter.expectBytes([2], of: two.id)
        }
    }

    /// Compares bytes, since equal strings may be spelled differently.
    private static func expectForetold(_ filename: String, seen: String?, _ scratch: Scratch) throws {
        guard let seen else { return }
        switch scratch.adapter.fidelity(of: .filename, .text(filename)) {
        case .exact: try expect(Array(seen.utf8) == Array(filename.utf8), "it comes back as \(seen)")
        case .transformed(let value): try expect(value == .text(seen), "it comes back as \(seen)")
        case .dropped: break
        }
    }
}
