import HTTPCore

/// A kind of store that can be configured, with the keys that it takes beside `type`.
struct StoreType: Sendable {
    /// What `type` says.
    let name: String
    /// What it is, in a few words.
    let documentation: String
    /// The keys, for people and for editors.
    let keys: [Key]
    /// The store that the members of an object describe.
    let read: @Sendable (JSONObject, ConfigurationSource) throws -> Configuration.Store.Kind
    /// The members that describe a store; `nil` for one of another type.
    let write: @Sendable (Configuration.Store.Kind) -> [JSONObject.Member]?
    /// The secrets that a store names.
    let secrets: @Sendable (Configuration.Store.Kind) -> [(key: String, secret: Secret)]

    /// A key, as it is shown.
    struct Key: Sendable {
        /// Its name.
        let name: String
        /// What it means.
        let documentation: String
        /// Which values it takes.
        let shape: ConfigurationShape
        /// The value that it has where nothing is said.
        let byDefault: JSONValue
    }

    /// A type whose settings are `Settings`; `check` throws what is wrong with them as a whole.
    init<Settings: Sendable>(
        _ name: String, _ documentation: String, _ defaults: Settings, keys: [SettingKey<Settings>],
        kind: @escaping @Sendable (Settings) -> Configuration.Store.Kind,
        settings: @escaping @Sendable (Configuration.Store.Kind) -> Settings?,
        check: @escaping @Sendable (Settings) throws(ConfigurationValueError) -> Void = { _ in }
    ) {
        self.name = name
        self.documentation = documentation
        self.keys = keys.map {
            Key(
                name: $0.path, documentation: $0.documentation, shape: $0.shape,
                byDefault: $0.write(defaults))
        }
        read = { object, source in
            var settings = defaults
            let members = object.members.filter { $0.name != "type" }
            _ = try ConfigurationValueErrors.collect(members) { _, member in
                guard let key = keys.first(where: { $0.path == member.name }) else {
                    throw Self.unknown(member.name, name, keys.map(\.path))
                }
                do { try key.read(member.value, &settings, source) } catch let error
                    as ConfigurationValueError
                {
                    throw error.inside(member.name)
                }
            }
            try check(settings)
            return kind(settings)
        }
        write = { store in settings(store).map { value in keys.map { .init($0.path, $0.write(value)) } } }
        secrets = { store in
            guard let value = settings(store) else { return [] }
            return keys.compactMap { key in key.secret?(value).map { (key: key.path, secret: $0) } }
        }
    }

    private static func unknown(_ name: String, _ type: String, _ known: [String]) -> ConfigurationValueError
    {
        let near = nearest(to: name, among: known).map { "write \"\($0)\"; " } ?? "leave it out; "
        let all = (["type"] + known).map { "\"\($0)\"" }.joined(separator: ", ")
        return ConfigurationValueError(
            "is unknown", remedy: near + "a store of the type \"\(type)\" has \(all)", at: [name])
    }
}

extension StoreType {
    /// Every type that there is.
    static let all = [disk, imgbt, mediaPocket]

    /// The names of all, for a sentence: `"a", "b" or "c"`.
    static var choice: String {
        let names = all.map { "\"\($0.name)\"" }
        return names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
    }

    /// The type of `store`.
    static func of(_ store: Configuration.Store) -> StoreType {
        switch store.kind {
        case .disk: disk
        case .imgbt: imgbt
        case .mediaPocket: mediaPocket
        }
    }

    /// A folder.
    static let disk = StoreType(
        "disk", "a folder", Configuration.Disk(),
        keys: [
            .path("folder", \.folder, "where its files lie; null for the data directory")
        ],
        kind: { .disk($0) },
        settings: { if case .disk(let disk) = $0 { disk } else { nil } })
}
