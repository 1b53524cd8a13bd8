// The C module brings some of the system's types along, and the compiler wants to be told.
import CMicroHTTPD
import Glibc

/// A socket that listens on one address.
struct Listener {
    let descriptor: Int32
    let port: UInt16

    /// Binds `host`, a literal address, and `port`, 0 for any.
    init(host: String, port: UInt16) throws {
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0, let found else {
            throw HTTPServerError.invalidAddress(host)
        }
        defer { freeaddrinfo(found) }
        descriptor = socket(
            found.pointee.ai_family,
            Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { throw HTTPServerError.cannotListen("socket", code: errno) }
        do {
            try Self.listen(descriptor, at: found.pointee)
            self.port = try Self.port(of: descriptor)
        } catch {
            close(descriptor)
            throw error
        }
    }

    private static func listen(_ descriptor: Int32, at address: addrinfo) throws {
        set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
        if address.ai_family == AF_INET6 { set(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, 0) }
        guard bind(descriptor, address.ai_addr, address.ai_addrlen) == 0 else {
            throw HTTPServerError.cannotListen("bind", code: errno)
        }
        guard Glibc.listen(descriptor, 1024) == 0 else {
            throw HTTPServerError.cannotListen("listen", code: errno)
        }
    }

    private static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func port(of descriptor: Int32) throws -> UInt16 {
        var address = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let code = withUnsafeMutableBytes(of: &address) { bytes in
            getsockname(descriptor, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), &size)
        }
        guard code == 0 else { throw HTTPServerError.cannotListen("getsockname", code: errno) }
        // The port stands at the same place, in network order, in the addresses of both families.
        return withUnsafeBytes(of: address) { UInt16(bigEndian: $0.load(fromByteOffset: 2, as: UInt16.self)) }
    }
}

/// The address at the other end, without port; an IPv4 address that came in as IPv6 is written as IPv4.
func peerText(_ address: UnsafePointer<sockaddr>?) -> String {
    guard let address else { return "" }
    let isIPv6 = Int32(address.pointee.sa_family) == AF_INET6
    let size = isIPv6 ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size
    var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    guard getnameinfo(address, socklen_t(size), &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0
    else { return "" }
    let host = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return host.hasPrefix("::ffff:") && host.contains(".") ? String(host.dropFirst(7)) : host
}
