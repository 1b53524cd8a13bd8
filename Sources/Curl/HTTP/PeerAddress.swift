import Glibc

/// A literal IP address, and whether anybody but this machine and its network has it.
struct PeerAddress {
    private let bytes: [UInt8]

    /// The address in `text`, such as `127.0.0.1`, `::1` or `[::1]`; `nil` where it is none.
    init?(_ text: String) {
        var text = text
        if text.hasPrefix("["), text.hasSuffix("]") { text = String(text.dropFirst().dropLast()) }
        // What follows `%` is the interface.
        text = String(text.prefix { $0 != "%" })
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 {
            self.bytes = Array(bytes.prefix(4))
        } else if inet_pton(AF_INET6, text, &bytes) == 1 {
            self.bytes = bytes
        } else {
            return nil
        }
    }

    /// The address in `socketAddress`; `nil` where it is of another family.
    init?(_ socketAddress: UnsafeRawBufferPointer) {
        guard let start = socketAddress.baseAddress, socketAddress.count >= MemoryLayout<sockaddr>.size else {
            return nil
        }
        switch Int32(start.loadUnaligned(as: sockaddr.self).sa_family) {
        case AF_INET where socketAddress.count >= MemoryLayout<sockaddr_in>.size:
            bytes = withUnsafeBytes(of: start.loadUnaligned(as: sockaddr_in.self).sin_addr) { Array($0) }
        case AF_INET6 where socketAddress.count >= MemoryLayout<sockaddr_in6>.size:
            bytes = withUnsafeBytes(of: start.loadUnaligned(as: sockaddr_in6.self).sin6_addr) { Array($0) }
        default: return nil
        }
    }

    private init(_ bytes: ArraySlice<UInt8>) { self.bytes = Array(bytes) }

    /// Whether it leads to this machine, to its network, or to nowhere on the internet (RFC 6890 and its registry).
    var isPrivate: Bool {
        if bytes.count == 4 { return Self.privateIPv4.contains { $0.contains(bytes) } }
        return embedded?.isPrivate ?? Self.privateIPv6.contains { $0.contains(bytes) }
    }

    /// The IPv4 address that an IPv6 one stands for: mapped, translated (NAT64) or 6to4.
    private var embedded: PeerAddress? {
        if Block(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, length: 96).contains(bytes) {
            return PeerAddress(bytes[12...])
        }
        if Block(0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0, length: 96).contains(bytes) {
            return PeerAddress(bytes[12...])
        }
        return Block(0x20, 0x02, length: 16).contains(bytes) ? PeerAddress(bytes[2..<6]) : nil
    }

    /// The addresses that begin with some bits.
    private struct Block {
        let prefix: [UInt8]
        let length: Int

        init(_ prefix: UInt8..., length: Int) {
            self.prefix = prefix
            self.length = length
        }

        func contains(_ address: [UInt8]) -> Bool {
            (0..<length).allSatisfy { bit in
                let mask = UInt8(0x80) >> UInt8(bit % 8)
                let wanted = bit / 8 < prefix.count ? prefix[bit / 8] : 0
                return address[bit / 8] & mask == wanted & mask
            }
        }
    }

    private static let privateIPv4: [Block] = [
        Block(0, length: 8),  // this network
        Block(10, length: 8),
        Block(100, 64, length: 10),  // carriers
        Block(127, length: 8),  // this machine
        Block(169, 254, length: 16),  // link-local; cloud metadata
        Block(172, 16, length: 12),
        Block(192, 0, 0, length: 24),
        Block(192, 168, length: 16),
        Block(198, 18, length: 15),  // benchmarks
        Block(224, length: 3),  // multicast, reserved, broadcast
    ]

    private static let privateIPv6: [Block] = [
        Block(0, length: 96),  // unspecified, this machine, the old embedding of IPv4
        Block(0x01, 0x00, length: 64),  // discard
        Block(0xFC, length: 7),  // unique local
        Block(0xFE, 0x80, length: 9),  // link-local and site-local
        Block(0xFF, length: 8),  // multicast
    ]
}
