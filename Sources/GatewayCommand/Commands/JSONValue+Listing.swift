import Foundation
import Gateway
import HTTPCore
import Raster

extension JSONValue {
    /// An object with `members`, in their order.
    static func members(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
        .object(JSONObject(members.map { JSONObject.Member($0.key, $0.value) }))
    }

    /// A string, or null.
    static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

    /// A number.
    static func int(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }

    /// A number, or null.
    static func int(orNull value: Int?) -> JSONValue { value.map { .int($0) } ?? .null }

    /// Milliseconds since 1970, or null.
    static func moment(_ moment: Timestamp?) -> JSONValue {
        moment.map { .int(Int($0.milliseconds)) } ?? .null
    }

    /// An organization as the commands show it.
    static func organization(_ organization: Organization) -> JSONValue {
        .members([
            "id": .string(organization.id.rawValue), "name": .text(organization.name),
            "plan": .text(organization.plan?.rawValue), "created": .moment(organization.created),
            "expires": .moment(organization.expires),
        ])
    }

    /// A library as the commands show it.
    static func library(_ library: Library) -> JSONValue { .object(JSONObject(members(of: library))) }

    /// A library that was made with a folder behind it.
    static func library(
        _ library: Library, adopted adoption: Adoption, _ outcome: ScanOutcome?
    ) -> JSONValue {
        .object(JSONObject(members(of: library) + [.init("adopted", .adopted(adoption, outcome))]))
    }

    private static func members(of library: Library) -> [JSONObject.Member] {
        [
            .init("id", .string(library.id.rawValue)),
            .init("organizationId", .string(library.organization.rawValue)),
            .init("name", .string(library.name)), .init("adapter", .string(library.adapter.rawValue)),
            .init("assetsCount", .int(library.assetsCount)), .init("trashCount", .int(library.trashCount)),
            .init("created", .moment(library.created)),
        ]
    }

    /// What a key reaches: `{"all": "write"}`, `{"libraries": {"photos": "read"}}`, or both.
    static func grants(_ grants: Grants) -> JSONValue {
        var members: [JSONObject.Member] = []
        if let all = grants.all { members.append(.init("all", .string(all.rawValue))) }
        if !grants.libraries.isEmpty {
            let libraries = grants.libraries.sorted { $0.key < $1.key }
            let listed = libraries.map { JSONObject.Member($0.key.rawValue, .string($0.value.rawValue)) }
            members.append(.init("libraries", .object(JSONObject(listed))))
        }
        return .object(JSONObject(members))
    }

    /// A key as the commands show it, without its secret, which nobody keeps.
    static func key(_ key: APIKey) -> JSONValue {
        .members([
            "id": .string(key.id.rawValue), "organizationId": .string(key.organization.rawValue),
            "label": .text(key.label), "grants": .grants(key.grants), "created": .moment(key.created),
        ])
    }
}

extension Grants {
    /// The grants as the command line spells them: `all:write`, `photos:read`.
    var spelling: String {
        let libraries = libraries.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value.rawValue)" }
        return ((all.map { ["all:\($0.rawValue)"] } ?? []) + libraries).joined(separator: " ")
    }
}

extension Timestamp {
    /// The day and minute in UTC, for tables.
    var minute: String {
        let text = Date(timeIntervalSince1970: Double(milliseconds) / 1000).ISO8601Format()
        return String(text.prefix(16)).replacing("T", with: " ")
    }
}
