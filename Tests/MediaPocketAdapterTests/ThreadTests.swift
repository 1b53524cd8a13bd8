import HTTPCore
import MediaPocketAdapter
import Raster
import StorageHTTP
import TestSupport
import Testing

@Suite struct ThreadTests {
    private func comment(_ id: Int, _ text: String = "x", user: String = "null") -> String {
        "{\"id\":\(id),\"message\":\"\(text)\",\"updated_at\":\"2023-11-27T09:42:40.792Z\",\"user\":\(user)}"
    }

    private func user(_ first: String, _ last: String) -> String {
        "{\"id\":37,\"email\":\"canary@example.com\",\"first_name\":\(first),\"last_name\":\(last)}"
    }

    @Test func `comments come in the order of their ids`() async throws {
        let list = [comment(10), comment(9), comment(11)].joined(separator: ",")
        let api = CannedTransport(.json(200, "{\"comments\":[\(list)]}"))
        let comments = try await MediaPocketAdapter.sample(api: api).comments(on: "-a1")
        #expect(comments.map(\.id) == ["9", "10", "11"])
        #expect(comments[0].updated == Timestamp(rfc3339: "2023-11-27T09:42:40.792Z"))
    }

    @Test(arguments: [
        ("\"Ada\"", "\"Byron\"", "Ada Byron"), ("null", "\"Byron\"", "Byron"), ("\"Ada\"", "\"\"", "Ada"),
        ("null", "null", nil), ("\"canary@example.com\"", "null", nil),
    ])
    func `an author has a name or none, and never an address`(
        _ first: String, _ last: String, _ name: String?
    )
        async throws
    {
        let list = comment(1, user: user(first, last))
        let api = CannedTransport(.json(200, "{\"comments\":[\(list)]}"))
        let comments = try await MediaPocketAdapter.sample(api: api).comments(on: "-a1")
        #expect(comments[0].author == name && !"\(comments)".contains("canary"))
    }

    private func comments(_ list: String) async throws -> [NativeComment] {
        let api = CannedTransport(.json(200, "{\"comments\":\(list)}"))
        return try await MediaPocketAdapter.sample(api: api).comments(on: "-a1")
    }

    @Test func `what is no comment hides no other one`() async throws {
        let strange = ["{\"updated_at\":\"2023-11-27T09:42:40.792Z\"}", "1", "null", "{\"id\":\"a/b\"}"]
        let list = "[\((strange + [comment(7)]).joined(separator: ","))]"
        #expect(try await comments(list).map(\.id) == ["7"])
        #expect(try await comments("null") == [])
        await #expect(throws: StorageError.self) { try await comments("7") }
    }

    @Test(arguments: ["null", "\"soon\"", "{}"])
    func `a comment without a time has not vanished`(_ time: String) async throws {
        let found = try await comments("[{\"id\":\"7\",\"message\":\"x\",\"updated_at\":\(time)}]")
        #expect(found == [NativeComment(id: "7", text: "x", updated: .init(milliseconds: 0), author: nil)])
    }

    @Test(arguments: ["message", "comment", "text"])
    func `the text of a comment goes by several names`(_ name: String) async throws {
        #expect(try await comments("[{\"id\":1,\"\(name)\":\"x\",\"user\":null}]").map(\.text) == ["x"])
    }

    @Test func `a run whose action is gone is a run, whatever its state is called`() async throws {
        let list = """
            [{"id":1,"status":"odd","created_at":null,"dag_action":null},{"id":2},
            {"id":"r3","status":"done","created_at":"2023-11-27T09:42:40.792Z","dag_action":{"id":4}}]
            """
        let api = CannedTransport(.json(200, "{\"dag_action_runs\":\(list)}"))
        let runs = try await MediaPocketAdapter.sample(api: api).runs(of: "-a1")
        #expect(runs.map(\.id) == ["1", "r3"] && runs.map(\.status) == ["odd", "done"])
        #expect(runs.map(\.action.id) == ["", "4"] && runs.map(\.action.name) == ["", "4"])
    }

    @Test func `a change whose answer is lost is looked at once`() async throws {
        let changed = HTTPResponse.json(200, "{\"comment\":\(comment(3, "new"))}")
        let api = CannedTransport([.failure(.timedOut), .success(changed)])
        #expect(try await MediaPocketAdapter.sample(api: api).edit("3", on: "-a1", "new").text == "new")
        #expect(
            api.lines == ["POST /api/v2/assets/-a1/comments/3", "GET /api/v2/assets/-a1/comments/3"])

        let old = HTTPResponse.json(200, "{\"comment\":\(comment(3, "old"))}")
        let adapter = try MediaPocketAdapter.sample(
            api: CannedTransport([.failure(.timedOut), .success(old)]))
        let error = await failure { () async throws(StorageError) in
            _ = try await adapter.edit("3", on: "-a1", "new")
        }
        #expect(error?.kind == .timedOut && error?.effect == .unknown)
    }

    private func page(_ next: String, results: String = "") -> HTTPResponse {
        .json(200, "{\"history\":{\"results\":[\(results)]\(next)}}")
    }

    @Test(arguments: [
        ",\"next_cursor\":null", "", ",\"next_cursor\":\"\"", ",\"next_cursor\":\"c1\"",
        ",\"next_cursor\":\"0\"", ",\"next_cursor\":0", ",\"next_cursor\":false",
    ])
    func `a history ends where no cursor leads on`(_ next: String) async throws {
        let adapter = try MediaPocketAdapter.sample(api: CannedTransport(page(next)))
        #expect(try await adapter.events(of: "-a1", after: PageToken("c1")).next == nil)
    }

    @Test func `a history is followed from its beginning, cursors escaped`() async throws {
        let event = """
            {"id":29,"user_id":66,"event_type":"ASSET_ADDED","created_at":"2023-11-27T09:42:47.222Z",\
            "event_targets":[{"target_type":"Asset","target":{"id":25,"title":"Harbour"}}]}
            """
        let api = CannedTransport(
            page(",\"next_cursor\":\"a/b c\"", results: event), page(",\"next_cursor\":17"))
        let adapter = try MediaPocketAdapter.sample(api: api)

        let first = try await adapter.events(of: "-a1", after: nil)
        let second = try await adapter.events(of: "-a1", after: first.next)

        let created = try #require(Timestamp(rfc3339: "2023-11-27T09:42:47.222Z"))
        #expect(
            first.events
                == [HistoryEvent(id: "29", type: "ASSET_ADDED", created: created, detail: "Asset: Harbour")])
        #expect(second.next == PageToken("17"))
        #expect(
            api.lines == ["GET /api/v2/assets/-a1/history/0", "GET /api/v2/assets/-a1/history/a%2Fb%20c"])
    }

    @Test(arguments: ["", ".", "..", String(repeating: "a", count: 513)])
    func `what can be no cursor is not asked for`(_ cursor: String) async throws {
        let api = CannedTransport()
        let adapter = try MediaPocketAdapter.sample(api: api)
        let error = await failure { () async throws(StorageError) in
            _ = try await adapter.events(of: "-a1", after: PageToken(cursor))
        }
        #expect(error?.kind == .invalid && api.lines.isEmpty)
    }
}
