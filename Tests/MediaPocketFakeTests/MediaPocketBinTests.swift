import Bytes
import FakeKit
import HTTPCore
import MediaPocketFake
import TestSupport
import Testing

@Suite struct MediaPocketBinTests {
    @Test func `an asset in the bin says since when, and comes back`() async throws {
        let account = try Account()
        let id = try await account.asset()

        _ = try await account.send(.post, "assets/\(id)/trash_bin")
        #expect(try await account.get(id).string("deleted") == "2026-01-15T10:30:00.792Z")
        _ = try await account.send(.post, "assets/\(id)/restore")
        #expect(try await account.get(id)["deleted"] == .null)
    }

    @Test func `the bin keeps an asset for 14 days, and not a moment longer`() async throws {
        let account = try Account()
        let id = try await account.asset()
        _ = try await account.send(.post, "assets/\(id)/trash_bin")

        account.pass(.seconds(14 * 86_400) - .milliseconds(1))
        #expect(try await account.send(.get, "assets/\(id)").status == 200)
        account.pass(.milliseconds(1))
        #expect(try await account.complaint(.post, "assets/\(id)/restore") == "404 asset not found")

        let last = try #require(account.fake.ledger.effects.last)
        #expect((last.kind, last.id, last.answer) == (.deleted, id, .none))
    }

    @Test func `what is put into the bin again stays no longer`() async throws {
        let account = try Account()
        let id = try await account.asset()
        _ = try await account.send(.post, "assets/\(id)/trash_bin")
        account.pass(.seconds(13 * 86_400))

        #expect(try await account.send(.post, "assets/\(id)/trash_bin").status == 200)
        account.pass(.seconds(86_400))

        #expect(try await account.send(.get, "assets/\(id)").status == 404)
    }

    @Test func `what came back starts anew`() async throws {
        let account = try Account()
        let id = try await account.asset()
        _ = try await account.send(.post, "assets/\(id)/trash_bin")
        account.pass(.seconds(13 * 86_400))
        _ = try await account.send(.post, "assets/\(id)/restore")
        _ = try await account.send(.post, "assets/\(id)/trash_bin")

        account.pass(.seconds(13 * 86_400))

        #expect(try await account.send(.get, "assets/\(id)").status == 200)
    }

    @Test func `the control surface empties the bin too`() async throws {
        let account = try Account()
        let id = try await account.asset()
        _ = try await account.send(.post, "assets/\(id)/trash_bin")

        let ahead = #"{"aheadMilliseconds": 1209600000}"#
        #expect(try await account.send(.put, "/_fake/clock", ahead).status == 204)
        #expect(try await account.send(.post, "/_fake/work").status == 204)

        #expect(account.fake.assets.isEmpty)
    }

    @Test func `a deletion for good takes files, comments and history along`() async throws {
        try await withTemporaryFolder { folder in
            let account = try Account(folder: folder)
            let id = try account.fake.add(
                PocketAsset(title: "a", owner: 21, created: Account.begin), Array("abc".utf8)
            ).id
            _ = try await account.send(.post, "assets/\(id)/comments", #"{"comment": "x"}"#)
            #expect(tree(of: folder) == ["bytes/1", "ledger.jsonl"])

            #expect(try await account.send(.delete, "assets/\(id)").status == 200)

            #expect(tree(of: folder) == ["ledger.jsonl"])
            #expect(account.fake.comments(of: id).isEmpty)
            #expect(try await account.send(.get, "assets/\(id)/history/0").status == 404)
        }
    }
}
