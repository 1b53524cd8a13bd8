/// Where a file lies: `http://` or `https://`, a host, and a target.
struct FetchAddress: Equatable {
    /// Scheme, host and port.
    let origin: String
    /// Path and query.
    let target: String
    /// Host and port.
    let host: String

    /// Reads `url`; `nil` where it is no such address.
    init?(_ url: String) {
        guard let scheme = ["http://", "https://"].first(where: { url.lowercased().hasPrefix($0) }),
            url.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        let rest = url.dropFirst(scheme.count)
        let host = rest.prefix { !"/?#".contains($0) }
        guard !host.isEmpty, !host.contains("@") else { return nil }
        self.host = String(host)
        origin = scheme + host
        let path = rest.dropFirst(host.count).prefix { $0 != "#" }
        target = path.hasPrefix("/") ? String(path) : "/" + path
    }
}
