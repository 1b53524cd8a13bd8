import MediaPocketAdapter
import Raster
import Testing

@Suite struct MediaPocketConfigurationTests {
    private func problem(
        address: String = "https://pocket.example", secret: String = "key", path: String = "/api/v2",
        hosts: [String] = []
    ) -> MediaPocketConfigurationError? {
        do throws(MediaPocketConfigurationError) {
            _ = try MediaPocketConfiguration(
                address: address, secret: try MediaPocketSecret(secret), path: path, downloadHosts: hosts)
        } catch { return error }
        return nil
    }

    private func sample(_ address: String, hosts: [String] = []) throws -> MediaPocketConfiguration {
        try MediaPocketConfiguration(
            address: address, secret: MediaPocketSecret("key"), downloadHosts: hosts)
    }

    @Test func `the API is at the documented path, and the trash is the catalog's`() throws {
        let configuration = try sample("https://pocket.example/")
        #expect(configuration.path == "/api/v2" && configuration.address == "https://pocket.example")
        #expect(!configuration.nativeTrash)
    }

    @Test func `files come from the API's host, and from others that are named`() throws {
        for (address, host) in [
            ("https://Pocket.Example", "pocket.example"), ("https://pocket.example:443", "pocket.example"),
            ("http://127.0.0.1:9200/", "127.0.0.1:9200"), ("http://[::1]:80", "[::1]"),
        ] {
            #expect(try sample(address).downloadHosts == [host])
        }
        let hosts = try sample("https://pocket.example", hosts: ["Files.example:443", "b.example:8443"])
            .downloadHosts
        #expect(hosts == ["pocket.example", "files.example", "b.example:8443"])
    }

    @Test func `an address that is more or less than a scheme and a host is refused`() {
        for address in [
            "", "pocket.example", "ftp://pocket.example", "https://", "https:///x", "https://a/b",
            "https://a?b", "https://user:pass@a", "https://a b", "https://a:0x1", "https://a:99999",
            "https://é.example", "https://a\\b", "https://[x]",
        ] {
            #expect(problem(address: address) == .address, "\(address)")
        }
    }

    @Test func `a path, a key or a host that fits nowhere is refused with a sentence`() {
        for path in ["api", "/api v2", "/api?x", "/api#x", "/é"] { #expect(problem(path: path) == .path) }
        for host in ["", "https://a", "a/b", "a b", "u@a", "*", "a:", "a:b"] {
            #expect(problem(hosts: [host]) == .downloadHost, "\(host)")
        }
        #expect(problem(secret: "") == .noKey)
        for secret in ["a b", "a\r\nX: y", "é", String(repeating: "a", count: 513)] {
            #expect(problem(secret: secret) == .brokenKey)
        }
        #expect(MediaPocketConfigurationError.address.description.contains("https://"))
    }

    @Test func `nothing prints a key`() throws {
        let secret = try MediaPocketSecret("canary123")
        let configuration = try MediaPocketConfiguration(address: "https://a.example", secret: secret)
        var dumped = ""
        dump(configuration, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), "\(configuration)", dumped] {
            #expect(!text.contains("canary"))
        }
    }

    @Test func `an absence counts after the request's time and the settle time`() throws {
        #expect(try MediaPocketAdapter.sample().limits.settleTime == .seconds(120))
    }
}
