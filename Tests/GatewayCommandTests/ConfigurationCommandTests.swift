import Foundation
import HTTPCore
import TestSupport
import Testing

@testable import GatewayCommand

@Suite struct ConfigurationCommandTests {
    private func withFile(_ text: String, _ body: (String) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            try text.write(toFile: "\(folder)/c", atomically: true, encoding: .utf8)
            try await body("\(folder)/c")
        }
    }

    @Test func `a sound configuration is told in a line`() async throws {
        try await withFile(#"{"trash": {"days": 3}}"#) { file in
            let outcome = await Workplace.run(["config", "check", "--config", file])

            #expect(outcome.code == .done)
            #expect(
                outcome.text.hasPrefix(
                    "ok: \(file) sets 1 key, the environment sets 0; it listens on 127.0.0.1:8080"))
        }
    }

    @Test func `checking tells all errors with what to do, and fails`() async throws {
        try await withFile("{\"threads\": 0,\n\"listen\": \"0.0.0.0:80\"}") { file in
            let outcome = await Workplace.run(["config", "check", "--config", file])

            #expect(outcome.code == .failed)
            #expect(outcome.text.contains("\(file):1: \"threads\" must be"))
            #expect(outcome.text.contains("\(file):2: \"listen\" can be reached from other machines"))
            #expect(outcome.text.contains("    → listen on 127.0.0.1, "))
            #expect(outcome.notes == "raster-gateway: the configuration has 2 errors")
        }
    }

    @Test func `checking answers programs in JSON`() async throws {
        try await withFile("{\"threads\": 0, \"trustedProxies\": [\"::1\"]}") { file in
            let outcome = await Workplace.run(["config", "check", "--json", "--config", file])

            let answer = try JSONValue(parsing: Array(outcome.text.utf8)).asObject()
            let error = try answer.array("errors").first.map { try $0.asObject() }
            #expect(try answer.bool("ok") == false)
            #expect(error?["file"] == .string(file) && error?["line"] == .int(1))
            #expect(error?["key"] == .string("threads") && error?["variable"] == .null)
            #expect(try answer.array("warnings").count == 1)
        }
    }

    @Test func `a server refuses to start with the same list`() async throws {
        try await withFile("{\"threads\": 0,\n\"listen\": \"0.0.0.0:80\"}") { file in
            let check = await Workplace.run(["config", "check", "--config", file])
            let serve = await Workplace.run(["serve", "--config", file])

            #expect(serve.code == .failed)
            #expect(serve.notes.hasSuffix(":\n" + check.text))
        }
    }

    @Test func `other commands do not mind what only a server needs`() async throws {
        try await withFile(#"{"listen": "0.0.0.0:80"}"#) { file in
            let outcome = await Workplace.run(["config", "print", "--config", file])

            #expect(outcome.code == .done)
        }
    }

    @Test func `printing tells what set each value`() async throws {
        try await withFile("{\n\"threads\": 4}") { file in
            let outcome = await Workplace.run([
                "config", "print", "--origins", "--config", file, "--data", "d",
            ])

            let lines = outcome.text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
            #expect(lines.contains(["threads", "4", "\(file):2"]))
            #expect(lines.contains(["dataDirectory", "\"d\"", "--data"]))
            #expect(lines.contains(["trash.days", "30", "default"]))
        }
    }
}
