import Foundation
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
            let server = try RunningServer("\(folder)/data")
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
}
