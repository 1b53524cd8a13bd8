import HTTPCore

extension SettingKey {
    /// A secret, which is named and never written out; null for none.
    static func secret(
        _ path: String, _ property: any WritableKeyPath<Target, Secret?> & Sendable,
        _ documentation: String, check: @escaping @Sendable (Secret) throws -> Void = { _ in }
    ) -> SettingKey {
        var key = SettingKey(path: path, shape: .optional(.secret), documentation: documentation) {
            value, settings, source in
            guard value != .null else { return settings[keyPath: property] = nil }
            let secret = try Secret(value, source)
            if source.needsSecrets { try check(secret) }
            settings[keyPath: property] = secret
        } write: {
            $0[keyPath: property]?.json ?? .null
        }
        key.secret = { $0[keyPath: property] }
        return key
    }
}
