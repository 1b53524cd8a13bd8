import HTTPCore
import Raster

extension ConfigurationKey {
    /// The stores: an object whose members are their names.
    static func stores(_ path: String, _ documentation: String) -> ConfigurationKey {
        ConfigurationKey(path: path, shape: .stores, documentation: documentation) {
            value, configuration, source in
            guard case .object(let object) = value, !object.members.isEmpty else {
                throw ConfigurationValueError(
                    "must name at least one store, such as {\"disk\": {\"type\": \"disk\", \"folder\": null}}"
                )
            }
            configuration.stores = try ConfigurationValueErrors.collect(object.members) { _, member in
                do { return try store(member, source) } catch let error as ConfigurationValueError {
                    throw inside(member.name, error)
                } catch let several as ConfigurationValueErrors {
                    throw ConfigurationValueErrors(errors: several.errors.map { inside(member.name, $0) })
                }
            }
        } write: { configuration in
            .object(JSONObject(configuration.stores.map { .init($0.name.rawValue, describe($0)) }))
        }
    }

    /// The complaint about the store `name`, which says of what part it is.
    private static func inside(_ name: String, _ error: ConfigurationValueError) -> ConfigurationValueError {
        let part = error.place.map { ", whose \"\($0)\"" }.joined()
        let subject = error.place.isEmpty ? "has \"\(name)\", which" : "has \"\(name)\"\(part)"
        return ConfigurationValueError(
            "\(subject) \(error)",
            remedy: error.remedy ?? remedy(for: error.place),
            at: [name] + error.place)
    }

    private static func remedy(for place: [String]) -> String {
        guard let key = place.first, key != "type", key != "folder" else {
            return "write \"NAME\": {\"type\": \"disk\", \"folder\": \"PATH\"}"
        }
        return "correct \"\(key)\", or leave it out for its default"
    }

    private static func store(
        _ member: JSONObject.Member, _ source: ConfigurationSource
    ) throws -> Configuration.Store {
        guard Rules.isSlug(member.name) else {
            throw ConfigurationValueError(
                "is no name of a store: that has a-z, 0-9 and inner hyphens, 64 at most")
        }
        guard member.name != Configuration.stagingName.rawValue else {
            throw ConfigurationValueError(
                "is a name that the gateway keeps for itself, for files that wait to be fetched",
                remedy: "call the store something else")
        }
        guard case .object(let object) = member.value else {
            throw ConfigurationValueError("must be an object")
        }
        guard let type = StoreType.all.first(where: { object["type"] == .string($0.name) }) else {
            let names = StoreType.choice
            guard object["type"] != nil else {
                throw ConfigurationValueError("needs a \"type\", which is \(names)")
            }
            throw ConfigurationValueError("must be \(names)").inside("type")
        }
        return Configuration.Store(name: AdapterName(member.name), try type.read(object, source))
    }

    private static func describe(_ store: Configuration.Store) -> JSONValue {
        let type = StoreType.of(store)
        return .object(
            JSONObject([.init("type", .string(type.name))] + (type.write(store.kind) ?? [])))
    }
}
