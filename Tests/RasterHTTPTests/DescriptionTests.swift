import HTTPCore
import Raster
import TestSupport
import Testing

@Suite struct DescriptionTests {
    @Test(arguments: ["Golden hour.", "  spaces kept \n", "", "🏖\u{7}\"\\/", "e\u{301}"])
    func `a description is kept and echoed verbatim`(text value: String) async throws {
        let surface = try await Surface()
        let id = try await surface.asset()

        let reply = try await surface.send(
            .patch, "\(Surface.photos)/assets/\(id)/description", json: text("description", value))

        #expect(reply.status == 200)
        #expect(reply.data?.names == ["assetId", "description"])
        #expect(reply.data?["assetId"]?.string == id)
        for read in [reply.data, try await surface.get("\(Surface.photos)/assets/\(id)").data] {
            #expect(read?["description"]?.string.map { Array($0.utf8) } == Array(value.utf8))
        }
    }

    @Test(arguments: [
        "{}", #"{"description":null}"#, #"{"description":1}"#, #"{"description":["a"]}"#,
        #"{"description":"a\u0000b"}"#,
        #"{"description":{}}"#, #"{"description":false}"#,
    ])
    func `anything but a string is refused and changes nothing`(json: String) async throws {
        let surface = try await Surface()
        let id = try await surface.asset()
        let path = "\(Surface.photos)/assets/\(id)"
        try await surface.send(.patch, path + "/description", json: text("description", "kept"))

        let reply = try await surface.send(.patch, path + "/description", json: json)

        #expect(reply.status == 400)
        #expect(reply.code == "BAD_USER_INPUT")
        #expect(try await surface.get(path).data?["description"]?.string == "kept")
    }

    @Test(arguments: [(65_535, 200), (65_536, 200), (65_537, 400)])
    func `64 KiB of UTF-8 at most`(count: Int, status: Int) async throws {
        let surface = try await Surface()
        let id = try await surface.asset()

        let value = "é" + String(repeating: "x", count: count - 2)
        let reply = try await surface.send(
            .patch, "\(Surface.photos)/assets/\(id)/description", json: text("description", value))

        #expect(reply.status == status)
        #expect(reply.code == (status == 400 ? "BAD_USER_INPUT" : nil))
    }

    @Test func `the longest description fits with every byte escaped`() async throws {
        let surface = try await Surface()
        let id = try await surface.asset()

        let escaped = String(repeating: "\\u0041", count: 65_536)
        let reply = try await surface.send(
            .patch, "\(Surface.photos)/assets/\(id)/description", json: "{\"description\":\"\(escaped)\"}")

        #expect(reply.status == 200)
    }

    @Test func `a body over 1 MiB is too large`() async throws {
        let surface = try await Surface()

        let reply = try await surface.send(
            .patch, "\(Surface.photos)/assets/a/description",
            body: [UInt8](repeating: 0x20, count: (1 << 20) + 1))

        #expect(reply.status == 413)
        #expect(reply.code == "PAYLOAD_TOO_LARGE")
    }

    @Test func `an unknown asset is not found`() async throws {
        let surface = try await Surface()
        let elsewhere = try await surface.asset(in: Surface.drafts)

        let reply = try await surface.send(
            .patch, "\(Surface.photos)/assets/\(elsewhere)/description", json: text("description", "d"))

        #expect(reply.status == 404)
        #expect(reply.code == "RESOURCE_NOT_FOUND")
    }

    @Test func `a change bumps updated`() async throws {
        let surface = try await Surface()
        let id = try await surface.asset()
        let path = "\(Surface.photos)/assets/\(id)"
        surface.clock.advance(by: .seconds(2))

        try await surface.send(.patch, path + "/description", json: text("description", "d"))

        let asset = try await surface.get(path).data
        #expect((asset?["updated"]?.int ?? 0) - (asset?["created"]?.int ?? 0) == 2000)
    }
}
