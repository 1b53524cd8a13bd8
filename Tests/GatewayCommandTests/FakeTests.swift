import Foundation
import HTTPCore
import TestSupport
import Testing

@testable import GatewayCommand

@Suite struct FakeTests {
    /// A running fake, and what it said when it was ready.
    private struct RunningFake {
        let child: Child
        let hello: JSONObject
        let port: UInt16

        init(_ folder: String, _ options: String...) throws {
            child = try Child(
                RunningServer.program, ["fake", "imgbt", "--listen", "127.0.0.1:0", "--json"] + options,
                errors: "\(folder)/fake.log")
            let line = try #require(child.line())
            hello = try JSONValue(parsing: Array(line.utf8)).asObject()
            port = UInt16(try hello.string("url").split(separator: ":").last ?? "") ?? 0
        }

        func get(_ path: String) throws -> RawResponse {
            let socket = try RawSocket(port: port)
            try socket.send("GET \(path) HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n")
            return try socket.receiveResponse()
        }
    }

    @Test func `the printed curl lines work as they stand`() async throws {
        try await withTemporaryFolder { folder in
            let child = try Child(
                RunningServer.program, ["fake", "imgbt", "--listen", "127.0.0.1:0"], errors: "\(folder)/log")
            var commands: [String] = []
            while commands.count < 2, let line = child.line() {
                if line.contains("curl") { commands.append(line) }
            }

            let upload = try Child("/bin/bash", ["-c", commands[0]], errors: "\(folder)/curl.log")
            #expect(upload.rest().contains("hello.txt"))
            let download = try Child("/bin/bash", ["-c", commands[1]], errors: "\(folder)/curl.log")

            #expect(download.rest() == "Hello")
        }
    }

    @Test func `a vault survives a kill`() async throws {
        try await withTemporaryFolder { folder in
            let first = try RunningFake(folder, "--state", "\(folder)/vault", "--seed", "5")
            #expect(try first.hello.int("seeded") == 5)
            first.child.send(SIGKILL)
            first.child.wait()

            let second = try RunningFake(folder, "--state", "\(folder)/vault", "--seed", "5")

            #expect(try second.hello.int("assets") == 5)
            #expect(try second.hello.int("seeded") == 0)
        }
    }

    @Test func `a planned fault resets a real connection, and one that did not fire is told at the end`()
        async throws
    {
        try await withTemporaryFolder { folder in
            let plan =
                #"[{"operation": "deliver", "fault": "resetBeforeHeaders"}, {"operation": "list", "fault": "stall"}]"#
            try Data(plan.utf8).write(to: URL(filePath: "\(folder)/plan"))
            let fake = try RunningFake(folder, "--faults", "\(folder)/plan")

            #expect(throws: RawSocket.Failure.self) { try fake.get("/delivery/vault_01fake/a/b/c/d") }
            #expect(try fake.get("/delivery/vault_01fake/a/b/c/d").status == 404)
            fake.child.send(SIGTERM)

            #expect(fake.child.wait() == 0)
            let notes = try String(contentsOfFile: "\(folder)/fake.log", encoding: .utf8)
            #expect(notes.contains("not consumed: stall of list, fired 0 of 1"))
            #expect(!notes.contains("sk_"))
        }
    }

    @Test(
        arguments: [
            ("--seed", "many", "--seed takes a number"), ("--secret", "pk_a", "--secret takes"),
            ("--public", "sk_a", "--public takes"), ("--vault", "a/b", "--vault takes"),
            ("--dialect", "other", "--dialect is reference or sdk"), ("--listen", "9100", "--listen takes"),
            ("--faults", "/nowhere/plan", "does not exist"),
        ])
    func `an option that cannot be meant is refused`(_ option: String, _ value: String, _ reason: String)
        async throws
    {
        let outcome = await Workplace.run(["fake", "imgbt", option, value])

        #expect(outcome.code == .usage)
        #expect(outcome.notes.contains(reason))
    }

    @Test func `a mistake in a plan is told with the file and its place`() async throws {
        try await withTemporaryFolder { folder in
            let plan = "\(folder)/plan"
            try Data(#"[{"operation": "list", "fault": "stal"}]"#.utf8).write(to: URL(filePath: plan))

            let outcome = await Workplace.run(["fake", "imgbt", "--faults", plan])

            #expect(outcome.code == .usage)
            #expect(outcome.notes.contains("\(plan): faults[0]: there is no fault \"stal\""))
        }
    }

    @Test func `help lists every fault, operation and route`() async throws {
        let text = await Workplace.run(["fake", "imgbt", "--help"]).text

        for word in ["resetAfterRequestBytes bytes", "loopingCursor", "deliver ", "PUT /_fake/faults"] {
            #expect(text.contains(word), "\(word)")
        }
    }
}
