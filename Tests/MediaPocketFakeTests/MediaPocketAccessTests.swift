import Bytes
import FakeKit
import HTTPCore
import MediaPocketFake
import TestSupport
import Testing

@Suite struct MediaPocketAccessTests {
    @Test(
        arguments: [
            ("GET", "assets/x"), ("POST", "assets"), ("DELETE", "assets/x"), ("GET", "projects/x"),
            ("POST", "collections"), ("GET", "nowhere"),
        ])
    func `a call without a known key is refused, whatever it asks`(_ verb: String, _ path: String)
        async throws
    {
        let account = try Account()
        let method = HTTPMethod(rawValue: verb)
        let stranger = PocketUser(id: 1, email: "", key: "golden-keeper-012345678")

        #expect(try await account.send(method, path, "{}", by: nil).status == 401)
        #expect(try await account.send(method, path, "{}", by: stranger).status == 401)
    }

    @Test(arguments: ["GET", "DELETE"])
    func `a call must say that it is JSON, also where it has no body`(_ verb: String) async throws {
        let account = try Account()
        let method = HTTPMethod(rawValue: verb)
        let id = try await account.asset()

        #expect(try await account.send(method, "assets/\(id)", type: nil).status == 422)
        #expect(try await account.send(method, "assets/\(id)", type: "text/plain").status == 422)
        #expect(
            try await account.send(method, "assets/\(id)", type: "application/json; charset=utf-8").status
                == 200)
    }

    @Test func `permissions are switched on and off`() async throws {
        let account = try Account()
        let id = try await account.asset()
        let list = "assets/\(id)/dag_actions"

        #expect(try await account.send(.get, list, by: Account.reader).status == 403)
        #expect(try await account.send(.put, "/_fake/users/23/ACTIONS_VIEW").status == 204)
        #expect(try await account.send(.get, list, by: Account.reader).status == 200)
        #expect(try await account.send(.post, "\(list)/1", by: Account.reader).status == 403)
        #expect(try await account.send(.delete, "/_fake/users/23/ACTIONS_VIEW").status == 204)
        #expect(try await account.send(.get, list, by: Account.reader).status == 403)
        #expect(try await account.send(.put, "/_fake/users/23/ACTIONS_FLY").status == 400)
    }

    @Test func `a comment is changed and deleted by whoever made it`() async throws {
        let account = try Account()
        let id = try await account.asset()
        let comments = "assets/\(id)/comments"
        _ = try await account.send(.post, comments, #"{"comment": "one"}"#)
        let made = try await account.send(.post, comments, #"{"comment": "two"}"#, by: Account.visitor)
            .object().object("comment").int("id")

        #expect(
            try await account.complaint(.post, "\(comments)/\(made)", #"{"comment": "x"}"#)
                == "403 Not allowed to perform this action")
        #expect(try await account.send(.delete, "\(comments)/\(made)").status == 403)
        #expect(
            try await account.send(
                .post, "\(comments)/\(made)", #"{"comment": "three"}"#, by: Account.visitor
            ).status == 200)
        #expect(account.fake.comments(of: id).map(\.message) == ["one", "three"])
        #expect(try await account.send(.delete, "\(comments)/\(made)", by: Account.visitor).status == 200)
        #expect(account.fake.comments(of: id).map(\.user) == [21])
    }

    @Test func `a comment belongs to what it was made for`() async throws {
        let account = try Account()
        let (one, other) = (try await account.asset(), try await account.asset())
        _ = try await account.send(.post, "assets/\(one)/comments", #"{"comment": "x"}"#)

        #expect(try await account.send(.get, "assets/\(one)/comments/1").status == 200)
        #expect(try await account.send(.get, "assets/\(other)/comments/1").status == 404)
    }

    @Test func `no line of the log has a key or an address`() async throws {
        let lines = Lines()
        let account = try Account(files: Origin("x")) { $0.log = { lines.add($0) } }
        let id = try await account.asset()
        _ = try await account.send(
            .post, "assets/\(id)/media", #"{"file_url": "http://a.example/secret123", "filename": "a"}"#)
        await account.fake.work()

        #expect(lines.all.count == 3)
        #expect(lines.all[0].hasSuffix("#1 create POST /api/v2/assets 200"))
        #expect(lines.all[2].hasSuffix("fetch 1 for \(id) arrived, 1 bytes"))
        #expect(!lines.all.joined().contains("golden-"))
        #expect(!lines.all.joined().contains("secret123"))
    }

    @Test(arguments: [
        "/", "/api/v2", "/api/v1/assets/x", "/api/v2/assets", "/api/v2/assets/a/b/c/d", "/_fakes",
    ])
    func `what the vendor does not know is not found, in the words of Rails`(_ target: String) async throws {
        let response = try await Account().send(.get, target)
        #expect(response.status == 404)
        guard target.hasPrefix("/api") else { return }
        #expect(
            try await response.object()
                == JSONObject([
                    .init("status", .number(JSONNumber(404))), .init("error", .string("Not Found")),
                ]))
    }
}
