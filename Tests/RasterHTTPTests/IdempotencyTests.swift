import AdapterKit
import Bytes
import Gateway
import HTTPCore
import Raster
import RasterCatalog
import TestSupport
import Testing

@Suite struct IdempotencyTests {
    private let libraries = Surface.organization + "/libraries"
    private let key: HTTPFields = ["Idempotency-Key": "once-and-only-once"]

    @discardableResult
    private func create(_ surface: Surface, _ name: String = "A", key: Key = .writer) async throws -> Reply {
        try await surface.send(.post, libraries, key: key, json: text("name", name), fields: self.key)
    }

    @Test func `the same request gets the same answer and happens once`() async throws {
        let surface = try await Surface()

        let first = try await create(surface)
        let second = try await create(surface)

        #expect(first.status == 201 && second.status == 201)
        #expect(second.bytes == first.bytes)
        #expect(try await surface.get(libraries).data?.array?.count == 3)
    }

    @Test func `another body, path or query is another request`() async throws {
        let surface = try await Surface()
        try await create(surface)

        let replies = [
            try await create(surface, "B"),
            try await surface.send(.patch, Surface.photos, json: text("name", "A"), fields: key),
            try await surface.send(.post, libraries + "?a=1", json: text("name", "A"), fields: key),
        ]

        #expect(replies.map(\.status) == [422, 422, 422])
        #expect(replies.map(\.code) == Array(repeating: "IDEMPOTENCY_KEY_REUSED", count: 3))
    }

    @Test func `a key is one API key's own`() async throws {
        let surface = try await Surface()
        let first = try await create(surface)

        let second = try await create(surface, key: .second)

        #expect(second.status == 201 && second.bytes != first.bytes)
    }

    @Test func `an answer is kept for 24 hours and not longer`() async throws {
        let surface = try await Surface()
        let first = try await create(surface)
        surface.clock.advance(by: .seconds(86_400))
        let within = try await create(surface)
        surface.clock.advance(by: .milliseconds(1))

        let after = try await create(surface)

        #expect(within.bytes == first.bytes && after.bytes != first.bytes)
    }

    @Test func `an answer survives a restart`() async throws {
        let surface = try await Surface()
        let first = try await create(surface)
        await surface.catalog.close()

        let next = try await Surface(in: surface.folder)

        #expect(try await create(next).bytes == first.bytes)
    }

    @Test func `a refusal is kept too`() async throws {
        let surface = try await Surface()
        let taken = #"{"name":"P","slug":"soon"}"#
        try await surface.send(.post, libraries, json: taken)
        let first = try await surface.send(.post, libraries, json: taken, fields: key)
        try await surface.catalog.write { writer in
            guard let library = try await writer.library("soon", in: "acme") else { return }
            try await writer.remove(library.key)
        }

        let second = try await surface.send(.post, libraries, json: taken, fields: key)

        #expect(first.status == 409 && second.status == 409)
        #expect(second.bytes == first.bytes)
    }

    @Test func `a failure of the store is not kept`() async throws {
        let surface = try await Surface(.memory)
        surface.memory.fail(.create, with: StorageError(.unavailable, "down"))
        let first = try await surface.upload([.file("a.txt")], fields: key)

        let second = try await surface.upload([.file("a.txt")], fields: key)

        #expect(first.status == 503 && second.status == 200)
    }

    @Test func `an upload is known by its files, not by its boundary`() async throws {
        let surface = try await Surface()
        let parts = [Part.file("a.txt", "one"), .file("b.txt", "two")]
        let first = try await surface.upload(parts, boundary: "first", fields: key)

        let second = try await surface.upload(parts, boundary: "second", fields: key)

        #expect(first.status == 200 && second.bytes == first.bytes)
        #expect(try await surface.listed().count == 2)
        #expect(storedFiles(surface).count == 2)
    }

    @Test(arguments: [
        [Part.file("a.txt", "other")], [.file("b.txt", "one")], [.file("a.txt", "one", type: "text/css")],
        [.file("a.txt", "one"), .file("b.txt", "two")],
    ])
    func `other files are another request`(parts: [Part]) async throws {
        let surface = try await Surface()
        try await surface.upload([.file("a.txt", "one")], fields: key)

        let reply = try await surface.upload(parts, fields: key)

        #expect(reply.status == 422)
        #expect(reply.code == "IDEMPOTENCY_KEY_REUSED")
        #expect(try await surface.listed().count == 1)
    }

