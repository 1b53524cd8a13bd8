import Bytes
import FakeKit
import HTTPCore
import ImgbtFake
import TestSupport
import Testing

@Suite struct ImgbtUploadTests {
    @Test func `bytes, name and type are kept`() async throws {
        let vault = try Vault()

        let record = try await vault.upload("hello", as: "h.txt", type: "text/plain; charset=utf-8").object()

        #expect(try record.int("size") == 5)
        #expect(try record.string("mime_type") == "text/plain")
        let bytes = try await vault.fake.bytes(of: try record.string("id"))?.collect(upTo: 10)
        #expect(bytes == Array("hello".utf8))
    }

    @Test func `a type that was not declared is seen in the bytes`() async throws {
        let record = try await Vault().upload("%PDF-1.7 …", as: "unnamed").object()

        #expect(try record.string("mime_type") == "application/pdf")
    }

    @Test func `a file may be as long as the limit and no longer`() async throws {
        let vault = try Vault { $0.maximumFileBytes = 10 }

        #expect(try await vault.upload("0123456789").status == 201)
        #expect(try await vault.upload("0123456789a", as: "b.txt").status == 413)
        #expect(vault.fake.assets.count == 1)
    }

    @Test func `an empty file is an asset`() async throws {
        let vault = try Vault()

        let id = try await vault.upload("").object().string("id")

        #expect(try await vault.send(.get, "/delivery/vault_01fake/p/c/h/a.txt").status == 200)
        #expect(try await vault.fake.bytes(of: id)?.collect(upTo: 10) == [])
    }

    @Test(arguments: ["a", "0", "a-b", "a--b", String(repeating: "a", count: 64)])
    func `a path component is taken`(_ text: String) async throws {
        let fields = [("partition", text), ("collection", "c"), ("channel", "h")]

        #expect(try await Vault().upload("x", fields).status == 201)
    }

    @Test(arguments: ["", "-a", "a-", "A", "a_b", "a.b", "ä", "a/b", String(repeating: "a", count: 65)])
    func `a path component is refused`(_ text: String) async throws {
        for name in ["partition", "collection", "channel"] {
            let fields = Vault.place.map { $0.0 == name ? (name, text) : $0 }

            #expect(try await Vault().upload("x", fields).status == 400)
        }
    }

    @Test(arguments: ["a b.txt", "é.txt", "e\u{301}.txt", "🦊", ".hidden", "-dash", "a..b", "写真 (1).jpg"])
    func `a name is kept as it is, and delivered`(_ name: String) async throws {
        let vault = try Vault()

        let record = try await vault.upload("x", Vault.place + [("filename", name)]).object()

        #expect(try Array(record.string("filename").utf8) == Array(name.utf8))
        let path = "/delivery/vault_01fake/p/c/h/" + PercentEncoding.encodePathSegment(name)
        #expect(try await vault.send(.get, path, key: nil).status == 200)
    }

    @Test(arguments: ["", "..", "a/b", "a\\b", "a\nb", String(repeating: "n", count: 256)])
    func `a name that cannot be delivered is refused`(_ name: String) async throws {
        #expect(try await Vault().upload("x", Vault.place + [("filename", name)]).status == 400)
    }

    @Test func `of many uploads to one path one succeeds`() async throws {
        let vault = try Vault()

        let codes = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<20 { group.addTask { try await vault.upload("\(number)").status.code } }
            return try await group.reduce(into: []) { $0.append($1) }
        }

        #expect(codes.sorted() == [201] + Array(repeating: 409, count: 19))
        #expect(vault.fake.ledger.count == 1)
    }

    @Test func `an upload whose body breaks off leaves nothing behind`() async throws {
        struct Gone: Error {}
        try await withTemporaryFolder { folder in
            let vault = try Vault(folder: folder)
            let pieces = ByteStream(
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nabc".utf8)
            var request = HTTPRequest(
                .post, Vault.assets,
                fields: [
                    "Authorization": "Bearer sk_fake_0123456789abcdef",
                    "Content-Type": "multipart/form-data; boundary=b",
                ])
            request.body = ByteStream(length: 1000) {
                if let chunk = try await pieces.next() { return chunk }
                throw Gone()
            }

            _ = try await LoopbackTransport(to: vault.fake).send(request)

            #expect(vault.fake.ledger.count == 0)
            #expect(tree(of: folder) == ["ledger.jsonl"])
        }
    }
}

extension Vault {
    /// The answer to an upload of these fields and a file named `a.txt`.
    func upload(_ content: String, _ fields: [(String, String)]) async throws -> HTTPResponse {
        try await upload(content, as: "a.txt", fields)
    }
}
