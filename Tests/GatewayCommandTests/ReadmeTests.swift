import Foundation
import HTTPCore
import TestSupport
import Testing

@testable import GatewayCommand

@Suite struct ReadmeTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The blocks of some parts of the README, as one script.
    private func script(_ titles: [String]) throws -> String {
        let text = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
        return try titles.map { title in
            let part = try #require(text.firstRange(of: "\n## \(title)\n")).upperBound
            let end = text[part...].firstRange(of: "\n## ")?.lowerBound ?? text.endIndex
            let blocks = text[part..<end].split(separator: "```sh\n").dropFirst()
            return blocks.compactMap { $0.split(separator: "```").first }.joined(separator: "\n")
        }.joined(separator: "\n")
    }

    /// A fake in a process of its own, and where it is.
    private func fake(_ words: String..., in folder: String) throws -> (process: Child, url: String) {
        let fake = try Child(
            RunningServer.program, ["fake"] + words + ["--listen", "127.0.0.1:0", "--json"],
            errors: "\(folder)/fake-\(words[0]).log")
        return (fake, try JSONValue(parsing: Array((fake.line() ?? "").utf8)).asObject().string("url"))
    }

    /// A configuration of the folder `Config`, but for the ports that the system gave.
    private func configuration(_ name: String, _ urls: [String: String], in folder: String) throws -> String {
        let config = Self.root.appending(path: "Config")
        var text = try String(contentsOf: config.appending(path: name), encoding: .utf8)
        for (old, new) in urls { text = text.replacing(old, with: new) }
        for secret in ["imgbt.example.secret", "media-pocket.example.secret"] {
            text = text.replacing(secret, with: config.appending(path: secret).path())
        }
        try text.write(toFile: "\(folder)/gateway.json", atomically: true, encoding: .utf8)
        return "\(folder)/gateway.json"
    }

    @Test func `the tour runs as it is written`() async throws {
        try await withTemporaryFolder { folder in
            let output = try expectRun(of: ["A tour"], at: try RunningServer("\(folder)/data"), in: folder)
            #expect(output.contains("\"found\":1"), "\(output)")
        }
    }

    @Test func `the tour runs unchanged over a vault of imgbt`() async throws {
        try await withTemporaryFolder { folder in
            let (fake, url) = try fake("imgbt", in: folder)
            let config = try configuration("imgbt.example.json", ["http://127.0.0.1:9100": url], in: folder)
            let server = try RunningServer("\(folder)/data", "--config", config)

            let output = try expectRun(of: ["A tour"], at: server, in: folder)

            #expect(output.contains("\"found\":1"), "\(output)")
            withExtendedLifetime(fake) {}
        }
    }

    @Test func `the tour runs unchanged over an account of Media Pocket, and what only that has`()
        async throws
    {
        try await withTemporaryFolder { folder in
            let (fake, url) = try fake("media-pocket", "--delay", "0", in: folder)
            let config = try configuration(
                "media-pocket.example.json", ["http://127.0.0.1:9200": url], in: folder)
            let server = try RunningServer("\(folder)/data", "--config", config)

            let output = try expectRun(of: ["A tour", "Media Pocket"], at: server, in: folder)

            #expect(output.contains("\"found\":1") && output.contains("Which dog?"), "\(output)")
            #expect(output.contains("ASSET_RESTORED") && output.contains("\"status\":"), "\(output)")
            withExtendedLifetime(fake) {}
        }
    }

    @Test func `an asset travels between three stores and keeps its address`() async throws {
        try await withTemporaryFolder { folder in
            let vault = try fake("imgbt", in: folder)
            let pocket = try fake("media-pocket", "--delay", "0", in: folder)
            let config = try configuration(
                "three-stores.example.json",
                ["http://127.0.0.1:9100": vault.url, "http://127.0.0.1:9200": pocket.url], in: folder)
            let server = try RunningServer("\(folder)/data", "--config", config)
            for (name, store) in [("Vault", "imgbt"), ("Pocket", "media-pocket")] {
                let made = await Workplace.run(
                    [
                        "library", "create", "local", name, "--adapter", store, "--config", config, "--data",
                        "\(folder)/data",
                    ])
                #expect(made.code == .done, "\(made.notes)")
            }

            let output = try expectRun(of: ["A tour", "Between stores"], at: server, in: folder)

            #expect(output.split(separator: "\n").count { $0 == "Well travelled" } == 6, "\(output)")
            withExtendedLifetime((vault.process, pocket.process)) {}
        }
    }

    /// Runs parts of the README before `server`, which fails after two minutes; what they print.
    private func expectRun(
        of titles: [String], at server: RunningServer, in folder: String
    ) throws -> String {
        let text =
            try "set -euo pipefail\ncurl() { command curl --fail --silent --show-error \"$@\"; }\n"
            + "cd \(folder)\n" + script(titles)
        try text.write(toFile: "\(folder)/tour.sh", atomically: true, encoding: .utf8)

        let bash = try Child(
            "/usr/bin/timeout", ["120", "/bin/bash", "\(folder)/tour.sh"], errors: "\(folder)/errors",
            variables: ["BASE=\(server.url)", "KEY=\(server.key)"])
        let output = bash.rest()

        let errors = try String(contentsOfFile: "\(folder)/errors", encoding: .utf8)
        #expect(bash.wait() == 0, "\(output)\n\(errors)")
        return output
    }
}
