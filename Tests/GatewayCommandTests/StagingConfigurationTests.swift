import MicroHTTP
import Raster
import Testing

@testable import GatewayCommand

@Suite struct StagingConfigurationTests {
    @Test func `stores see what is configured for them, else their listener, else what clients see`() {
        func url(_ text: String) -> String { reading("{\(text)}").configuration.stagingURL }
        let listen = #""staging": {"listen": "10.0.0.5:9000"}"#
        let clients = #""publicURL": "https://dam.example""#

        #expect(url("") == "http://127.0.0.1:8080")
        #expect(url(clients) == "https://dam.example")
        #expect(url("\(clients), \(listen)") == "http://10.0.0.5:9000")
        #expect(
            url(#"\#(clients), "staging": {"listen": "0.0.0.0:9000", "publicURL": "https://in.example/"}"#)
                == "https://in.example")
    }

    @Test(arguments: [
        (#"{"publicURL": "dam.example"}"#, "staging.publicURL"), (#"{"listen": "9000"}"#, "staging.listen"),
        (#"{"listen": "dam.example:9000"}"#, "staging.listen"),
        (#"{"lifetimeSeconds": 59}"#, "staging.lifetimeSeconds"),
        (#"{"lifetimeSeconds": 604801}"#, "staging.lifetimeSeconds"),
    ])
    func `what makes no sense is refused`(_ text: String, _ key: String) {
        let found = reading("{\"staging\": \(text)}").problems

        #expect(found.map(\.key) == [key] && found.allSatisfy { !$0.remedy.isEmpty })
    }

    @Test func `no store may have the name of the hidden one`() {
        let text = #"{"adapters": {"disk": {"type": "disk"}, "staging": {"type": "disk", "folder": "x"}}}"#

        let found = reading(text).problems

        #expect(found.count == 1)
        #expect(found.first?.message.contains("\"staging\", which is a name that the gateway keeps") == true)
        #expect(found.first?.remedy == "call the store something else")
    }

    @Test func `stores and clients cannot have one address for two listeners`() {
        let found = reading(#"{"listen": "127.0.0.1:80", "staging": {"listen": "127.0.0.1:80"}}"#).problems

        #expect(found.map(\.key) == ["staging.listen"])
        #expect(reading(#"{"listen": "127.0.0.1:0", "staging": {"listen": "127.0.0.1:0"}}"#).problems == [])
    }

    @Test(arguments: [
        "http://localhost", "http://LOCALHOST.:80/x", "http://a.localhost", "http://127.1.2.3:8080",
        "https://[::1]:80/", "http://0.0.0.0:1", "http://[::]", "http://user@127.0.0.1/",
        "http://[::ffff:127.0.0.1]", "http://127.1", "http://2130706433:9", "http://0x7f.1", "http://0",
    ])
    func `an address of this machine is known as one`(_ address: String) {
        #expect(WebHost.isLoopback(address))
        #expect(ConfigurationRule.unreachable(address, from: [("media", "https://api.example")]) != nil)
        #expect(ConfigurationRule.unreachable(address, from: [("media", address)]) == nil)
        #expect(ConfigurationRule.unreachable(address, from: []) == nil)
    }

    @Test(arguments: [
        "https://dam.example", "http://127.example", "http://10.0.0.5:80", "http://localhost.example",
        "http://127.0.0.1@dam.example", "http://[fd00::1]", "http://10",
    ])
    func `another machine's address is none`(_ address: String) {
        #expect(!WebHost.isLoopback(address))
        #expect(ConfigurationRule.unreachable(address, from: [("media", "https://api.example")]) == nil)
    }

    @Test func `the complaint names the store and where it is`() {
        let found = ConfigurationRule.unreachable(
            "http://127.0.0.1:8080",
            from: [("near", "http://localhost:1"), ("far", "https://api.example/v2")])

        #expect(
            found?.message.contains("(http://127.0.0.1:8080), but \"far\" at api.example fetches") == true)
    }

    private func pocket(_ url: String, _ more: String = "", store: String = "") -> ConfigurationReading {
        let text =
            "{\"adapters\": {\"pocket\": {\"type\": \"media-pocket\", \"url\": \"\(url)\", "
            + "\"apiKey\": {\"env\": \"POCKET\"}\(store)}}, \"defaultAdapter\": \"pocket\"\(more)}"
        return ConfigurationReading(
            parsing: Array(text.utf8), path: "gateway.json", .init(environment: ["POCKET": "mp_abc"]),
            surroundings: .nowhere)
    }

    @Test func `a gateway that the store could not reach does not start`() {
        let found = pocket("https://acme.mediapocket.fi")
        let told = pocket("https://acme.mediapocket.fi", #", "publicURL": "http://127.0.0.1:80""#)

        #expect(found.problems == [])
        #expect(found.servingProblems.map(\.key) == ["staging.publicURL"])
        #expect(told.servingProblems.map(\.key) == ["staging.publicURL"])
        #expect(pocket("http://127.0.0.1:9200").servingProblems == [])
        let fine = #", "staging": {"publicURL": "https://dam.example"}"#
        #expect(pocket("https://acme.mediapocket.fi", fine).servingProblems == [])
    }

    @Test func `a store that is only read from need not reach it`() {
        let found = pocket("https://acme.mediapocket.fi", store: #", "readOnly": true"#)

        #expect(found.servingProblems == [] && found.configuration.fetchingStores.isEmpty)
    }

    @Test func `files that cross a network in the clear are a warning`() {
        let open = #", "staging": {"publicURL": "http://dam.example"}"#

        #expect(
            pocket("https://acme.mediapocket.fi", open).warnings.map(\.key) == ["staging.publicURL"])
        #expect(pocket("http://127.0.0.1:9200", open).warnings == [])
    }

    @Test(arguments: [true, false])
    func `a store in the folder of the hidden one is in its way where there is one`(_ isThere: Bool) {
        let media = #""pocket": {"type": "media-pocket", "url": "http://[::1]", "apiKey": {"env": "POCKET"}}"#
        let text =
            #"{"dataDirectory": "/data", "adapters": {"disk": {"type": "disk", "folder": "/data/staging"}"#
            + (isThere ? ", \(media)" : "") + "}}"
        let found = ConfigurationReading(
            parsing: Array(text.utf8), path: "gateway.json", .init(environment: ["POCKET": "mp_abc"]),
            surroundings: .nowhere)

        #expect(found.problems.map(\.key) == (isThere ? ["adapters"] : []))
    }

    @Test func `a listener for stores needs descriptors of its own`() throws {
        var shared = Configuration()
        var apart = Configuration()
        apart.staging.listen = .init(host: "127.0.0.1", port: 9000)

        try shared.fit(openFiles: 1024)
        try apart.fit(openFiles: 1024)

        #expect(apart.limits.connections == shared.limits.connections - StagingListener.connections)
        #expect(throws: CommandFailure.self) { try apart.fit(openFiles: 383) }
    }
}
