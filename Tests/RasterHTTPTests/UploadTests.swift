import AdapterKit
import Bytes
import Gateway
import HTTPCore
import Raster
import TestSupport
import Testing

@Suite struct UploadTests {
    @Test func `an upload shows exactly seven members and nulls for the rest`() async throws {
        let surface = try await Surface()

        let reply = try await surface.upload([.file("a b.JPG", "12345")])

        #expect(reply.status == 200)
        #expect(reply.data?.names == ["responseText", "assets"])
        let asset = try #require(reply.data?["assets"]?[0])
        #expect(Set(asset.names ?? []) == Set(AssetTests.members))
        let known = Set(AssetTests.members.filter { asset[$0] != .null })
        #expect(known == ["id", "name", "libraryId", "tags", "contentType", "created", "url"])
        #expect(asset["tags"] == .array([]) && asset["name"]?.string == "a b")
        let id = try #require(asset["id"]?.string)
        #expect(asset["url"]?.string == "https://assets.example/cdn/acme/\(id)/a%20b.JPG")
    }

    @Test func `an id is 14 lower-case letters and digits`() async throws {
        let surface = try await Surface()

        let id = try await surface.asset()

        #expect(id.utf8.count == 14)
        #expect(id.utf8.allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789".utf8.contains($0) })
    }

    @Test(arguments: [(1, "Uploaded 1 asset"), (2, "Uploaded 2 assets"), (20, "Uploaded 20 assets")])
    func `the text counts the assets, which keep the order of the parts`(count: Int, text: String)
        async throws
    {
        let surface = try await Surface()

        let reply = try await surface.upload((0..<count).map { .file("\($0).txt") })

        #expect(reply.data?["responseText"]?.string == text)
        #expect(reply.data?["assets"]?.each("name") == (0..<count).map(String.init))
    }

    @Test func `21 files are too many and none is kept`() async throws {
        let surface = try await Surface()

        let reply = try await surface.upload((0..<21).map { .file("\($0).txt") })

        #expect(reply.status == 400)
        #expect(reply.code == "MAX_ASSETS_EXCEEDED")
        #expect(try await surface.listed() == [])
        #expect(tree(of: surface.folder.path + "/store").isEmpty)
    }

    @Test(arguments: [
        [], [Part(filename: "", data: [])], [Part(filename: "", data: Array("ignored".utf8))],
    ])
    func `an upload without a usable file is UPLOAD_ERROR_NO_FILES`(parts: [Part]) async throws {
        let surface = try await Surface()

        let reply = try await surface.upload(parts)

        #expect(reply.status == 400)
        #expect(reply.code == "UPLOAD_ERROR_NO_FILES")
    }

    @Test func `an unused field beside a file is skipped`() async throws {
        let surface = try await Surface()

        let reply = try await surface.upload([Part(filename: "", data: []), .file("a.txt")])

        #expect(reply.data?["assets"]?.array?.count == 1)
    }

    @Test(arguments: [
        Part(name: "file", filename: "b.txt", data: []), Part(name: "files[]", filename: "b.txt", data: []),
        Part(name: "note", filename: nil, data: [65]), Part(name: "Files", filename: "b", data: []),
        Part(name: nil, filename: "b", data: []), Part(name: "files", filename: nil, data: [65]),
        Part(name: "file", filename: "", data: []),
    ])
    func `one stray part rejects all, wherever it stands`(stray: Part) async throws {
        let surface = try await Surface()

        for parts in [[Part.file("a.txt"), stray], [stray, .file("a.txt")]] {
            let reply = try await surface.upload(parts)
            #expect(reply.status == 400)
            #expect(reply.code == "BAD_USER_INPUT")
        }
        #expect(try await surface.listed() == [])
    }

    @Test(arguments: [
        "application/json", "multipart/mixed; boundary=XbX", "multipart/form-data", "", "text/plain",
    ])
    func `another content type is refused`(type: String) async throws {
        let surface = try await Surface()

        let reply = try await surface.send(
            .post, Surface.photos + "/assets", fields: ["Content-Type": type], body: multipart([.file("a")]))

        #expect(reply.status == 400)
        #expect(reply.code == "BAD_USER_INPUT")
    }

    @Test(arguments: [
        "", "garbage", "--XbX\r\n",
        "--XbX\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a\"\r\n\r\nx",
        "--XbX\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a\"\r\n\r\nx\r\n--XbX",
    ])
    func `a body without its end is refused and leaves nothing`(text: String) async throws {
        let surface = try await Surface()

        let reply = try await surface.send(
            .post, Surface.photos + "/assets", fields: ["Content-Type": "multipart/form-data; boundary=XbX"],
            body: Array(text.utf8))

        #expect(reply.status == 400)
        #expect(reply.code == (text.isEmpty ? "UPLOAD_ERROR_NO_FILES" : "BAD_USER_INPUT"))
        #expect(try await surface.listed() == [])
        #expect(tree(of: surface.folder.path + "/store").isEmpty)
    }

