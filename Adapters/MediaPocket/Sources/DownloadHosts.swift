/// From which hosts files may be fetched.
struct DownloadHosts: Sendable {
    /// The API's own host at its own port.
    private let own: FileAddress
    /// What was listed: hosts, which may be asked at any port, and hosts with the port at which they may be.
    private let listed: Set<String>

    /// The host of `own`, and those in `listed` besides; `nil` where one of these is none.
    init?(_ own: FileAddress, _ listed: [String]) {
        var hosts: Set<String> = []
        for text in listed {
            guard let (name, port) = FileAddress.host(text) else { return nil }
            hosts.insert(port.map { "\(name):\($0)" } ?? name)
        }
        (self.own, self.listed) = (own, hosts)
    }

    /// Whether `address` is at one of them.
    ///
    /// What runs on this machine, as the API then does, goes by several names, and often at several ports.
    func allow(_ address: FileAddress) -> Bool {
        (address.name, address.port) == (own.name, own.port) || own.isLoopback && address.isLoopback
            || listed.contains(address.name) || listed.contains("\(address.name):\(address.port)")
    }

    /// Where `text`, from an answer of the API, leads.
    func address(_ text: String) -> FileAddress? { own.following(text) }
}
