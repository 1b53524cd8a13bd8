import HTTPCore
import Testing

@testable import Curl

@Suite struct PeerAddressTests {
    @Test(arguments: [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1",
        "127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.168.0.1",
        "198.18.0.1", "198.19.255.255", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "[::1]",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::10.0.0.1", "64:ff9b::10.0.0.1", "2002:a00:1::", "fc00::1",
        "fdff::1", "fe80::1", "fe80::1%eth0", "febf::1", "fec0::1", "ff02::1", "100::1",
    ])
    func `some addresses are private`(text: String) {
        #expect(PeerAddress(text)?.isPrivate == true)
    }

    @Test(arguments: [
        "1.1.1.1", "9.255.255.255", "11.0.0.1", "100.63.255.255", "100.128.0.1", "126.255.255.255",
        "128.0.0.1",
        "169.253.0.1", "172.15.0.1", "172.32.0.1", "192.0.1.1", "192.167.0.1", "192.169.0.1", "198.17.0.1",
        "198.20.0.1", "223.255.255.255", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1",
        "2002:101:101::",
        "fe00::1", "fb00::1",
    ])
    func `others are not`(text: String) {
        #expect(PeerAddress(text)?.isPrivate == false)
    }

    @Test(arguments: ["", "localhost", "1.2.3", "1.2.3.4.5", "[::1", "example.com"])
    func `a name is no address`(text: String) {
        #expect(PeerAddress(text) == nil)
    }
}

@Suite struct WebAddressTests {
    private let base = WebAddress("https://Example.com/a/b?c=d")

    @Test func `an origin is a scheme, a host and a port`() {
        #expect(base?.origin == WebAddress.Origin(scheme: "https", host: "example.com", port: 443))
        #expect(WebAddress("https://example.com:443/x")?.origin == base?.origin)
        #expect(WebAddress("https://example.com:444/x")?.origin != base?.origin)
    }

    @Test(arguments: [
        ("/x", "https://Example.com/x"), ("x", "https://Example.com/a/x"),
        ("?e", "https://Example.com/a/b?e"),
        ("//other.com/x", "https://other.com/x"), ("http://other.com/x#y", "http://other.com/x"),
    ])
    func `a location is read from where it was given`(location: String, address: String) {
        #expect(base?.resolving(location)?.text == address)
    }

    @Test(arguments: [
        "ftp://a/", "http://", "http://a b/", "http://a\r\n/", "http://u@a/", "http://u:p@a/", "a",
    ])
    func `anything else is no address of the web`(text: String) {
        #expect(WebAddress(text) == nil)
    }
}
