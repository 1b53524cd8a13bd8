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
                do throws(ConfigurationValueError) { return try store(member, in: source.folder) } catch {
                    throw error.inside(
                        member.name, remedy: "write \"NAME\": {\"type\": \"disk\", \"folder\": \"PATH\"}")
                }
            }
        } write: { configuration in
            .object(JSONObject(configuration.stores.map { .init($0.name.rawValue, describe($0)) }))
        }
    }

    private static func store(_ member: JSONObject.Member, in folder: String)
        throws(ConfigurationValueError) -> Configuration.Store
    {
        guard Rules.isSlug(member.name) else {
            throw ConfigurationValueError(
                "has \"\(member.name)\": a store's name has a-z, 0-9 and inner hyphens, 64 at most")
        }
        guard case .object(let object) = member.value else {
            throw ConfigurationValueError("has \"\(member.name)\", which must be an object")
        }
        if let extra = object.members.first(where: { !["type", "folder"].contains($0.name) }) {
            throw ConfigurationValueError(
                "has \"\(member.name)\" with the unknown key \"\(extra.name)\"",
                remedy: "leave it out; a store has \"type\" and \"folder\"", at: [extra.name])
        }
        guard object["type"] == .string("disk") else {
            throw ConfigurationValueError(
                "has \"\(member.name)\", whose \"type\" must be \"disk\"",
                at: object["type"] == nil ? [] : ["type"])
        }
        switch object["folder"] {
        case nil, .null: return Configuration.Store(name: AdapterName(member.name), folder: nil)
        case .string(let text):
            let path: String
            do { path = try Configuration.path(text, in: folder) } catch { throw error.inside("folder") }
            return Configuration.Store(name: AdapterName(member.name), folder: path)
        default:
            throw ConfigurationValueError(
                "has \"\(member.name)\", whose \"folder\" must be a string or null", at: ["folder"])
        }
    }

    private static func describe(_ store: Configuration.Store) -> JSONValue {
        .object(
            JSONObject([
                .init("type", .string("disk")),
                .init("folder", store.folder.map(JSONValue.string) ?? .null),
            ]))
    }
}
