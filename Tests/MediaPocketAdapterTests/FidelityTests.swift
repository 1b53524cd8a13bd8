import MediaPocketAdapter
import Raster
import Testing

@Suite struct FidelityTests {
    private func fate(_ field: AssetField, _ value: FieldValue) throws -> Fidelity {
        try MediaPocketAdapter.sample().fidelity(of: field, value)
    }

    @Test func `bytes, filenames and descriptions arrive as they are`() throws {
        for field in [AssetField.bytes, .filename, .description] {
            #expect(try fate(field, .text("Ünïcode\n🦊")) == .exact)
        }
    }

    @Test func `media type and time are lost`() throws {
        for field in [AssetField.contentType, .created] {
            guard case .dropped = try fate(field, .text("image/png")) else {
                Issue.record("\(field)")
                continue
            }
        }
    }

    @Test(arguments: [
        (["sea", "世界", "🦊"], nil), (["Sea"], ["sea"]), (["fox", "Fox", "FOX"], ["fox"]),
        // By Unicode's full mapping of each scalar, as Ruby has it: no final sigma, a dot above that stays.
        (["ÄÉ"], ["äé"]), (["ΟΔΟΣ"], ["οδοσ"]), (["İ"], ["i\u{307}"]), (["ẞ"], ["ß"]),
        (["Cafe\u{301}", "Caf\u{e9}"], ["cafe\u{301}", "caf\u{e9}"]),
    ])
    func `tags arrive in lower case, each once`(_ tags: [String], _ arriving: [String]?) throws {
        let fate = try fate(.tags, .list(tags))
        #expect(fate == arriving.map { .transformed(.list($0)) } ?? .exact)
    }

    @Test func `a name is cut at 255 scalars, never within a character`() throws {
        let fitting = String(repeating: "é", count: 255)
        #expect(try fate(.name, .text(fitting)) == .exact)
        #expect(try fate(.name, .text(fitting + "x")) == .transformed(.text(fitting)))
        let flag = "🇫🇮"
        let padded = String(repeating: "x", count: 254)
        #expect(try fate(.name, .text(padded + flag)) == .transformed(.text(padded)))
        let heap = "a" + String(repeating: "\u{301}", count: 400)
        guard case .transformed(.text(let cut)) = try fate(.name, .text(heap)) else {
            Issue.record("it is not cut")
            return
        }
        #expect(cut.unicodeScalars.count == 255)
    }

    @Test func `a name without a visible sign gets one`() throws {
        for name in ["", " ", "\u{3000}"] {
            #expect(try fate(.name, .text(name)) == .transformed(.text("Untitled")))
        }
    }
}
