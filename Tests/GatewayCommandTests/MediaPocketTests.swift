import Foundation
import HTTPCore
import TestSupport
import Testing

@testable import GatewayCommand

/// The program before an account of Media Pocket.
@Suite struct MediaPocketTests {
    private func write(_ ids: [String], _ folder: String) throws -> String {
        try (["id,note"] + ids.map { "\($0),x" }).joined(separator: "\r\n")
            .write(toFile: "\(folder)/ids.csv", atomically: true, encoding: .utf8)
        return "\(folder)/ids.csv"
    }

    @Test func `an account that is full already is fronted by the ids of its assets`() async throws {
        try await withTemporaryFolder { folder in
            let pocket = try FrontedPocket(folder, seed: 12)
            let server = try RunningServer(pocket.data, "--config", pocket.config)
            let ids = try pocket.ids()
            let file = try write(ids + ids.prefix(3), folder)

            let plan = await pocket.run("sync", "local/library", "--ids", file, "--dry-run")
            let sync = await pocket.run("sync", "local/library", "--ids", file)
            let again = await pocket.run("sync", "local/library", "--ids", file, "--dry-run")

            #expect(plan.code == .done && plan.text.contains("12  new files"), "\(plan.text)\n\(plan.notes)")
            #expect(sync.code == .done && sync.notes.contains("15 ids in the column \"id\""), "\(sync.notes)")
            #expect(again.text.contains("would change nothing"), "\(again.text)")
            let page = try server.request(
                "GET", "/organizations/local/libraries/library/assets", key: server.key)
            let assets = try JSONValue(parsing: page.body).asObject().array("data")
            #expect(assets.count == 12)
            for case .object(let asset) in assets {
                let path = try asset.string("url").split(separator: "/").dropFirst(2).joined(separator: "/")
                #expect(try server.request("GET", "/" + path, key: server.key).status == 200)
            }
        }
    }

    @Test func `an account that is only read from is fronted in the same way, and stays as it is`()
        async throws
    {
        try await withTemporaryFolder { folder in
            let pocket = try FrontedPocket(folder, seed: 3, members: #", "readOnly": true"#)
            let server = try RunningServer(pocket.data, "--config", pocket.config)
            let file = try write(try pocket.ids(), folder)

            let sync = await pocket.run("sync", "local/library", "--ids", file)
            let again = await pocket.run("sync", "local/library", "--ids", file, "--dry-run")

            #expect(sync.code == .done && sync.notes.contains("3 ids"), "\(sync.text)\n\(sync.notes)")
            #expect(again.text.contains("would change nothing"), "\(again.text)")
            let page = try server.request(
                "GET", "/organizations/local/libraries/library/assets", key: server.key)
            let assets = try JSONValue(parsing: page.body).asObject().array("data")
            #expect(assets.count == 3)
            let id = try #require(try assets.first?.asObject().string("id"))
            let own = "/gateway/v1/organizations/local/libraries/library/assets/\(id)"
            let comment = try server.request(
                "POST", own + "/comments", key: server.key, body: "{\"text\": \"Nice\"}")
            #expect(comment.status == 403)
            #expect(String(decoding: comment.body, as: UTF8.self).contains("only read from"))
            #expect(await pocket.run("doctor").text.contains("mirror pocket") == false)
        }
    }

    @Test func `what is not there, has no file or is in the bin is told with its reason`() async throws {
        try await withTemporaryFolder { folder in
            let pocket = try FrontedPocket(folder, seed: 3)
            do {
                let server = try RunningServer(pocket.data, "--config", pocket.config)
                server.child.send(SIGTERM)
                #expect(server.child.wait() == 0)
            }
            let ids = try pocket.ids()
            _ = try pocket.call("POST", "/assets/\(ids[0])/trash_bin")
            _ = try pocket.call("POST", "/assets", body: "{\"title\": \"Placeholder\"}")
            let file = try write(try pocket.ids() + ["-not-there-abcdefghi"], folder)

            let sync = await pocket.run("sync", "local/library", "--ids", file)

            #expect(sync.code == .losses, "\(sync.text)\n\(sync.notes)")
            #expect(sync.notes.contains("2 added"), "\(sync.notes)")
            #expect(sync.notes.contains("1 that have no file"), "\(sync.notes)")
            #expect(sync.notes.contains("1 that are in the trash"), "\(sync.notes)")
            #expect(sync.notes.contains("-not-there-abcdefghi: the store has no asset of this id"))
        }
    }

    @Test func `doctor asks the account, and says which key is refused`() async throws {
        try await withTemporaryFolder { folder in
            let pocket = try FrontedPocket(folder, members: #", "nativeTrash": true"#)
            _ = try RunningServer(pocket.data, "--config", pocket.config)

            let sound = await pocket.run("doctor")
            try pocket.write(key: "another-key")
            let refused = await pocket.run("doctor")

            #expect(sound.text.contains("account pocket: answers"), "\(sound.text)")
            #expect(sound.text.contains("the store's bin too, which keeps 14 days"), "\(sound.text)")
            #expect(
                refused.code == .failed && refused.text.contains("PROBLEM account pocket:"), "\(refused.text)"
            )
            #expect(!refused.text.contains("another-key"))
        }
    }

    @Test func `a library of a disk has nothing that could be named`() async throws {
        try await withAcme { data in
            let file = try write(["a"], data.folder)

            let outcome = await data.run("sync", "acme/photos", "--ids", file)

            #expect(outcome.code == .failed && outcome.notes.contains("nothing but the gateway's own"))
        }
    }

    @Test func `a file that is wrong leaves nothing behind, and names its line`() async throws {
        try await withTemporaryFolder { folder in
            let pocket = try FrontedPocket(folder, seed: 1)
            _ = try RunningServer(pocket.data, "--config", pocket.config)
            let file = try write(try pocket.ids() + ["two words"], folder)

            let outcome = await pocket.run("sync", "local/library", "--ids", file)
            let rest = await pocket.run("sync", "local/library")

            #expect(
                outcome.code == .failed && outcome.notes.contains("line 3: has blanks"), "\(outcome.notes)")
            #expect(
                rest.code == .failed && rest.notes.contains("name the assets with sync --ids"),
                "\(rest.notes)")
        }
    }
}
