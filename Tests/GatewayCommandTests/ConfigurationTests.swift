import Foundation
import HTTPCore
import MicroHTTP
import Raster
import TestSupport
import Testing

@testable import GatewayCommand

@Suite struct ConfigurationTests {
    private func parse(_ text: String) throws -> Configuration {
        try ConfigurationFile.parse(Array(text.utf8), path: "gateway.json", .init(folder: "/etc/gateway"))
    }

    private func problems(_ text: String) -> [String] {
        do {
            _ = try parse(text)
            return []
        } catch let failure as ConfigurationFile.Failure { return failure.problems } catch {
            return ["\(error)"]
        }
    }

    @Test func `an empty file gives the defaults`() throws {
        #expect(try parse("{}").json == Configuration().json)
    }

    @Test func `the example file has every key with its default`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = root.deletingLastPathComponent().appending(path: "Config/gateway.example.json")

        let text = try String(contentsOf: file, encoding: .utf8)

        #expect(text == Configuration.example + "\n")
        var expected = Configuration()
        expected.dataDirectory = "/etc/gateway/./raster-data"
        #expect(try parse(text).json == expected.json)
    }

    @Test(arguments: Configuration.keys.map(\.path))
    func `every key is refused with a line when its value makes no sense`(_ path: String) {
        let segments = path.split(separator: ".")
        let text = segments.reversed().reduce("[{}]") { "{\n\"\($1)\": \($0)}" }

        let found = problems(text)

        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("line \(segments.count + 1): \"\(path)\" ") == true, "\(found)")
    }

    @Test func `all mistakes are told at once, unknown keys with the nearest one`() {
        let found = problems("{\"listem\": 1,\n\"trash\": {\"days\": -1},\n\"threads\": 0}")

        #expect(
            found == [
                "line 1: \"listem\" is unknown; did you mean \"listen\"?",
                "line 2: \"trash.days\" must be a whole number from 0 to 36500",
                "line 3: \"threads\" must be a whole number from 1 to 256",
            ])
    }

    @Test func `comments are skipped, but not in strings`() throws {
        let text = "{ // one\n/* two\n */ \"publicURL\": \"https://a.example/*x*/b\" }"

        #expect(try parse(text).publicURL == "https://a.example/*x*/b")
    }

    @Test func `a mistake in the JSON is told with its line`() {
        #expect(problems("{\n// a comment\n\"listen\" 3}") == ["line 3: unexpected byte"])
    }

    @Test func `relative folders begin in the folder of the file`() throws {
        let configuration = try parse(
            #"{"dataDirectory": "data", "adapters": {"a": {"type": "disk", "folder": "store"}}, "#
                + #""defaultAdapter": "a"}"#)

        #expect(configuration.dataDirectory == "/etc/gateway/data")
        #expect(configuration.stores == [.init(name: "a", folder: "/etc/gateway/store")])
    }

    @Test func `the default adapter must be one of the adapters`() {
        #expect(
            problems(#"{"defaultAdapter": "nas"}"#)
                == ["line 1: \"defaultAdapter\" must be one of the adapters: disk"])
    }

    @Test func `two stores cannot share a folder`() {
        let text = #"{"adapters": {"disk": {"type": "disk"}, "b": {"type": "disk", "folder": null}}}"#

        #expect(problems(text) == ["line 1: \"adapters\" has \"disk\" and \"b\" in the same folder"])
    }

    @Test(arguments: ["ftp://a", "https://", "https://a b", "https://a?x"])
    func `a public address must be one of the web`(_ address: String) {
        #expect(problems("{\"publicURL\": \"\(address)\"}").count == 1)
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

    @Test func `plain HTTP beyond loopback must be wanted`() throws {
        var configuration = Configuration()
        configuration.listen = try .init("0.0.0.0:80")
        #expect(throws: CommandFailure.self) { try configuration.checkTransport() }

        configuration.isInsecure = true

        #expect(throws: Never.self) { try configuration.checkTransport() }
    }

    @Test(arguments: [("[::1]:80", "::1"), ("localhost:80", "127.0.0.1"), ("10.0.0.1:80", "10.0.0.1")])
    func `an address to listen on has a host and a port`(_ text: String, _ host: String) throws {
        #expect(try Configuration.Listen(text).host == host)
        #expect(throws: UsageError.self) { try Configuration.Listen(host) }
    }
}
