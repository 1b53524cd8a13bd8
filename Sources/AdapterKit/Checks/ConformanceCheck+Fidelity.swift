import Bytes
import Raster

extension ConformanceCheck {
    /// Values that come with a new asset, against what the adapter foretells of them.
    static let fidelity = [
        arrives("a name arrives as foretold", names: ["Plain", "Ünïcode 🦊", "\"q\" & 'r' <b> \\"]),
        arrives("a name keeps its spelling, or as foretold", names: ["caf\u{e9}", "cafe\u{301}"]),
        arrives("a name keeps the spaces around it, or as foretold", names: [" padded "]),
        arrives(
            "a description arrives as foretold",
            descriptions: ["Plain.", "{\"a\": \"b\\\\\"}", "<b>&amp;</b> 'q' %41", "été 世界 🦊"]),
        arrives("a description keeps its lines, or as foretold", descriptions: ["two\nlines\tand a tab\n"]),
        arrives("a description keeps its spelling, or as foretold", descriptions: ["cafe\u{301} \u{212b}"]),
        arrives(
            "a long description arrives as foretold",
            descriptions: [String(repeating: "All work and no play. ", count: 200)]),
        arrives("tags arrive as foretold", tags: [["red", "b c", "2024"]]),
        arrives("tags in any script arrive as foretold", tags: [["été", "世界", "🦊", "שלום"]]),
        arrives(
            "tags with punctuation arrive as foretold", tags: [["a\"b", "c;d", "e'f", "[g]", "h\\i", "%41"]]),
        arrives("a tag with a comma arrives as foretold", tags: [["salt, pepper"]]),
        arrives("tags that differ by letter case arrive as foretold", tags: [["fox", "Fox", "FOX"]]),
        arrives("many tags arrive as foretold", tags: [(1...40).map { "tag \($0)" }]),
        arrives("a long tag arrives as foretold", tags: [[String(repeating: "語", count: 100)]]),
        arrives(
            "a media type arrives as foretold",
            contentTypes: ["image/png", "image/svg+xml", "application/octet-stream", "text/plain"]),
        ConformanceCheck("an asset without tags shows none") { scratch in
            let tags = try await scratch.adapter.stat(try await scratch.store().id).tags
            try expect(tags?.isEmpty != false, "it shows \(tags ?? [])")
        },
        ConformanceCheck("an asset without a description shows none") { scratch in
            let description = try await scratch.adapter.stat(try await scratch.store().id).description
            try expect(description?.isEmpty != false, "it shows \(description ?? "")")
        },
        ConformanceCheck("an asset is not changed before it is made") { scratch in
            let asset = try await scratch.adapter.stat(try await scratch.store().id)
            guard let created = asset.created, let updated = asset.updated else { return }
            try expect(created <= updated, "it was made \(created) and changed \(updated)")
        },
    ]

    private static func arrives(
        _ title: String, names: [String] = [], descriptions: [String] = [], tags: [[String]] = [],
        contentTypes: [String] = []
    ) -> ConformanceCheck {
        ConformanceCheck(title) { scratch in
            for name in names {
                let id = try await store(scratch) { $0.name = name }
                try await scratch.adapter.expectShown(of: id, name: name)
            }
            for description in descriptions {
                let id = try await store(scratch) { $0.description = description }
                try await scratch.adapter.expectShown(of: id, description: description)
            }
            for tags in tags {
                let id = try await store(scratch) { $0.tags = tags }
                try await scratch.adapter.expectShown(of: id, tags: tags)
            }
            for type in contentTypes {
                let id = try await store(scratch) { $0.contentType = type }
                try await scratch.adapter.expectShown(of: id, contentType: type)
            }
        }
    }

    private static func store(_ scratch: Scratch, _ change: (inout AssetDraft) -> Void) async throws
        -> NativeID
    {
        var draft = scratch.draft(size: 3)
        change(&draft)
        return try await scratch.create(draft, .stream(ByteStream([1, 2, 3]))).id
    }
}
