import HTTPCore

extension ConfigurationKey {
    /// A secret, which is named and never written out; null for none.
    static func secret(
        _ path: String, _ property: any WritableKeyPath<Configuration, Secret?> & Sendable,
        _ documentation: String
    ) -> ConfigurationKey {
        var key = ConfigurationKey(path: path, shape: .optional(.secret), documentation: documentation) {
            value, configuration, source in
            configuration[keyPath: property] = value == .null ? nil : try Secret(value, source)
        } write: {
            $0[keyPath: property]?.json ?? .null
        }
        key.secret = { $0[keyPath: property] }
        return key
    }
}
