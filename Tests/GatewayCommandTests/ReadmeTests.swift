import Foundation
import HTTPCore
import TestSupport
import Testing

@Suite struct ReadmeTests {
    /// The blocks of the README's tour, as one script.
    private var tour: String {
        get throws {
            let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            let file = tests.deletingLastPathComponent().appending(path: "README.md")
            let text = try String(contentsOf: file, encoding: .utf8)
            let part = try #require(text.firstRange(of: "## A tour")).upperBound
            let end = text[part...].firstRange(of: "\n## ")?.lowerBound ?? text.endIndex
            let blocks = text[part..<end].split(separator: "```sh\n").dropFirst()
            return blocks.compactMap { $0.split(separator: "```").first }.joined(separator: "\n")
        }
    }

    @Test func `the tour runs as it is written`() async throws {
        try await withTemporaryFolder { folder in
            try expectTour(of: try RunningServer("\(folder)/data"), in: folder)
        }
    }

    @Test func `the tour runs unchanged over a vault of imgbt`() async throws {
        try await withTemporaryFolder { folder in
            let fake = try Child(
                RunningServer.program, ["fake", "imgbt", "--listen", "127.0.0.1:0", "--json"],
                errors: "\(folder)/fake.log")
            let hello = try JSONValue(parsing: Array((fake.line() ?? "").utf8)).asObject()
            // The example, but for the port that the system gave.
            let config = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: "Config")
            let example = try String(
                contentsOf: config.appending(path: "imgbt.example.json"), encoding: .utf8)
            let changed = example.replacing("http://127.0.0.1:9100", with: try hello.string("url"))
                .replacing(
                    "imgbt.example.secret", with: config.appending(path: "imgbt.example.secret").path())
            try changed.write(toFile: "\(folder)/imgbt.json", atomically: true, encoding: .utf8)

            let server = try RunningServer("\(folder)/data", "--config", "\(folder)/imgbt.json")
            try expectTour(of: server, in: folder)
        }
    }

    private func expectTour(of server: RunningServer, in folder: String) throws {
        let script =
            try "set -euo pipefail\ncurl() { command curl --fail --silent --show-error \"$@\"; }\n"
            + "cd \(folder)\n" + tour

        let bash = try Child(
            "/bin/bash", ["-c", script], errors: "\(folder)/errors",
            variables: ["BASE=\(server.url)", "KEY=\(server.key)"])
        let output = bash.rest()

        let errors = try String(contentsOfFile: "\(folder)/errors", encoding: .utf8)
        #expect(bash.wait() == 0, "\(output)\n\(errors)")
        #expect(output.contains("\"found\":1"), "\(output)")
    }
}
