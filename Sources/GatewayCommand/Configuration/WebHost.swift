import Glibc

/// The host in an address of the web.
enum WebHost {
    /// Whether `address` leads to the machine that it is used on, so that another one comes to itself by it.
    static func isLoopback(_ address: String) -> Bool {
        let host = host(of: address)
        if ["localhost", "::", "::1"].contains(host) || host.hasSuffix(".localhost") { return true }
        // In every form that a resolver takes: 127.1 and 0x7f000001 are 127.0.0.1, too.
        var address = in_addr()
        let text = host.hasPrefix("::ffff:") ? String(host.dropFirst(7)) : host
        guard inet_aton(text, &address) != 0 else { return false }
        let number = UInt32(bigEndian: address.s_addr)
        return number == 0 || number >> 24 == 127
    }

    /// The host of `address` in lower case, without brackets, port, user and the dot at the end of a whole name.
    static func host(of address: String) -> String {
        let parts = address.split(separator: "/", omittingEmptySubsequences: false)
        let authority = parts.dropFirst(2).first ?? ""
        let place = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        let host =
            place.hasPrefix("[")
            ? place.dropFirst().prefix { $0 != "]" } : place.prefix { $0 != ":" }
        return String(host).lowercased().trimmingSuffix(".")
    }
}
