import Testing

@testable import GatewayCommand

@Suite struct MediaPocketSettingsTests {
    private func reading(_ store: String, key: String? = "mp_abc") -> ConfigurationReading {
        let text = "{\"adapters\": {\"pocket\": \(store)}, \"defaultAdapter\": \"pocket\"}"
        let source = ConfigurationSource(
            environment: key.map { ["POCKET": $0] } ?? [:], needsSecrets: key != nil)
        return ConfigurationReading(
            parsing: Array(text.utf8), path: "gateway.json", source, surroundings: .nowhere)
    }

    private let whole =
        #"{"type": "media-pocket", "url": "https://acme.mediapocket.fi", "apiKey": {"env": "POCKET"}}"#

    @Test func `an account needs its address and its key`() {
        let bare = reading(#"{"type": "media-pocket", "apiKey": {"env": "POCKET"}}"#)
        let open = reading(#"{"type": "media-pocket", "url": "https://acme.mediapocket.fi"}"#)

        #expect(reading(whole).problems == [])
        #expect(bare.problems.first?.lines[0].contains(#"needs "url""#) == true)
        #expect(open.problems.first?.lines[0].contains(#"needs "apiKey""#) == true)
    }

    @Test func `the key is printed by the name of its place`() {
        let configuration = reading(whole, key: "mp_canary").configuration

        #expect(configuration.secrets.map(\.key) == ["adapters.pocket.apiKey"])
        #expect(!"\(configuration.json)".contains("canary") && !"\(configuration)".contains("canary"))
    }

    @Test func `what is no key is refused, and not repeated`() {
        let found = reading(whole, key: "canary with spaces").problems

        #expect(found.count == 1 && found.first?.lines[0].contains("canary") == false)
    }

    @Test(arguments: [
        #""path": "api""#, #""downloadHosts": ["https://files.example"]"#,
        #""downloadHosts": "files.example""#, #""concurrency": 0"#, #""vault": "v""#,
    ])
    func `what cannot be meant is refused`(member: String) {
        #expect(reading(whole.dropLast() + ", \(member)}").problems.count == 1)
    }

    @Test(arguments: ["acme.mediapocket.fi", "http://acme.mediapocket.fi", "https://acme.mediapocket.fi/api"])
    func `an address that shows the key or has a path is refused`(url: String) {
        let found = reading(whole.replacing("https://acme.mediapocket.fi", with: url)).problems

        #expect(found.count == 1 && found.first?.lines[0].contains(#""url""#) == true)
    }

    @Test(arguments: ["files.example", "files.example:8443", "[::1]:9200", "127.0.0.1:9200"])
    func `a host of files is taken with and without a port`(host: String) {
        let found = reading(whole.dropLast() + #", "downloadHosts": ["\#(host)"]}"#)

        #expect(found.problems == [])
    }

    @Test func `it fetches for itself from its address, and shows what the catalog says`() {
        let pocket = reading(whole).configuration.stores[0]
        let readOnly = reading(whole.dropLast() + #", "readOnly": true}"#).configuration.stores[0]

        #expect(pocket.fetchesFrom == "https://acme.mediapocket.fi" && pocket.isMirrored)
        #expect(!readOnly.isMirrored && !pocket.isDisk)
        #expect(Configuration().stores[0].fetchesFrom == nil)
    }
}
