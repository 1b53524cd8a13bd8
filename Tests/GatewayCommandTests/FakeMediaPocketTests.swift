import Foundation
import HTTPCore
import TestSupport
import Testing

@testable import GatewayCommand

@Suite struct FakeMediaPocketTests {
    /// A running fake, and what it said when it was ready.
    private struct RunningFake {
        let child: Child
        let hello: JSONObject

        init(_ folder: String, _ options: String...) throws {
            child = try Child(
                RunningServer.program,
                ["fake", "media-pocket", "--listen", "127.0.0.1:0", "--json"] + options,
                errors: "\(folder)/fake.log")
            let line = try #require(child.line())
            hello = try JSONValue(parsing: Array(line.utf8)).asObject()
        }

        /// The answer to a request, as curl has it.
        func curl(_ path: String, _ options: String...) throws -> JSONObject {
            let fields = ["X-API-KEY: \(try hello.string("key"))", "Content-Type: application/json"]
            let url = try hello.string("url") + path
            let curl = try Child(
                "/usr/bin/curl", ["-s"] + fields.flatMap { ["-H", $0] } + options + [url], errors: "/dev/null"
            )
            return try JSONValue(parsing: Array(curl.rest().utf8)).asObject()
        }
    }

    @Test func `the printed curl lines work as they stand`() async throws {
        try await withTemporaryFolder { folder in
            let child = try Child(
                RunningServer.program, ["fake", "media-pocket", "--listen", "127.0.0.1:0"],
                errors: "\(folder)/log")
            var commands: [String] = []
            while commands.count < 3, let line = child.line() {
                if line.contains("curl") { commands.append(line) }
            }
            let run = { (line: String) in
                try Child("/bin/bash", ["-c", line], errors: "\(folder)/curl.log").rest()
            }

            let made = try JSONValue(parsing: Array(run(commands[0]).utf8)).asObject().object("asset")
            let id = try made.string("id")

            #expect(try run(commands[1].replacing("/ID/", with: "/\(id)/")) == #"{"ok":"ok"}"#)
            #expect(try run(commands[2]).contains(id))
        }
    }

    @Test func `a file is fetched over a real connection, and given out again`() async throws {
        try await withTemporaryFolder { folder in
            let fake = try RunningFake(folder, "--delay", "0")
            let id = try fake.curl("/api/v2/assets", "-d", #"{"title": "a"}"#).object("asset").string("id")
            let url = try fake.hello.string("control") + "/state"

            let order = #"{"file_url": "\#(url)", "filename": "state.json"}"#
            #expect(try fake.curl("/api/v2/assets/\(id)/media", "-d", order)["ok"] == .string("ok"))
            let socket = try RawSocket(
                port: UInt16(try fake.hello.string("url").split(separator: ":")[2]) ?? 0)
            try socket.send("POST /_fake/work HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(try socket.receiveResponse().status == 204)

            let media = try fake.curl("/api/v2/assets/\(id)/media").array("media")[0].asObject()
            #expect(try media.string("content_type") == "application/json")
            let path = "/api/v2/assets/\(id)/media/\(try media.int("id"))/download_url?filename=a"
            let address = try fake.curl(path).string("url")
            let bytes = try Child("/usr/bin/curl", ["-s", address], errors: "/dev/null").rest()
            // What a child says is read without the line's end.
            #expect(bytes.utf8.count + 1 == (try media.int("size")))
            #expect(bytes.contains(#""placeholders":1"#))
        }
    }

    @Test func `an account survives a kill`() async throws {
        try await withTemporaryFolder { folder in
            let first = try RunningFake(folder, "--state", "\(folder)/account", "--seed", "5")
            #expect(try first.hello.int("seeded") == 5)
            first.child.send(SIGKILL)
            first.child.wait()

            let second = try RunningFake(folder, "--state", "\(folder)/account", "--seed", "5")

            #expect(try second.hello.int("assets") == 5)
            #expect(try second.hello.int("seeded") == 0)
        }
    }

    @Test func `it gives no addresses where it is told so, and ends when it is told so`() async throws {
        try await withTemporaryFolder { folder in
            let fake = try RunningFake(
                folder, "--no-download-url", "--seed", "1", "--key", "my-key", "--key", "other")
            let id = try fake.curl("/_fake/assets").array("assets")[0].asObject().string("id")

            let answer = try fake.curl("/api/v2/assets/\(id)/media/1/download_url?filename=a")
            let users = try fake.curl("/_fake/users").array("users")
            fake.child.send(SIGTERM)

            #expect(answer["url"] == .null)
            #expect(users.count == 2)
            #expect(fake.child.wait() == 0)
            #expect(!(try String(contentsOfFile: "\(folder)/fake.log", encoding: .utf8)).contains("my-key"))
        }
    }

    @Test func `it is as strange as it is told to be`() async throws {
        try await withTemporaryFolder { folder in
            let fake = try RunningFake(
                folder, "--seed", "1", "--md5-delay", "600", "--relative-urls", "--previews-first")
            let id = try fake.curl("/_fake/assets").array("assets")[0].asObject().string("id")

            let media = try fake.curl("/api/v2/assets/\(id)/media").array("media")
            let preview = try media[0].asObject().string("id")
            let path = "/api/v2/assets/\(id)/media/\(preview)/download_url?filename=a"

            #expect(media.count == 2)
            #expect(try fake.curl(path).string("url").hasPrefix("/files/\(preview)/a?"))
            // Samples came long ago.
            #expect(try fake.curl("/api/v2/assets/\(id)").object("asset")["md5_sum"] != .null)
        }
    }

    @Test(
        arguments: [
            ("--md5-delay", "x", "--md5-delay takes seconds"), ("--delay", "soon", "--delay takes seconds"),
            ("--delay", "-1", "--delay takes seconds"),
            ("--delay", "nan", "--delay takes seconds"), ("--key", "a b", "--key takes"),
            ("--seed", "many", "--seed takes a number"),
        ])
    func `an option that cannot be meant is refused`(_ option: String, _ value: String, _ reason: String)
        async throws
    {
        let outcome = await Workplace.run(["fake", "media-pocket", option, value])

        #expect(outcome.code == .usage)
        #expect(outcome.notes.contains(reason))
    }

    @Test func `help lists every fault, operation and route`() async throws {
        let text = await Workplace.run(["fake", "media-pocket", "--help"]).text

        for word in [
            "resetAfterRequestBytes bytes", "downloadURL ", "PUT /_fake/faults", "POST /_fake/work",
            "127.0.0.1:9200",
        ] {
            #expect(text.contains(word), "\(word)")
        }
    }
}
