import HTTPCore
import MediaPocketAdapter
import Raster
import TestSupport
import Testing

@Suite struct MetadataTests {
    private func metadata(_ body: String) async throws -> FileMetadata {
        try await MediaPocketAdapter.sample(api: CannedTransport(.json(200, body))).metadata(of: "-a1")
    }

    @Test(arguments: [
        "{\"exif\":{\"Make\":\"X\"},\"mediainfo\":{\"Format\":\"JPEG\"}}",
        "{\"file_metadata\":{\"EXIF\":{\"Make\":\"X\"},\"Media\":{\"Format\":\"JPEG\"}}}",
        "{\"metadata\":{\"EXIF:Make\":\"X\",\"Format\":\"JPEG\"}}",
    ])
    func `sections are found under any of their names`(_ body: String) async throws {
        #expect(
            try await metadata(body) == FileMetadata(exif: ["Make": "X"], media: ["Format": "JPEG"]))
    }

    @Test func `whatever a value is becomes text, and nothing nothing`() async throws {
        let body = """
            {"exif":{"n":1.50,"b":true,"none":null,"deep":{"er":{"x":"y"}},"list":[1,"a",false],
            "objects":[{"a":1},{"a":[2,3]}]},"iptc":"plain","xmp":["a","b"],"mediainfo":null}
            """
        let metadata = try await metadata(body)
        #expect(
            metadata.exif == [
                "n": "1.50", "b": "true", "deep.er.x": "y", "list": "1, a, false", "objects.0.a": "1",
                "objects.1.a": "2, 3",
            ])
        #expect(metadata.iptc == ["value": "plain"] && metadata.xmp == ["value": "a, b"])
        #expect(metadata.media.isEmpty)
    }

    @Test func `an answer without anything is none`() async throws {
        for body in ["{}", "{\"file_metadata\":{}}", "{\"file_metadata\":null}"] {
            #expect(try await metadata(body) == FileMetadata())
        }
    }

    @Test func `there is an end to everything`() async throws {
        let many = (0..<1500).map { "\"k\($0)\":1" }.joined(separator: ",")
        let long = String(repeating: "é", count: 3000)
        let name = String(repeating: "n", count: 300)
        let metadata = try await metadata(
            "{\"exif\":{\(many)},\"iptc\":{\"long\":\"\(long)\",\"\(name)\":1}}")
        #expect(metadata.exif.count == 1000)
        #expect(metadata.iptc == ["long": String(long.prefix(2048))])
    }
}
