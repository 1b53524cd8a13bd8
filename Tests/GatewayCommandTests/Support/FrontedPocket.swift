import Foundation
import HTTPCore
import TestSupport

@testable import GatewayCommand

/// A fake account of Media Pocket in a process of its own, and a configuration that fronts it.
final class FrontedPocket {
    let fake: Child
    /// Where the fake is.
    let url: String
    let folder: String
    private let secret: String

    /// An account with `seed` sample assets; the store is configured with `members` too, each with its comma before it.
    init(_ folder: String, seed: Int = 0, members: String = "") throws {
        self.folder = folder
        fake = try Child(
            RunningServer.program,
            [
                "fake", "media-pocket", "--listen", "127.0.0.1:0", "--seed", "\(seed)", "--delay", "0",
                "--json",
            ],
            errors: "\(folder)/fake.log")
        let hello = try JSONValue(parsing: Array((fake.line() ?? "").utf8)).asObject()
        url = try hello.string("url")
        secret = try hello.string("key")
        try write(key: secret)
        let store =
            "{\"type\": \"media-pocket\", \"url\": \"\(url)\", \"apiKey\": {\"file\": \"key\"}\(members)}"
        try
            "{\"listen\": \"127.0.0.1:0\", \"adapters\": {\"pocket\": \(store)}, \"defaultAdapter\": \"pocket\", \"firstStart\": {\"local\": true}}"
            .write(toFile: config, atomically: true, encoding: .utf8)
    }

    var config: String { "\(folder)/gateway.json" }
    var data: String { "\(folder)/data" }

    /// Puts another key where the gateway looks for it.
    func write(key: String) throws {
        try key.write(toFile: "\(folder)/key", atomically: true, encoding: .utf8)
        chmod("\(folder)/key", 0o600)
    }

    /// Runs a command on the fronted data.
    func run(_ words: String...) async -> Outcome {
        await Workplace.run(words + ["--config", config, "--data", data])
    }

    /// The ids of the account's assets.
    func ids() throws -> [String] {
        let curl = try Child(
            "/usr/bin/curl", ["-sS", "\(url)/_fake/assets"], errors: "\(folder)/curl.log")
        let assets = try JSONValue(parsing: Array(curl.rest().utf8)).asObject().array("assets")
        return try assets.map { try $0.asObject().string("id") }
    }

    /// Asks the account itself, with its key.
    func call(_ method: String, _ path: String, body: String = "{}") throws -> String {
        let curl = try Child(
            "/usr/bin/curl",
            [
                "-sS", "-X", method, "-H", "X-API-KEY: \(secret)", "-H", "Content-Type: application/json",
                "-d",
                body, "\(url)/api/v2\(path)",
            ], errors: "\(folder)/curl.log")
        return curl.rest()
    }
}
