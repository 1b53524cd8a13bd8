import Foundation
import HTTPCore
import MicroHTTP
import Raster
import TestSupport
import Testing

@testable import GatewayCommand

/// What a file that says `text` comes to; it would lie in `/etc/gateway`.
func reading(_ text: String, _ surroundings: ConfigurationSurroundings = .nowhere) -> ConfigurationReading {
    ConfigurationReading(
        parsing: Array(text.utf8), path: "gateway.json", .init(folder: "/etc/gateway"),
        surroundings: surroundings)
}

extension ConfigurationSurroundings {
    /// A machine without file systems and files.
    static let nowhere = ConfigurationSurroundings(mounts: MountTable("")) { _ in nil }
}

extension ConfigurationReading {
    /// The first lines of all that is wrong.
    var complaints: [String] { problems.map { $0.lines[0] } }
}

@Suite struct ConfigurationTests {
    @Test func `an empty file gives the defaults`() {
        #expect(reading("{}").configuration.json == Configuration().json)
        #expect(reading("{}").complaints == [])
    }

    @Test(arguments: Configuration.keys.map(\.path))
    func `every key is refused with a line when its value makes no sense`(_ path: String) {
        let segments = path.split(separator: ".")
        let text = segments.reversed().reduce("[{}]") { "{\n\"\($1)\": \($0)}" }

        let found = reading(text).complaints

        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("gateway.json:\(segments.count + 1): \"\(path)\" ") == true)
    }

    @Test func `all mistakes are told at once, unknown keys with the nearest one`() {
        let found = reading("{\"listem\": 1,\n\"trash\": {\"days\": -1},\n\"threads\": 0}").problems

        #expect(
            found.map { $0.lines[0] } == [
                "gateway.json:1: \"listem\" is unknown",
                "gateway.json:2: \"trash.days\" must be a whole number from 0 to 36500",
                "gateway.json:3: \"threads\" must be a whole number from 1 to 256",
            ])
        #expect(found.map(\.remedy).first == "write \"listen\"")
    }

    @Test(arguments: [
        ("days", "write \"trash\": {\"days\": …}"), ("trash.days", "write \"trash\": {\"days\": …}"),
        ("xyz", "leave it out; \"raster-gateway config print --example\" has every key"),
    ])
    func `an unknown key is told where it belongs`(_ name: String, _ remedy: String) {
        #expect(reading("{\"\(name)\": 1}").problems.map(\.remedy) == [remedy])
    }

    @Test func `a key of the outermost object that lies in another is told so`() {
        let found = reading(#"{"trash": {"threads": 1}}"#).problems

        #expect(found.map(\.remedy) == ["\"threads\" belongs to the outermost object"])
    }

    @Test func `a key that is there twice is told with both lines`() {
        let found = reading("{\"threads\": 1,\n\"trash\": {\"days\": 1},\n\"tr\\u0061sh\": {\"days\": 2}}")

        #expect(found.complaints.first == "gateway.json:3: \"trash\" is there twice, first in line 2")
    }

    @Test func `comments are skipped, but not in strings`() {
        let text = "{ // one\n/* two\n */ \"publicURL\": \"https://a.example/*x*/b\" }"

        #expect(reading(text).configuration.publicURL == "https://a.example/*x*/b")
    }

    @Test func `relative folders begin in the folder of the file`() {
        let configuration = reading(
            #"{"dataDirectory": "data", "adapters": {"a": {"type": "disk", "folder": "store"}}, "#
                + #""defaultAdapter": "a"}"#
        ).configuration

        #expect(configuration.dataDirectory == "/etc/gateway/data")
        #expect(configuration.stores == [.init(name: "a", folder: "/etc/gateway/store")])
    }

    @Test func `the parts of a list and of the stores are told with their own lines`() {
        let found = reading(
            "{\"trustedProxies\": [\"10.0.0.0/8\",\n\"x\",\n7],\n\"adapters\": {\"a\": {\n\"type\": 1},\n\"B\": 2}}"
        )

        #expect(found.problems.compactMap { $0.origin.line } == [2, 3, 5, 6])
    }

    @Test func `the schema that a file names says nothing else`() {
        #expect(reading(##"{"$schema": "./gateway.schema.json"}"##).complaints == [])
        #expect(reading(##"{"trash": {"$schema": ""}}"##).complaints.count == 1)
    }

    @Test(arguments: ["ftp://a", "https://", "https://a b", "https://a?x"])
    func `a public address must be one of the web`(_ address: String) {
        #expect(reading("{\"publicURL\": \"\(address)\"}").complaints.count == 1)
    }

    @Test func `options win over the file`() async throws {
        try await withTemporaryFolder { folder in
            try #"{"dataDirectory": "a"}"#.write(toFile: "\(folder)/c", atomically: true, encoding: .utf8)

            let outcome = await Workplace.run([
                "config", "print", "--json", "--config", "\(folder)/c", "--data", "b",
            ])

            #expect(outcome.text.contains(#""dataDirectory":"b""#))
        }
    }

    @Test func `there are no more connections than descriptors for them`() throws {
        var few = Configuration()
        var many = Configuration()

        try few.fit(openFiles: 256)
        try many.fit(openFiles: 1 << 20)

        #expect(few.limits.connections == 32)
        #expect(many.limits.connections == Configuration().limits.connections)
        #expect(throws: CommandFailure.self) { try few.fit(openFiles: 255) }
    }

    @Test(arguments: [("[::1]:80", "::1"), ("localhost:80", "127.0.0.1"), ("10.0.0.1:80", "10.0.0.1")])
    func `an address to listen on has a host and a port`(_ text: String, _ host: String) throws {
        #expect(try Configuration.Listen(text).host == host)
        #expect(throws: UsageError.self) { try Configuration.Listen(host) }
    }
}
