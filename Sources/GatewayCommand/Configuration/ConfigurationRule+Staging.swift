import Raster

extension ConfigurationRule {
    /// What must hold so that stores which fetch for themselves can.
    static let stagingRules: [ConfigurationRule] = [
        ConfigurationRule(
            "staging.publicURL", "staging.listen", "publicURL", "listen", "adapters", weight: .servingError
        ) { configuration, _ in
            unreachable(configuration.stagingURL, from: configuration.fetchingStores)
        },
        ConfigurationRule("staging.listen", "listen", weight: .error) { configuration, _ in
            guard let own = configuration.staging.listen, own.port != 0, own == configuration.listen else {
                return nil
            }
            return Complaint(
                "is \(own), where clients connect",
                remedy: "choose another port, or leave it out: clients and stores then share one address")
        },
        ConfigurationRule("staging.publicURL", "staging.listen", "adapters", weight: .warning) {
            configuration, _ in
            let isFar = configuration.fetchingStores.contains { !WebHost.isLoopback($0.address) }
            guard isFar, configuration.stagingURL.hasPrefix("http://") else { return nil }
            return Complaint(
                "is not https, although stores fetch files over a network",
                remedy: "put a TLS proxy in front, and give its address, such as https://dam.example.com")
        },
    ]

    /// The complaint that a store elsewhere would look for the bytes on its own machine, if one would.
    static func unreachable(
        _ url: String, from stores: [(name: AdapterName, address: String)]
    ) -> Complaint? {
        guard WebHost.isLoopback(url), let store = stores.first(where: { !WebHost.isLoopback($0.address) })
        else { return nil }
        return Complaint(
            "leads to this machine only (\(url)), but \"\(store.name)\" at \(WebHost.host(of: store.address)) "
                + "fetches files from there",
            remedy: "give the address under which that store reaches this gateway, such as "
                + "\"https://dam.example.com\"")
    }
}
