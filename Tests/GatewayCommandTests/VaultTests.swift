import Foundation
import HTTPCore
import TestSupport
import Testing

@testable import GatewayCommand

/// A fake vault in a process of its own, and a configuration that fronts it.
private final class FrontedVault {
    let fake: Child
    let url: String
    let folder: String

    init(_ folder: String, seed: Int, secret: String = "sk_fake_0123456789abcdef") throws {
        self.folder = folder
        fake = try Child(
            RunningServer.program,
            ["fake", "imgbt", "--listen", "127.0.0.1:0", "--seed", "\(seed)", "--json"],
            errors: "\(folder)/fake.log")
        url = try JSONValue(parsing: Array((fake.line() ?? "").utf8)).asObject().string("url")
        try secret.write(toFile: "\(folder)/secret", atomically: true, encoding: .utf8)
        chmod("\(folder)/secret", 0o600)
        let store =
            "{\"type\": \"imgbt\", \"url\": \"\(url)\", \"deliveryURL\": \"\(url)/delivery/{vault}\", "
            + "\"vault\": \"vault_01fake\", \"secret\": {\"file\": \"secret\"}}"
        try
            "{\"adapters\": {\"vault\": \(store)}, \"defaultAdapter\": \"vault\", \"firstStart\": {\"local\": true}}"
            .write(toFile: config, atomically: true, encoding: .utf8)
    }

    var config: String { "\(folder)/gateway.json" }
    var data: String { "\(folder)/data" }

    /// Runs a command on the fronted data.
    func run(_ words: String...) async -> Outcome {
        await Workplace.run(words + ["--config", config, "--data", data])
    }
}

@Suite struct VaultTests {
    @Test func `a vault that is full already is fronted by one command`() async throws {
        try await withTemporaryFolder { folder in
            let vault = try FrontedVault(folder, seed: 30)
            let server = try RunningServer(vault.data, "--config", vault.config)

            let plan = await vault.run("sync", "local/library", "--dry-run")
            let sync = await vault.run("sync", "local/library")

            #expect(plan.code == .done && plan.text.contains("30"), "\(plan.text)\n\(plan.notes)")
            #expect(sync.code == .done, "\(sync.text)\n\(sync.notes)")
            let library = try server.request("GET", "/organizations/local/libraries", key: server.key)
            #expect(String(decoding: library.body, as: UTF8.self).contains("\"assetsCount\":30"))
        }
    }

    @Test func `without a server the command does the work itself, and the bytes are there`() async throws {
        try await withTemporaryFolder { folder in
            let vault = try FrontedVault(folder, seed: 3)
            var key = ""
            do {
                let server = try RunningServer(vault.data, "--config", vault.config)
                key = try server.key
                server.child.send(SIGTERM)
                #expect(server.child.wait() == 0)
            }

            let sync = await vault.run("sync", "local/library")

            #expect(sync.code == .done, "\(sync.text)\n\(sync.notes)")
            let server = try RunningServer(vault.data, "--config", vault.config)
            let page = try server.request(
                "GET", "/organizations/local/libraries/library/assets", key: key)
            let assets = try JSONValue(parsing: page.body).asObject().array("data")
            #expect(assets.count == 3)
            for case .object(let asset) in assets {
                let path = try asset.string("url").split(separator: "/").dropFirst(2).joined(separator: "/")
                #expect(try server.request("GET", "/" + path, key: key).status == 200)
            }
        }
    }

    @Test func `doctor asks the vault, and says which key is refused`() async throws {
        try await withTemporaryFolder { folder in
            let vault = try FrontedVault(folder, seed: 0)
            _ = try RunningServer(vault.data, "--config", vault.config)

            let sound = await vault.run("doctor")
            try "sk_another_key".write(toFile: "\(folder)/secret", atomically: true, encoding: .utf8)
            chmod("\(folder)/secret", 0o600)
            let refused = await vault.run("doctor")

            #expect(sound.text.contains("vault vault: answers"), "\(sound.text)")
            #expect(refused.code == .failed)
            #expect(refused.text.contains("PROBLEM vault vault:"), "\(refused.text)")
            #expect(!refused.text.contains("sk_another"))
        }
    }

    @Test func `a vault is tried by name, and nothing of it is left`() async throws {
        try await withTemporaryFolder { folder in
            let vault = try FrontedVault(folder, seed: 0)

            let outcome = await vault.run("conformance", "vault", "--only", "writing", "--format", "json")

            #expect(outcome.code == .done, "\(outcome.text)\n\(outcome.notes)")
            #expect(outcome.text.contains("\"isKept\":true"))
            let ledger = try Child(
                "/usr/bin/curl", ["-sS", "\(vault.url)/_fake/state"], errors: "\(folder)/curl.log")
            #expect(ledger.rest().contains("\"assets\":0"))
        }
    }

    @Test func `a vault that is away is told as such`() async throws {
        try await withTemporaryFolder { folder in
            let vault = try FrontedVault(folder, seed: 0)
            vault.fake.send(SIGKILL)
            vault.fake.wait()

            let outcome = await vault.run("conformance", "vault", "--only", "writing")

            #expect(outcome.code == .unavailable, "\(outcome.text)\n\(outcome.notes)")
        }
    }
}
