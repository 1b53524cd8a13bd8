/// An address of http or https from which a file may be fetched.
struct FileAddress: Equatable, Sendable {
    /// `https`, or `http`.
    let scheme: String
    /// The host in lower case, with its port where that is not the usual one.
    let host: String
    /// What is asked for there: a path, with a query where there is one.
    let target: String

    /// Scheme and host.
    var origin: String { "\(scheme)://\(host)" }

    /// Reads an absolute address; `nil` for what is none, or has a user, or signs that belong escaped.
    ///
    /// A fragment is dropped.
    init?(_ text: String) {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") })
        else { return nil }
        let rest = text[colon...]
        guard rest.hasPrefix("://") else { return nil }
        self.init(scheme: text[..<colon].lowercased(), rest.dropFirst(3))
    }

    private init?(scheme: String, _ rest: Substring) {
        let end = rest.utf8.firstIndex { "/?#".utf8.contains($0) } ?? rest.endIndex
        guard let port = Self.usualPorts[scheme], let host = Self.host(rest[..<end], without: [port]) else {
            return nil
        }
        let target = rest[end...].prefix { $0 != "#" }
        self.scheme = scheme
        self.host = host
        self.target = target.hasPrefix("/") ? String(target) : "/\(target)"
    }

    /// Where `location`, of an answer from here, leads: an absolute address, or a path of this host.
    func following(_ location: String) -> FileAddress? {
        if location.hasPrefix("//") { return FileAddress("\(scheme):\(location)") }
        return FileAddress(location.hasPrefix("/") ? origin + location : location)
    }

    /// `text` as a host with its port where that is usual in no scheme; `nil` for anything else.
    static func usualHost(_ text: String) -> String? { host(text[...], without: Array(usualPorts.values)) }

    private static let usualPorts = ["http": ":80", "https": ":443"]

    /// A name, an address of four numbers, or one in brackets; then perhaps a port.
    private static func host(_ text: Substring, without ports: [String]) -> String? {
        let text = text.lowercased()
        let bracket = text.utf8.lastIndex(of: UInt8(ascii: "]"))
        let colon = text[(bracket ?? text.startIndex)...].utf8.firstIndex(of: UInt8(ascii: ":"))
        let name = text[..<(colon ?? text.endIndex)]
        guard bracket == nil ? isName(name) : isBracketed(name) else { return nil }
        guard let colon else { return text }
        guard let port = UInt16(text[colon...].dropFirst()), text[colon...] == ":\(port)" else { return nil }
        return ports.contains(":\(port)") ? String(name) : text
    }

    private static func isName(_ text: Substring) -> Bool {
        (1...253).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0.isWordOrHyphen || $0 == UInt8(ascii: ".") }
    }

    private static func isBracketed(_ text: Substring) -> Bool {
        text.hasPrefix("[") && text.hasSuffix("]") && text.utf8.count <= 48
            && text.dropFirst().dropLast().utf8.allSatisfy { "0123456789abcdef:.".utf8.contains($0) }
    }
}
