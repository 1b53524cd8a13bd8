import Foundation
import Testing

@testable import GatewayCommand

@Suite struct ConfigurationRuleTests {
    private func warnings(_ text: String, _ surroundings: ConfigurationSurroundings = .nowhere) -> [String] {
        reading(text, surroundings).warnings.map { $0.lines[0] }
    }

    @Test(arguments: ["defaultAdapter", "anonymous.adapter"])
    func `a store that is named must be one of the adapters`(_ path: String) {
        let text = path.split(separator: ".").reversed().reduce("\"nas\"") { "{\"\($1)\": \($0)}" }

        #expect(
            reading(text).complaints == [
                "gateway.json:1: \"\(path)\" is \"nas\", which is none of the adapters: disk"
            ])
    }

    @Test func `a default that no longer fits is told with the line that made it so`() {
        let found = reading(#"{"adapters": {"nas": {"type": "disk"}}}"#).complaints

        #expect(
            found == ["gateway.json:1: \"defaultAdapter\" is \"disk\", which is none of the adapters: nas"])
    }

    @Test(arguments: [
        "null", "\"data\"", "\"data/\"", "\"x/../data\"", "\"data/files/nas\"", "\"data/spool\"",
    ])
    func `two stores cannot share a folder, nor lie in what the other fills`(_ folder: String) {
        let text =
            "{\"dataDirectory\": \"data\",\n\"adapters\": {\"disk\": {\"type\": \"disk\"}, "
            + "\"b\": {\"type\": \"disk\", \"folder\": \(folder)}}}"

        let found = reading(text).complaints

        #expect(found.count == 1)
        #expect(
            found.first?.hasPrefix("gateway.json:2: \"adapters\" has \"b\" in a folder of \"disk\"") == true)
    }

    @Test func `a store beside the catalog's folders is fine`() {
        let text =
            #"{"adapters": {"disk": {"type": "disk"}, "b": {"type": "disk", "folder": "raster-data/nas"}}}"#

        #expect(reading(text).complaints == [])
    }

    @Test func `plain HTTP beyond loopback must be wanted`() {
        let open = reading(#"{"listen": "0.0.0.0:80"}"#)

        #expect(open.problems == [])
        #expect(open.servingProblems.map(\.key) == ["listen"])
        #expect(reading(#"{"listen": "0.0.0.0:80", "insecure": true}"#).servingProblems == [])
        #expect(reading(#"{"listen": "0.0.0.0:80", "trustedProxies": ["::1"]}"#).servingProblems == [])
    }

    @Test(arguments: [
        (#""listen": "0.0.0.0:80", "insecure": true"#, "insecure", #""insecure": true"#),
        (
            #""listen": "0.0.0.0:80", "trustedProxies": ["::1"], "publicURL": "http://a""#, "publicURL",
            #""trustedProxies": ["::1"], "publicURL": "https://a""#
        ),
        (#""trustedProxies": ["::1"]"#, "publicURL", #""publicURL": "https://a""#),
        (#""unclaimed": {"libraries": 4}"#, "unclaimed.libraries", #""unclaimed": {"libraries": 3}"#),
        (#""unclaimed": {"bytes": 2000000000}"#, "unclaimed.bytes", #""unclaimed": {"bytes": 1000}"#),
        (
            #""anonymous": {"maxTotalBytes": 1}"#, "unclaimed.bytes",
            #""anonymous": {"maxTotalBytes": 200000000}"#
        ),
        (
            #""limits": {"requestsInFlight": 2000}"#, "limits.requestsInFlight",
            #""limits": {"requestsInFlight": 1024}"#
        ),
    ])
    func `what is likely not meant is a warning, and what is meant is none`(
        _ odd: String, _ key: String, _ fine: String
    ) {
        #expect(reading("{\(odd)}").warnings.map(\.key) == [key])
        #expect(reading("{\(odd)}").problems == [])
        #expect(warnings("{\(fine)}").allSatisfy { !$0.contains(key) })
    }

    @Test func `a data directory on a network file system is a warning`() {
        let mounts = MountTable("1 0 0:5 / /srv rw - nfs4 host:/x rw\n2 0 8:1 / / rw - ext4 /dev/sda rw")
        let surroundings = ConfigurationSurroundings(mounts: mounts) { _ in nil }

        #expect(
            warnings(#"{"dataDirectory": "/srv/data"}"#, surroundings).first?.contains("(nfs4)") == true)
        #expect(warnings(#"{"dataDirectory": "/var/data"}"#, surroundings) == [])
    }

    @Test(arguments: [(0o600, true), (0o640, true), (0o444, false)] as [(UInt32, Bool)])
    func `a secret's file that everyone may read is a warning`(_ mode: UInt32, _ isFine: Bool) {
        let surroundings = ConfigurationSurroundings(mounts: MountTable("")) { _ in mode }
        let secret = Secret("x", from: .file("/run/secret"))

        let complaint = ConfigurationRule.exposure(of: secret, surroundings)

        #expect((complaint == nil) == isFine)
        #expect(complaint?.remedy ?? "chmod o= /run/secret" == "chmod o= /run/secret")
    }

    @Test func `nothing is said between keys of which one makes no sense`() {
        #expect(reading(#"{"adapters": 3, "defaultAdapter": "nas"}"#).complaints.count == 1)
    }
}