    @Test(arguments: [(99, 200), (100, 200), (101, 413)])
    func `a file may have as many bytes as the limit`(size: Int, status: Int) async throws {
        let surface = try await Surface(settings: { $0.uploads.maximumFileBytes = 100 })

        let big = Part(filename: "big", data: [UInt8](repeating: 7, count: size))
        let reply = try await surface.upload([.file("small"), big])

        #expect(reply.status == status)
        #expect(reply.code == (status == 413 ? "PAYLOAD_TOO_LARGE" : nil))
        #expect(try await surface.listed().count == (status == 200 ? 2 : 0))
        #expect(tree(of: surface.folder.path + "/store").count == (status == 200 ? 2 : 0))
    }

    @Test func `a file may not be larger than its store takes`() async throws {
        let surface = try await Surface(.memory)

        let limit = try #require(surface.memory.limits.maximumBytes)
        let request = HTTPRequest(
            .post, Surface.photos + "/assets",
            fields: [
                "Api-Version": Surface.version, "Authorization": "Bearer \(Key.writer.secret)",
                "Content-Type": "multipart/form-data; boundary=XbX",
            ], body: ByteStream(length: limit * 21) { nil })

        #expect(try await surface.send(request).code == "PAYLOAD_TOO_LARGE")
    }

    @Test func `an empty file is an asset`() async throws {
        let surface = try await Surface()

        let id = try await surface.asset("empty.txt", "")

        let asset = try await surface.get("\(Surface.photos)/assets/\(id)").data
        #expect(asset?["size"]?.int == 0)
        #expect(try await surface.get(try await surface.cdnPath(of: id)).bytes == [])
    }

    @Test func `the same file twice is two assets`() async throws {
        let surface = try await Surface()

        try await surface.upload([.file("a.txt"), .file("a.txt")])

        #expect(try await surface.listed().count == 2)
    }

    @Test(arguments: [
        ("../../etc/passwd", "passwd"), (#"C:\\dir\\a.txt"#, "a"), (".hidden", ".hidden"),
        ("a.tar.gz", "a.tar"),
        ("née 日本 🏖.png", "née 日本 🏖"), ("a.", "a"), ("%2e%2e%2f", "%2e%2e%2f"), ("a%22b.txt", "a%22b"),
        ("a;b.txt", "a;b"),
        ("..x", "..x"), ("name", "name"),
    ])
    func `a name is the last component without its extension`(filename: String, name: String) async throws {
        let surface = try await Surface()

        let id = try await surface.asset(filename)

        let asset = try await surface.get("\(Surface.photos)/assets/\(id)").data
        #expect(asset?["name"]?.string == name)
        #expect(try await surface.get(try await surface.cdnPath(of: id)).text == "content")
    }

    @Test(arguments: [
        "a\u{1}b", "..", ".", "dir/", "a\u{7F}", "tab\there", String(repeating: "é", count: 128),
    ])
    func `a filename out of form is refused`(filename: String) async throws {
        let surface = try await Surface()

        let reply = try await surface.upload([.file("good.txt"), .file(filename)])

        #expect(reply.status == 400)
        #expect(reply.code == "BAD_USER_INPUT")
        #expect(try await surface.listed() == [])
    }

    @Test func `a filename of 255 bytes is kept whole`() async throws {
        let surface = try await Surface()

        let filename = String(repeating: "x", count: 251) + ".txt"
        let id = try await surface.asset(filename)

        #expect(try await surface.cdnPath(of: id).hasSuffix("/" + filename))
    }

    @Test(
        arguments: [
            ("a.png", nil, "x", "image/png"), ("a.png", "image/webp", "x", "image/webp"),
            ("a.bin", "application/octet-stream", "\u{25}PDF-1.4", "application/pdf"),
            ("a.unknown", nil, "x", "application/octet-stream"),
            ("a.txt", "TEXT/Plain; charset=x", "x", "text/plain"),
        ] as [(String, String?, String, String)])
    func `a type is declared, sniffed or suggested by the name`(
        filename: String, declared: String?, content: String, type: String
    ) async throws {
        let surface = try await Surface()

        let reply = try await surface.upload([.file(filename, content, type: declared)])

        #expect(reply.data?["assets"]?[0]?["contentType"]?.string == type)
    }

    @Test func `a body that breaks off leaves nothing`() async throws {
        struct Gone: Error {}
        let surface = try await Surface()
        let chunks = ByteStream(multipart([.file("a.txt")]).prefix(90))
        let request = HTTPRequest(
            .post, Surface.photos + "/assets",
            fields: [
                "Api-Version": Surface.version, "Authorization": "Bearer \(Key.writer.secret)",
                "Content-Type": "multipart/form-data; boundary=XbX",
            ],
            body: ByteStream {
                guard let chunk = try await chunks.next() else { throw Gone() }
                return chunk
            })

        #expect(try await surface.send(request).code == "BAD_USER_INPUT")
        #expect(try await surface.listed() == [] && tree(of: surface.folder.path + "/store").isEmpty)
    }
}
