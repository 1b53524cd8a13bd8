import Bytes
import FakeKit
import HTTPCore
import MediaPocketFake
import TestSupport
import Testing

@Suite struct MediaPocketGoldenTests {
    @Test(arguments: try GoldenExchange.mediaPocket())
    func `a documented request gets the documented answer`(_ exchange: GoldenExchange) async throws {
        let account = try await GoldenAccount.account(for: exchange)

        let response = try await LoopbackTransport(to: account.fake).send(exchange.request)

        #expect(response.status == exchange.status)
        for field in exchange.answerFields {
            #expect(response.fields[field.name] == field.value)
        }
        guard case .json(let documented) = exchange.answerContent else {
            Issue.record("an answer is JSON")
            return
        }
        let actual = try JSONValue(parsing: try await response.collect())
        let volatile = GoldenExchange.mediaPocketVolatile
        #expect(GoldenExchange.differences(documented, actual, volatile: volatile) == [])
        #expect(account.fake.plan.unconsumed.isEmpty)
    }

    @Test(
        arguments: [
            "GET comments", "POST comments", "POST comments/{}", "DELETE comments/{}", "GET comments/{}",
            "GET dag_actions", "POST dag_actions/{}", "GET dag_action_runs", "GET history/{}", "GET ",
            "GET file_metadata", "GET collections", "GET media", "GET media/{}/download_url", "POST media",
            "PUT ", "POST trash_bin", "POST restore", "DELETE ", "POST assign", "DELETE unassign",
            "DELETE media",
        ])
    func `every documented route of an asset has an exchange that succeeds and one of an unknown asset`(
        _ route: String
    ) throws {
        let exchanges = try GoldenExchange.mediaPocket().filter { $0.assetRoute == route }

        #expect(exchanges.contains { $0.succeeds })
        #expect(exchanges.contains { $0.status.code >= 400 })
    }

    @Test func `every documented text of an error has an exchange`() throws {
        let texts = try GoldenExchange.mediaPocket().compactMap { exchange -> String? in
            guard case .json(let body) = exchange.answerContent else { return nil }
            return try body.asObject().optionalString("error")
        }

        #expect(
            Set(texts).isSuperset(of: [
                "asset not found", "project not found", "collection not found",
                "Not allowed to perform this action", "External id has already been taken",
                "Permission denied. Must have ACTIONS_VIEW permissions.",
                "Permission denied. Must have ACTIONS_START permissions.",
                "Couldn't find DagAction with 'id'=not-found-id", "Project not found.",
                "Invalid parameter 'cursor' value \"test\": Invalid cursor", "not a valid HTTP URL",
                "Missing parameter title", "Title is too long (maximum is 255 characters)",
                "Can not restore Assets that is not in trash bin", "Collection is public already",
                "Collection is private already",
            ]))
    }
}

extension GoldenExchange {
    /// The verb and what follows the asset's id: `GET media/{}/download_url`.
    fileprivate var assetRoute: String? {
        var segments = target.prefix { $0 != "?" }.split(separator: "/").map(String.init)
        guard segments.count >= 4, segments[2] == "assets" else { return nil }
        segments.removeFirst(4)
        if segments.count > 1 { segments[1] = "{}" }
        return "\(method.rawValue) \(segments.joined(separator: "/"))"
    }

    /// Whether it is what it looks like.
    fileprivate var succeeds: Bool {
        guard status.code < 300, case .json(.object(let body)) = answerContent else { return false }
        return body["error"] == nil && body["errors"] == nil
    }
}
