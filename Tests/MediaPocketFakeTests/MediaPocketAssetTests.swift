import Bytes
import FakeKit
import HTTPCore
import MediaPocketFake
import TestSupport
import Testing

@Suite struct MediaPocketAssetTests {
    @Test func `ids are the vendor's, the same for the same seed, and some begin with a hyphen or a line`()
        async throws
    {
        let (one, other, third) = (try Account(), try Account(), try Account { $0.seed = 2 })
        var ids: [String] = []
        for _ in 0..<20 {
            ids.append(try await one.asset())
            _ = try await other.asset()
            _ = try await third.asset()
        }

        let alphabet = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        #expect(ids.allSatisfy { $0.count == 20 && $0.allSatisfy(alphabet.contains) })
        #expect(Set(ids).count == 20)
        #expect(ids[0].hasPrefix("-") && ids[3].hasPrefix("_"))
        #expect(other.fake.assets.map(\.id) == ids)
        #expect(third.fake.assets.map(\.id) != ids)
    }

    @Test func `category and tags become lower case, title and description do not`() async throws {
        let account = try Account()
        let id = try await account.asset(
            #"{"title": "Für Ärzte", "description": "BIG", "category": "ÄB", "tags": ["Sea", "ÜBER"]}"#)

        let asset = try await account.get(id)

        #expect(try asset.string("title") == "Für Ärzte")
        #expect(try asset.string("description") == "BIG")
        #expect(try asset.string("category") == "äb")
        #expect(try asset.stringArray("tags") == ["sea", "über"])
    }

    @Test(arguments: [
        (#"{"title": 5}"#, "422 Invalid parameter 'title' value 5: Must be a String"),
        (#"{"title": null}"#, "422 Invalid parameter 'title' value null: Must be a String"),
        (#"{"title": ""}"#, "400 Title can't be blank"),
        (
            #"{"title": "a", "tags": "x"}"#,
            "422 Invalid parameter 'tags' value \"x\": Must be an array of String"
        ),
        (
            #"{"title": "a", "tags": [1]}"#,
            "422 Invalid parameter 'tags' value [1]: Must be an array of String"
        ),
        (#"{"title""#, "400 Bad Request"), ("[]", "400 Bad Request"), ("", "422 Missing parameter title"),
    ])
    func `parameters that are not as they must be are refused`(_ body: String, _ complaint: String)
        async throws
    {
        let account = try Account()

        #expect(try await account.complaint(.post, "assets", body) == complaint)
        #expect(account.fake.ledger.count == 0)
    }

    @Test func `a title of 255 characters is taken, whatever their bytes`() async throws {
        let account = try Account()
        let title = String(repeating: "é", count: 255)

        #expect(try await account.send(.post, "assets", #"{"title": "\#(title)"}"#).status == 200)
        #expect(try await account.send(.post, "assets", #"{"title": "\#(title)e"}"#).status == 400)
    }

    @Test func `a label is given once, and free again after a deletion for good`() async throws {
        let account = try Account()
        let labelled = #"{"title": "a", "external_id": "x"}"#
        let id = try await account.asset(labelled)

        let taken = "400 External id has already been taken"
        #expect(try await account.complaint(.post, "assets", labelled) == taken)
        _ = try await account.send(.post, "assets/\(id)/trash_bin")
        #expect(try await account.complaint(.post, "assets", labelled) == taken)
        _ = try await account.send(.delete, "assets/\(id)")
        #expect(try await account.send(.post, "assets", labelled).status == 200)
    }

    @Test func `a label moves with an update, and not to one that has another's`() async throws {
        let account = try Account()
        let one = try await account.asset(#"{"title": "a", "external_id": "x"}"#)
        let other = try await account.asset()

        let body = #"{"external_id": "x"}"#
        #expect(try await account.send(.put, "assets/\(one)", body).status == 200)
        #expect(try await account.send(.put, "assets/\(other)", body).status == 400)
        #expect(try await account.send(.put, "assets/\(one)", #"{"external_id": "y"}"#).status == 200)
        #expect(try await account.send(.put, "assets/\(other)", body).status == 200)
        #expect(try await account.send(.put, "assets/\(other)", #"{"external_id": ""}"#).status == 200)
        #expect(try await account.get(other)["external_id"] == .null)
    }

    @Test func `labels of projects are not those of assets`() async throws {
        let account = try Account()
        let labelled = #"{"title": "a", "external_id": "x"}"#
        _ = try await account.asset(labelled)

        #expect(try await account.send(.post, "projects", labelled).status == 200)
        #expect(try await account.send(.post, "projects", labelled).status == 400)
    }

    @Test func `an update changes what it names, and the moment`() async throws {
        let account = try Account()
        let id = try await account.asset(#"{"title": "a", "description": "b", "tags": ["c"]}"#)
        account.pass(.milliseconds(208))

        let asset = try await account.send(.put, "assets/\(id)", #"{"title": "d"}"#).object().object("asset")

        #expect(try asset.string("title") == "d")
        #expect(try asset.string("description") == "b")
        #expect(try asset.stringArray("tags") == ["c"])
        #expect(try asset.string("created_date") == "2026-01-15T10:30:00.792Z")
        #expect(try asset.string("modification_date") == "2026-01-15T10:30:01.000Z")
    }

    @Test func `an article has a text`() async throws {
        let account = try Account()
        let id = try await account.asset(#"{"title": "a", "media_type": "article"}"#)
        let other = try await account.asset()

        _ = try await account.send(.put, "assets/\(id)/article", ##"{"content": "# Hello"}"##)

        #expect(try await account.send(.get, "assets/\(id)/article").object().string("content") == "# Hello")
        #expect(try await account.complaint(.get, "assets/\(other)/article") == "404 article not found")
        #expect(account.fake.placeholders.map(\.id) == [other])
    }

    @Test func `an asset is in one project, the last that it was assigned to`() async throws {
        let account = try Account()
        let id = try await account.asset()
        for title in ["a", "b"] {
            _ = try await account.send(.post, "projects", #"{"title": "\#(title)"}"#)
        }
        let projects = account.fake.projects.map(\.id)
        for project in projects {
            _ = try await account.send(.post, "assets/\(id)/assign", #"{"to_project_id": "\#(project)"}"#)
        }

        #expect(try await account.get(id).string("project_id") == projects[1])
        #expect(try await account.send(.delete, "assets/\(id)/unassign").object()["ok"] == .string("ok"))
        #expect(
            try await account.complaint(.delete, "assets/\(id)/unassign")
                == "200 \(id) does not have a parent project")
    }
}
