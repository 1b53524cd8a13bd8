/// Network addresses as limits count them.
enum NetworkAddress {
    /// An IPv4 address itself, and of an IPv6 address its /64, since one client owns all of that.
    ///
    /// Proxies write a port behind it now and then, and brackets around it; neither makes another client of it.
    static func bucket(of address: String) -> String {
        let plain = withoutPort(address)
        guard plain.contains(":") else { return plain }
        if plain.contains("."), let last = plain.split(separator: ":").last { return String(last) }
        let halves = plain.components(splitBy: "::")
        let head = halves[0].split(separator: ":").map { $0.leadingZerosDropped }
        guard halves.count > 1 else { return head.prefix(4).joined(separator: ":") }
        let tail = halves[1].split(separator: ":").map { $0.leadingZerosDropped }
        let zeros = [String](repeating: "0", count: max(0, 8 - head.count - tail.count))
        return (head + zeros + tail).prefix(4).joined(separator: ":")
    }

    /// The address alone: no port, no brackets, no zone.
    private static func withoutPort(_ address: String) -> String {
        let inner =
            address.hasPrefix("[")
            ? address.dropFirst().prefix { $0 != "]" }
            : address.count { $0 == ":" } == 1 ? address.prefix { $0 != ":" } : address[...]
        return String(inner.prefix { $0 != "%" })
    }
}

extension String {
    fileprivate func components(splitBy separator: String) -> [Substring] {
        guard let range = firstRange(of: separator) else { return [self[...]] }
        return [self[..<range.lowerBound], self[range.upperBound...]]
    }
}

extension Substring {
    fileprivate var leadingZerosDropped: String {
        let digits = lowercased().drop { $0 == "0" }
        return digits.isEmpty ? "0" : String(digits)
    }
}
