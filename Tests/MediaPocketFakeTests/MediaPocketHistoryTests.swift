import Bytes
import FakeKit
import HTTPCore
import MediaPocketFake
import TestSupport
import Testing

@Suite struct MediaPocketHistoryTests {
    /// The types of an asset's events, page by page, at most `most` pages.
    private func walk(_ account: Account, _ id: String, most: Int = 10) async throws -> [[String]] {
        var (pages, cursor): ([[String]], Int?) = ([], 0)
        while let current = cursor, pages.count < most {
            let page = try await account.send(.get, "assets/\(id)/history/\(current)").object()
                .object("history")
            pages.append(try page.array("results").map { try $0.asObject().string("event_type") })
            cursor = try page.optionalInt("next_cursor")
        }
        return pages
    }

    @Test func `every change of an asset is an event, in order`() async throws {
        let account = try Account(files: Origin("x"))
        let id = try await account.asset()
        _ = try await account.send(.post, "projects", #"{"title": "p"}"#)
        let project = try #require(account.fake.projects.first?.id)
        for (method, path, body) in [
            (.put, "", #"{"title": "b"}"#),
            (.post, "/media", #"{"file_url": "http://a/b", "filename": "c"}"#),
            (.delete, "/media", nil), (.post, "/comments", #"{"comment": "x"}"#),
            (.post, "/comments/1", #"{"comment": "y"}"#), (.delete, "/comments/1", nil),
            (.post, "/assign", #"{"to_project_id": "\#(project)"}"#), (.delete, "/unassign", nil),
            (.post, "/dag_actions/1", nil), (.post, "/trash_bin", nil), (.post, "/restore", nil),
        ] as [(HTTPMethod, String, String?)] {
            #expect(try await account.send(method, "assets/\(id)" + path, body).status == 200)
        }

        #expect(
            try await walk(account, id) == [
                [
                    "ASSET_ADDED", "ASSET_MODIFIED", "ASSET_MEDIA_ADDED", "ASSET_MEDIA_REMOVED",
                    "COMMENT_ADDED", "COMMENT_MODIFIED", "COMMENT_DELETED", "ASSET_ASSIGNED",
                    "ASSET_UNASSIGNED", "DAG_ACTION_STARTED", "ASSET_MOVED_TO_TRASH_BIN", "ASSET_RESTORED",
                ]
            ])
    }

    @Test func `pages hold every event once, also when more come meanwhile`() async throws {
        let account = try Account { $0.historyPage = 2 }
        let (id, other) = (try await account.asset(), try await account.asset())
        for asset in [id, other, id, id, other, id] {
            _ = try await account.send(.put, "assets/\(asset)", #"{"title": "b"}"#)
        }

        #expect(try await walk(account, id).map(\.count) == [2, 2, 1])
        #expect(try await walk(account, other).map(\.count) == [2, 1])
    }

    @Test(
        arguments: [
            (.repeatedPage, [2, 2, 2, 1]), (.skippedPage, [2, 2]), (.emptyPage, [2, 0, 2, 1]),
            (.loopingCursor, Array(repeating: 2, count: 10)),
        ] as [(PageFault, [Int])])
    func `a page that is wrong changes what a walk finds`(_ fault: PageFault, _ counts: [Int]) async throws {
        let account = try Account(PlannedFault("history", .page(fault), skip: 1)) { $0.historyPage = 2 }
        let id = try await account.asset()
        for _ in 0..<4 { _ = try await account.send(.put, "assets/\(id)", #"{"title": "b"}"#) }

        #expect(try await walk(account, id).map(\.count) == counts)
        #expect(account.fake.plan.unconsumed.isEmpty)
    }

    @Test(arguments: ["+1", "-1", "01", "1.0", "%201", "one"])
    func `a number that is written strangely is none`(_ text: String) async throws {
        let account = try Account()
        let id = try await account.asset()
        _ = try await account.send(.post, "assets/\(id)/comments", #"{"comment": "x"}"#)
        #expect(try await account.send(.get, "assets/\(id)/history/1").status == 200)
        #expect(try await account.send(.get, "assets/\(id)/history/\(text)").status == 422)
        #expect(try await account.send(.get, "assets/\(id)/comments/\(text)").status == 404)
    }

    @Test func `a run is over when its time has passed`() async throws {
        let account = try Account { $0.actionTime = .seconds(5) }
        let id = try await account.asset()
        _ = try await account.send(.post, "assets/\(id)/dag_actions/1")
        let status = {
            try await account.send(.get, "assets/\(id)/dag_action_runs").object().array("dag_action_runs")[0]
                .asObject().string("status")
        }

        account.pass(.milliseconds(4_999))
        #expect(try await status() == "running")
        account.pass(.milliseconds(1))
        #expect(try await status() == "done")
    }

    @Test func `the control surface puts assets into collections`() async throws {
        let account = try Account()
        let id = try await account.asset()
        let collection = try await account.send(.post, "collections", #"{"title": "c"}"#).object()
            .object("collection").string("id")

        #expect(try await account.send(.put, "/_fake/collections/\(collection)/\(id)").status == 204)
        #expect(try await account.send(.put, "/_fake/collections/\(collection)/nothing").status == 404)

        let found = try await account.send(.get, "assets/\(id)/collections").object().array("collections")
        #expect(try found.map { try $0.asObject().string("id") } == [collection])
        #expect(
            try await account.send(.get, "collections/\(collection)/all_users").object().array("users").count
                == 3)
    }
}
