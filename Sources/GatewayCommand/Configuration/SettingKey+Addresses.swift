import HTTPCore

extension SettingKey {
    /// A path, relative to the folder of the configuration file, or null.
    static func path(
        _ path: String, _ property: any WritableKeyPath<Target, String?> & Sendable, _ documentation: String
    ) -> SettingKey {
        SettingKey(
            path: path, shape: .optional(.text(pattern: ConfigurationShape.anything)),
            documentation: documentation
        ) { value, settings, source in
            switch value {
            case .null: settings[keyPath: property] = nil
            case .string(let text):
                settings[keyPath: property] = try Configuration.path(text, in: source.folder)
            default: throw ConfigurationValueError("must be a string or null")
            }
        } write: {
            $0[keyPath: property].map(JSONValue.string) ?? .null
        }
    }

    /// An address of the web, without a slash at its end.
    static func address(
        _ path: String, _ property: any WritableKeyPath<Target, String> & Sendable, _ documentation: String
    ) -> SettingKey {
        text(path, documentation, shape: .text(pattern: ConfigurationShape.webAddress)) { text, settings, _ in
            settings[keyPath: property] = try Configuration.webAddress(text)
        } write: {
            $0[keyPath: property]
        }
    }
}
