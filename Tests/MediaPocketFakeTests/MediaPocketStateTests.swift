import Bytes
import FakeKit
import Foundation
import HTTPCore
import MediaPocketFake
import TestSupport
import Testing

@Suite struct MediaPocketStateTests {
    @Test func `everything is there again after a restart`() async throws {
        try await withTemporaryFolder { folder in
            let account = try Account(folder: folder, files: Origin("hello"))
            let id = try await account.asset(#"{"title": "a", "external_id": "x", "tags": ["t"]}"#)
            _ = try await account.send(.post, "projects", #"{"title": "p", "external_id": "y"}"#)
            let project = try #require(account.fake.projects.first?.id)
            for (path, body) in [
                ("media", #"{"file_url": "http://a/b", "filename": "c"}"#),
                ("comments", #"{"comment": "x"}"#),
                ("assign", #"{"to_project_id": "\#(project)"}"#), ("dag_actions/1", "{}"),
                ("trash_bin", "{}"),
            ] {
                #expect(try await account.send(.post, "assets/\(id)/\(path)", body).status == 200)
            }
            await account.fake.work()

            let again = try Account(folder: folder)

            #expect(again.fake.assets == account.fake.assets)
            #expect(again.fake.projects == account.fake.projects)
            #expect(again.fake.fetches == account.fake.fetches)
            #expect(again.fake.ledger.effects == account.fake.ledger.effects)
            for path in ["", "/comments", "/media", "/history/0", "/dag_action_runs"] {
                let one = try await account.send(.get, "assets/\(id)\(path)").collect()
                #expect(try await again.send(.get, "assets/\(id)\(path)").collect() == one)
            }
            #expect(try await again.fake.bytes(of: id)?.collect(upTo: 9) == Array("hello".utf8))
            #expect(
                try await again.send(.post, "projects", #"{"title": "p", "external_id": "y"}"#).status == 400)
            #expect(try await again.asset() != id)
        }
    }

    @Test func `a file that was still to come comes after a restart`() async throws {
        try await withTemporaryFolder { folder in
            let account = try Account(folder: folder) { $0.fetchDelay = .seconds(60) }
            let id = try await account.asset()
            _ = try await account.send(
                .post, "assets/\(id)/media", #"{"file_url": "http://a/b", "filename": "c"}"#)

            let again = try Account(folder: folder, files: Origin("late"))
            again.pass(.seconds(60))

            #expect(try await again.get(id)["md5_sum"] != .null)
        }
    }

    @Test func `what a kill left half-written is removed`() async throws {
        try await withTemporaryFolder { folder in
            let account = try Account(folder: folder)
            try account.fake.add(PocketAsset(title: "a", owner: 21, created: 0), [1])
            try Data("x".utf8).write(to: URL(filePath: "\(folder)/bytes/7"))
            try Data("x".utf8).write(to: URL(filePath: "\(folder)/incoming/7"))

            _ = try Account(folder: folder)

            #expect(tree(of: folder) == ["bytes/1", "ledger.jsonl"])
        }
    }

    @Test func `an asset that the client was not told of is a placeholder with its label`() async throws {
        let account = try Account(PlannedFault("create", .effectThenReset))
        let body = #"{"title": "a", "external_id": "x"}"#

        await #expect(throws: HTTPTransportError.self) { try await account.send(.post, "assets", body) }
        #expect(try await account.send(.post, "assets", body).status == 400)

        #expect(account.fake.placeholders.map(\.externalID) == ["x"])
        let effect = try #require(account.fake.ledger.effects.first)
        #expect((effect.kind, effect.answer, effect.place) == (.created, .cut, "assets"))
        let state = try await account.send(.get, "/_fake/state").object()
        #expect(try state.int("placeholders") == 1)
        let listed = try await account.send(.get, "/_fake/placeholders").object().array("placeholders")
        #expect(try listed.map { try $0.asObject().string("external_id") } == ["x"])
    }

    @Test func `a fault before the effect leaves nothing`() async throws {
        let account = try Account(
            PlannedFault("create", .resetBeforeHeaders), PlannedFault("create", .status(503)))

        await #expect(throws: HTTPTransportError.self) { try await account.asset() }
        #expect(try await account.send(.post, "assets", #"{"title": "a"}"#).status == 503)

        #expect(account.fake.ledger.count == 0)
        let receipts = try await account.send(.get, "/_fake/receipts").object()
        #expect(try receipts.int("unconsumed") == 0)
    }

    @Test func `the ledger tells files by their digest`() async throws {
        let account = try Account(files: Origin("hello"))
        let id = try await account.asset()
        _ = try await account.send(
            .post, "assets/\(id)/media", #"{"file_url": "http://a/b", "filename": "c.txt"}"#)
        await account.fake.work()

        let effect = try #require(account.fake.ledger.effects.last)
        #expect((effect.kind, effect.place, effect.filename) == (.created, "assets/\(id)/media", "c.txt"))
        #expect((effect.size, effect.request, effect.answer) == (5, 2, .none))
        #expect(effect.sha256 == "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824")
    }

    @Test func `a reset empties the account and its folder`() async throws {
        try await withTemporaryFolder { folder in
            let account = try Account(folder: folder)
            _ = try account.fake.seed(3)

            #expect(try await account.send(.post, "/_fake/reset").status == 204)

            #expect(account.fake.assets.isEmpty)
            #expect(tree(of: folder) == ["ledger.jsonl"])
        }
    }

    @Test func `samples are the same each time, with a file each, and only for an empty account`() throws {
        let (one, other) = (try Account().fake, try Account().fake)

        #expect(try one.seed(60) == 60)
        #expect(try other.seed(60) == 60)
        #expect(try one.seed(60) == 0)

        #expect(one.assets == other.assets)
        #expect(one.placeholders.isEmpty)
        #expect(Set(one.assets.map(\.mediaType)) == ["document", "image"])
        #expect(one.assets.allSatisfy { $0.tags == $0.tags.map { $0.lowercased() } })
    }

    @Test func `of many creations with one label one succeeds`() async throws {
        let account = try Account()

        let codes = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try await account.send(.post, "assets", #"{"title": "a", "external_id": "x"}"#).status
                        .code
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }

        #expect(codes.sorted() == [200] + Array(repeating: 400, count: 19))
        #expect(account.fake.ledger.count == 1)
    }
}
