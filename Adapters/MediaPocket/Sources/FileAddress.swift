import Bytes

/// An address of http or https from which a file may be fetched.
struct FileAddress: Equatable, Sendable {
    /// `https`, or `http`.
    let scheme: String
    /// The host in lower case, without its port.
    let name: String
    /// Its port, also where that is the usual one.
    let port: UInt16
    /// What is asked for there: a path, with a query where there is one.
    let target: String

    /// The host, with its port where that is not the usual one.
    var host: String { port == Self.usualPorts[scheme] ? name : "\(name):\(port)" }
    /// Scheme and host.
    var origin: String { "\(scheme)://\(host)" }
    /// Whether it is on this very machine.
    var isLoopback: Bool { ["localhost", "127.0.0.1", "[::1]"].contains(name) }

    /// Reads an absolute address; `nil` for what is none, or has a user, or a backslash, which some take for a slash.
    ///
    /// A fragment is dropped, and what belongs escaped is escaped.
    init?(_ text: String) {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")),
            !text.utf8.contains(UInt8(ascii: "\\"))
        else { return nil }
        let rest = text[colon...]
        guard rest.hasPrefix("://") else { return nil }
        self.init(scheme: text[..<colon].lowercased(), rest.dropFirst(3))
    }

    private init?(scheme: String, _ rest: Substring) {
        let end = rest.utf8.firstIndex { "/?#".utf8.contains($0) } ?? rest.endIndex
        guard let usualPort = Self.usualPorts[scheme], let (name, port) = Self.host(rest[..<end]) else {
            return nil
        }
        let target = Self.escaped(rest.utf8[end...].prefix { $0 != UInt8(ascii: "#") })
        self.scheme = scheme
        self.name = name
        self.port = port ?? usualPort
        self.target = target.hasPrefix("/") ? target : "/\(target)"
    }

    /// Where `location`, of an answer from here, leads: an absolute address, or a path of this host.
    func following(_ location: String) -> FileAddress? {
        if location.hasPrefix("//") { return FileAddress("\(scheme):\(location)") }
        return FileAddress(location.hasPrefix("/") ? origin + location : location)
    }

    private static let usualPorts: [String: UInt16] = ["http": 80, "https": 443]

    /// A name in lower case, an address of four numbers, or one in brackets; then perhaps a port.
    static func host(_ text: some StringProtocol) -> (name: String, port: UInt16?)? {
        let text = text.lowercased()
        let bracket = text.utf8.lastIndex(of: UInt8(ascii: "]"))
        let colon = text[(bracket ?? text.startIndex)...].utf8.firstIndex(of: UInt8(ascii: ":"))
        let name = text[..<(colon ?? text.endIndex)]
        guard bracket == nil ? isName(name) : isBracketed(name) else { return nil }
        guard let colon else { return (String(name), nil) }
        guard let port = UInt16(text[colon...].dropFirst()), text[colon...] == ":\(port)" else { return nil }
        return (String(name), port)
    }

    private static func isName(_ text: Substring) -> Bool {
        (1...253).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0.isWordOrHyphen || $0 == UInt8(ascii: ".") }
    }

    private static func isBracketed(_ text: Substring) -> Bool {
        text.hasPrefix("[") && text.hasSuffix("]") && text.utf8.count <= 48
            && text.dropFirst().dropLast().utf8.allSatisfy { "0123456789abcdef:.".utf8.contains($0) }
    }

    /// `bytes` with escapes in the place of what is no visible ASCII; the rest may mean something as it is.
    private static func escaped(_ bytes: some Sequence<UInt8>) -> String {
        bytes.reduce(into: "") { text, byte in
            text +=
                (0x21...0x7E).contains(byte)
                ? String(UnicodeScalar(byte)) : "%" + Hex.encode([byte]).uppercased()
        }
    }
}
