import Bytes
import FakeKit
import Foundation
import HTTPCore
import ImgbtFake
import TestSupport
import Testing

@Suite struct ImgbtStateTests {
    @Test func `everything is there again after a restart`() async throws {
        try await withTemporaryFolder { folder in
            let vault = try Vault(folder: folder)
            let ids = try await vault.fill(4)
            _ = try await vault.send(
                .patch, "\(Vault.assets)/\(ids[0])", #"{"metadata": {"a": [1]}, "tags": ["x"]}"#)
            _ = try await vault.send(.delete, "\(Vault.assets)/\(ids[1])")

            let again = try Vault(folder: folder)

            #expect(again.fake.assets == vault.fake.assets)
            #expect(again.fake.ledger.effects == vault.fake.ledger.effects)
            #expect(try await again.walk() == vault.walk())
            #expect(try await again.upload("x", as: "3.txt").status == 409)
            #expect(try await again.upload("x", as: "2.txt").status == 201)
        }
    }

    @Test func `what a kill left half-written is removed`() async throws {
        try await withTemporaryFolder { folder in
            let vault = try Vault(folder: folder)
            let ids = try await vault.fill(1)
            try Data("x".utf8).write(to: URL(filePath: "\(folder)/bytes/asset_without_record"))
            try Data("x".utf8).write(to: URL(filePath: "\(folder)/incoming/7"))

            _ = try Vault(folder: folder)

            #expect(tree(of: folder) == ["bytes/\(ids[0])", "ledger.jsonl"])
        }
    }

    @Test func `an effect that the client was not told of is in the ledger once`() async throws {
        let vault = try Vault(PlannedFault("upload", .effectThenReset))

        await #expect(throws: HTTPTransportError.self) { try await vault.upload("hello") }
        #expect(try await vault.upload("hello").status == 409)

        let effect = try #require(vault.fake.ledger.effects.first)
        #expect(vault.fake.ledger.count == 1)
        #expect((effect.kind, effect.answer, effect.request) == (.created, .cut, 1))
        #expect((effect.place, effect.filename, effect.size) == ("p/c/h", "a.txt", 5))
        #expect(effect.sha256 == "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824")
    }

    @Test func `a reset empties the vault and its folder`() async throws {
        try await withTemporaryFolder { folder in
            let vault = try Vault(folder: folder)
            _ = try await vault.fill(2)

            #expect(try await vault.send(.post, "/_fake/reset").status == 204)

            #expect(vault.fake.assets.isEmpty)
            #expect(tree(of: folder) == ["access.json", "ledger.jsonl"])
            #expect(try await vault.upload("x", as: "1.txt").status == 201)
        }
    }

    @Test func `samples are the same each time, and only for an empty vault`() throws {
        let one = try Vault().fake
        let other = try Vault().fake

        #expect(try one.seed(60) == 60)
        #expect(try other.seed(60) == 60)
        #expect(try one.seed(60) == 0)

        #expect(one.assets.map(\.sha256) == other.assets.map(\.sha256))
        #expect(one.assets.map(\.path) == other.assets.map(\.path))
        #expect(Set(one.assets.map(\.mediaType)) == ["image/png", "image/svg+xml", "text/plain"])
        #expect(one.assets.contains { $0.size == 0 } && one.assets.contains { !$0.tags.isEmpty })
    }

    @Test func `a temporary folder goes with the fake`() throws {
        var paths: [String] = []
        for _ in 0..<1 {
            let fake = try ImgbtFake()
            _ = try fake.seed(1)
            let opened = try #require(fake.bytes(of: fake.assets[0].id))
            paths = [fake.folderPath]
            withExtendedLifetime(opened) {}
        }

        #expect(!FileManager.default.fileExists(atPath: paths[0]))
    }
}