    @Test func `a refused upload is kept too`() async throws {
        let surface = try await Surface()
        let first = try await surface.upload([], fields: key)

        let same = try await surface.upload([], fields: key)
        let other = try await surface.upload([.file("a.txt")], fields: key)

        #expect(first.code == "UPLOAD_ERROR_NO_FILES" && same.bytes == first.bytes)
        #expect(other.status == 422)
    }

    @Test func `an upload over the storage cap is kept too`() async throws {
        let surface = try await Surface(settings: { $0.hobby.bytes = 3 })
        try await surface.makeHobby()
        let first = try await surface.upload([.file("a.txt")], fields: key)

        let other = try await surface.upload([.file("b", "x")], fields: key)

        #expect(first.code == "STORAGE_LIMIT_EXCEEDED" && other.status == 422)
    }

    @Test func `while a request runs its key is in use`() async throws {
        let surface = try await Surface()
        let gate = Gate()
        let body = Array(text("name", "A").utf8)
        var fields: HTTPFields = [
            "Api-Version": Surface.version, "Authorization": "Bearer \(Key.writer.secret)",
        ]
        fields["Idempotency-Key"] = key["Idempotency-Key"]
        let request = HTTPRequest(
            .post, libraries, fields: fields, body: ByteStream { await gate.pass() ? body : nil })

        async let slow = surface.send(request)
        await gate.arrived()
        let second = try await create(surface)
        await gate.open()

        #expect(second.status == 409)
        #expect(second.code == "IDEMPOTENCY_KEY_IN_USE")
        #expect(try await slow.status == 201)
        #expect(try await create(surface).status == 201)
    }

    @Test(arguments: ["", " ", "a b", "é", String(repeating: "k", count: 256)])
    func `a key out of form is refused`(value: String) async throws {
        let surface = try await Surface()

        let reply = try await surface.send(
            .post, libraries, json: text("name", "A"), fields: ["Idempotency-Key": value])

        #expect(reply.status == 400)
        #expect(reply.code == "BAD_USER_INPUT")
    }

    @Test func `nothing readable is kept`() async throws {
        let surface = try await Surface()
        let reply = try await surface.send(
            .post, "/libraries", key: nil, json: text("email", "ann@example.com"), fields: key)
        let secret = try #require(reply.data?["apiKey"]?.string)
        await surface.catalog.close()

        for file in tree(of: surface.folder.path) {
            let bytes = try FileBytes.of(surface.folder.path + "/" + file)
            for text in [secret, "once-and-only-once", "ann@example.com", "claimUrl"] {
                #expect(bytes.firstRange(of: Array(text.utf8)) == nil, "\(text) in \(file)")
            }
        }
    }

    @Test func `every changing route keeps its answer`() async throws {
        let surface = try await Surface()
        let ids = try await surface.assets(3)
        let comment = try await surface.send(
            .post, "\(Surface.own)/assets/\(ids[0])/comments", json: text("text", "Nice"))
        let id = try #require(comment.data?["id"]?.string)
        let calls: [(HTTPMethod, String, String)] = [
            (.post, Surface.photos + "/assets/tag", body("assetIds", [ids[0]], ("tags", ["a"]))),
            (.post, Surface.photos + "/assets/untag", body("assetIds", [ids[0]], ("tags", ["a"]))),
            (.patch, "\(Surface.photos)/assets/\(ids[0])/description", text("description", "d")),
            (.delete, Surface.photos + "/assets", body("ids", [ids[1], ids[2]])),
            (.post, Surface.own + "/trash/restore", body("ids", [ids[1]])),
            (.delete, Surface.own + "/trash", body("ids", [ids[2]])),
            (.post, "\(Surface.own)/assets/\(ids[0])/comments", text("text", "Again")),
            (.patch, "\(Surface.own)/assets/\(ids[0])/comments/\(id)", text("text", "Changed")),
            (.delete, "\(Surface.own)/assets/\(ids[0])/comments/\(id)", ""),
            (
                .post, Surface.photos + "/assets/transfer",
                #"{"targetLibraryId":"drafts","assetIds":["\#(ids[0])"]}"#
            ),
        ]

        for (number, call) in calls.enumerated() {
            let fields: HTTPFields = ["Idempotency-Key": "call-\(number)"]
            let first = try await surface.send(call.0, call.1, json: call.2, fields: fields)
            let second = try await surface.send(call.0, call.1, json: call.2, fields: fields)
            #expect(first.status < 300, "\(call.1)")
            #expect(second.bytes == first.bytes && second.status == first.status, "\(call.1)")
        }
    }
}
