import Foundation
import Gateway
import HTTPCore
import Raster
import RasterCatalog
import TestSupport
import Testing

@Suite struct AdoptedDeliveryTests {
    /// A surface whose library `photos` has adopted a folder with `a.txt`, and the path of its bytes.
    private func adopted(_ text: String = "0123456789", as name: String = "a.txt") async throws
        -> (surface: Surface, file: String, path: String)
    {
        let surface = try await Surface()
        let root = surface.folder.path + "/tree"
        try makeFolder(root)
        try text.write(toFile: "\(root)/\(name)", atomically: false, encoding: .utf8)
        let gateway = surface.gateway
        let adoption = try await surface.catalog.write { writer in
            let library = try await writer.library("photos", in: "acme")
            return try await gateway.adopt(root, into: library?.key ?? LibraryKey(0), writer)
        }
        _ = try await gateway.scan(adoption)
        let assets = try await surface.get(Surface.photos + "/assets").data
        let url = try #require(assets?[0]?["url"]?.string)
        return (surface, "\(root)/\(name)", String(url.dropFirst(Surface.publicURL.count)))
    }

    private func get(
        _ surface: Surface, _ path: String, _ fields: HTTPFields = [:], _ method: HTTPMethod = .get
    ) async throws -> Reply {
        try await surface.send(HTTPRequest(method, path, fields: fields))
    }

    private func replace(_ file: String, by text: String) throws {
        try text.write(toFile: file, atomically: true, encoding: .utf8)
    }

    @Test func `an adopted file is sent with a tag of its own and asked for again each time`() async throws {
        let (surface, _, path) = try await adopted()

        let reply = try await get(surface, path)

        #expect(reply.status == 200 && reply.text == "0123456789")
        #expect(reply.fields["Cache-Control"] == "no-cache")
        #expect(reply.fields["ETag"]?.hasPrefix("\"") == true)
        #expect(reply.fields["Last-Modified"] != nil)
        #expect(reply.fields["X-Content-Type-Options"] == "nosniff")
    }

    @Test func `a file that changed since the scan is sent whole, with another tag`() async throws {
        let (surface, file, path) = try await adopted()
        let before = try await get(surface, path).fields["ETag"]
        try replace(file, by: "much longer than it was at the scan")

        let reply = try await get(surface, path)
        let head = try await surface.transport.send(HTTPRequest(.head, path))

        #expect(reply.text == "much longer than it was at the scan")
        #expect(head.body.length == 35 && head.fields["ETag"] == reply.fields["ETag"])
        #expect(reply.fields["ETag"] != before)
    }

    @Test func `what the client has is 304 until the file changes`() async throws {
        let (surface, file, path) = try await adopted()
        let fields: HTTPFields = ["If-None-Match": try await get(surface, path).fields["ETag"] ?? ""]

        let same = try await get(surface, path, fields)
        try replace(file, by: "other text")
        let other = try await get(surface, path, fields)

        #expect(same.status == 304 && same.fields["Cache-Control"] == "no-cache")
        #expect(other.status == 200 && other.text == "other text")
    }

    @Test func `a range goes on only in the same file`() async throws {
        let (surface, file, path) = try await adopted()
        let tag = try await get(surface, path).fields["ETag"] ?? ""
        let fields: HTTPFields = ["Range": "bytes=7-", "If-Range": tag]

        let same = try await get(surface, path, fields)
        try replace(file, by: "other text, which is longer")
        let other = try await get(surface, path, fields)
        let beyond = try await get(surface, path, ["Range": "bytes=90-"])

        #expect(same.status == 206 && same.text == "789")
        #expect(same.fields["Content-Range"] == "bytes 7-9/10")
        #expect(other.status == 200 && other.text == "other text, which is longer")
        #expect(beyond.status == 416 && beyond.fields["Content-Range"] == "bytes */27")
    }

    @Test func `a file that is gone, or a link now, is a 404 that is not stored`() async throws {
        let (surface, file, path) = try await adopted()
        try FileManager.default.removeItem(atPath: file)
        let gone = try await get(surface, path)
        try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: "/etc/passwd")

        let link = try await get(surface, path)

        #expect(gone.status == 404 && gone.fields["Cache-Control"] == "no-store")
        #expect(link.status == 404)
    }

    @Test func `a folder that is away is a 503`() async throws {
        let (surface, file, path) = try await adopted()
        try FileManager.default.removeItem(at: URL(filePath: file).deletingLastPathComponent())

        let reply = try await get(surface, path)

        #expect(reply.status == 503 && reply.fields["Retry-After"] != nil)
    }

    @Test(arguments: [
        "50% off.txt", "back\\slash.txt", "-rf", "new\nline.txt", "quote\"'.txt", "Ünï🌅.txt", "e\u{301}.txt",
        "q?#&.txt", String(repeating: "n", count: 255),
    ])
    func `every name leads to its bytes`(_ name: String) async throws {
        let (surface, _, path) = try await adopted("hello", as: name)

        #expect(try await get(surface, path).text == "hello")
    }

    @Test func `an upload to a library with an adopted folder goes to the store`() async throws {
        let (surface, file, _) = try await adopted()

        let id = try await surface.asset("up.txt", "uploaded")
        let path = try await surface.cdnPath(of: id)

        #expect(try await get(surface, path).text == "uploaded")
        #expect(try await get(surface, path).fields["Cache-Control"]?.contains("immutable") == true)
        #expect(tree(of: URL(filePath: file).deletingLastPathComponent().path()) == ["a.txt"])
    }
}
