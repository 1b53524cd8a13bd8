import Raster
import Testing

@testable import MediaPocketAdapter

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

    private func allows(_ url: String, hosts: [String] = [], api: String = "https://pocket.example")
        throws -> Bool
    {
        try sample(api, hosts: hosts).downloadHosts.allow(try #require(FileAddress(url)))
    }

    @Test func `files come from the API's host, at its port`() throws {
        for api in ["https://Pocket.Example", "https://pocket.example:443/"] {
            #expect(try allows("https://POCKET.example/f", api: api))
            #expect(try !allows("https://pocket.example:8443/f", api: api))
            #expect(try !allows("https://files.example/f", api: api))
        }
    }

    @Test func `a host that is named without a port may be asked at any, else at that port alone`() throws {
        let hosts = ["Files.example", "b.example:8443", "c.example:443"]
        for url in [
            "https://files.example/f", "https://files.example:9/f", "https://b.example:8443/f",
            "https://c.example/f",
        ] {
            #expect(try allows(url, hosts: hosts), "\(url)")
        }
        for url in [
            "https://b.example/f", "https://b.example:443/f", "https://c.example:8443/f",
            "https://x.files.example/f",
        ] {
            #expect(try !allows(url, hosts: hosts), "\(url)")
        }
    }

    @Test func `an API on this machine goes by all names of it, at any port`() throws {
        for api in ["http://127.0.0.1:9200", "http://localhost:9200/", "http://[::1]"] {
            for url in ["http://localhost:9200/f", "http://127.0.0.1/f", "http://[::1]:7/f"] {
                #expect(try allows(url, api: api), "\(url)")
            }
            #expect(try !allows("http://127.0.0.2:9200/f", api: api))
            #expect(try !allows("http://localhost.example/f", api: api))
        }
        #expect(try !allows("https://localhost/f"))
        #expect(try !allows("https://127.0.0.1/f"))
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
        #expect(try MediaPocketAdapter.sample().limits.settleTime == .seconds(90))
    }
}
