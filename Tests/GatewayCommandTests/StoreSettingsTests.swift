import Foundation
import Testing

@testable import GatewayCommand

@Suite struct StoreSettingsTests {
    private func complaints(_ store: String, secret: String? = "sk_abc") -> [String] {
        let text = "{\"adapters\": {\"disk\": {\"type\": \"disk\"}, \"vault\": \(store)}}"
        let source = ConfigurationSource(
            environment: secret.map { ["IMGBT": $0] } ?? [:], needsSecrets: secret != nil)
        return ConfigurationReading(
            parsing: Array(text.utf8), path: "gateway.json", source, surroundings: .nowhere
        ).problems.map { $0.lines[0] }
    }

    private let whole = #"{"type": "imgbt", "vault": "vault_1", "secret": {"env": "IMGBT"}}"#

    @Test func `a vault needs its identifier and its secret`() {
        #expect(complaints(whole) == [])
        #expect(
            complaints(#"{"type": "imgbt", "secret": {"env": "IMGBT"}}"#)
                == [#"gateway.json:1: "adapters" has "vault", which needs "vault""#])
        #expect(
            complaints(#"{"type": "imgbt", "vault": "vault_1"}"#)
                == [#"gateway.json:1: "adapters" has "vault", which needs "secret""#])
    }

    @Test func `a key that may only read is refused, and not repeated`() {
        let found = complaints(whole, secret: "pk_canary")

        #expect(found.count == 1)
        #expect(found.first?.contains("public key") == true)
        #expect(found.first?.contains("canary") == false)
        #expect(complaints(whole, secret: "canary").count == 1)
        #expect(complaints(whole, secret: nil) == [])
    }

    @Test(arguments: [
        (#""path": "assets""#, "path"), (#""url": "ftp://a""#, "url"), (#""delivery": "post""#, "delivery"),
        (#""concurrency": 0"#, "concurrency"), (#""folder": null"#, "folder"),
    ])
    func `what is wrong with a key of a store is told with its name`(_ member: String, _ key: String) {
        let found = complaints(whole.dropLast() + ", \(member)}")

        #expect(found.count == 1)
        #expect(found.first?.contains(#"has "vault", whose "\#(key)" "#) == true)
    }

    @Test func `everything that is wrong with a store is told at once`() {
        #expect(complaints(whole.dropLast() + #", "url": 1, "concurrency": 0}"#).count == 2)
    }

    @Test func `a secret crosses no network unprotected unless that is wanted`() {
        let open = whole.dropLast() + #", "url": "http://imgbt.example""#

        #expect(complaints(open + "}").count == 1)
        #expect(complaints(open + #", "allowPlain": true}"#) == [])
        #expect(complaints(whole.dropLast() + #", "url": "http://127.0.0.1:9100"}"#) == [])
        #expect(complaints(whole.dropLast() + #", "url": "http://127.example"}"#).count == 1)
    }

    @Test func `the secret of a store is printed by the name of its place`() {
        let text = "{\"adapters\": {\"vault\": \(whole)}, \"defaultAdapter\": \"vault\"}"
        let source = ConfigurationSource(environment: ["IMGBT": "sk_canary"])

        let configuration = ConfigurationReading(
            parsing: Array(text.utf8), path: "gateway.json", source, surroundings: .nowhere
        ).configuration

        #expect(configuration.secrets.map(\.key) == ["adapters.vault.secret"])
        #expect(!"\(configuration.json)".contains("canary"))
        #expect(!"\(configuration)".contains("canary"))
    }

    @Test func `a store that may take longer than an answer is warned of`() {
        let slow = whole.dropLast() + #", "requestSeconds": 120}"#
        let text = "{\"adapters\": {\"vault\": \(slow)}, \"defaultAdapter\": \"vault\"}"
        let source = ConfigurationSource(environment: ["IMGBT": "sk_a"])

        let found = ConfigurationReading(
            parsing: Array(text.utf8), path: "gateway.json", source, surroundings: .nowhere)

        #expect(found.warnings.count == 1 && found.problems == [])
    }

    @Test func `the vault's identifier is filled in where it belongs`() {
        var vault = Configuration.Imgbt()
        vault.vault = "vault_1"

        #expect(vault.filled(vault.path) == "/api/v1/vaults/vault_1/assets")
        #expect(vault.filled(vault.deliveryURL) == "https://vault_1.imgbt.com")
    }
}
