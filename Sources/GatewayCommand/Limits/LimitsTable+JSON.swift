import Gateway
import HTTPCore
import Raster

// The same for programs.
extension LimitsTable {
    /// Everything that the tables say, and the values themselves.
    var json: JSONValue {
        let own = Capabilities(of: adapter)
        return .members([
            "type": .string(sample.type), "declared": .strings(own.declared),
            "emulated": .strings(own.emulated), "unavailable": .strings(own.unavailable),
            "abilities": .strings(Self.abilities(of: adapter)), "takesUploads": .bool(adapter.takesUploads),
            "limits": limits, "settings": settings,
            "fidelity": .array(adapter.takesUploads ? AssetField.allCases.flatMap(fates) : []),
        ])
    }

    private static func abilities(of adapter: any Adapter) -> [String] {
        port.filter { $0.isIn(adapter) }.map(\.name)
    }

    private var limits: JSONValue {
        let limits = adapter.limits
        return .members([
            "maximumBytes": .int(orNull: limits.maximumBytes),
            "maximumNameBytes": .int(orNull: limits.maximumNameBytes), "pageSize": .int(limits.pageSize),
            "concurrency": .int(limits.concurrency),
            "settleSeconds": .int(Int(limits.settleTime.milliseconds) / 1000),
        ])
    }

    /// The abilities that there are only with a setting, by its name.
    private var settings: JSONValue {
        let own = Set(Self.abilities(of: adapter))
        return .object(
            JSONObject(
                sample.variants.map { variant in
                    let more = Self.abilities(of: variant.adapter).filter { !own.contains($0) }
                    return JSONObject.Member(variant.setting, .strings(more))
                }))
    }

    private func fates(_ field: AssetField) -> [JSONValue] {
        FieldSample.of(field).map { sample in
            var members: [JSONObject.Member] = [
                .init("field", .string(field.rawValue)), .init("value", sample.value.json),
            ]
            switch adapter.fidelity(of: field, sample.value) {
            case .exact: members.append(.init("arrives", sample.value.json))
            case .transformed(let value): members.append(.init("arrives", value.json))
            case .dropped(let why):
                members += [.init("arrives", .null), .init("why", .string(why))]
            }
            return .object(JSONObject(members))
        }
    }
}

extension FieldValue {
    /// What is long is told by its beginning and its length.
    fileprivate var json: JSONValue {
        switch self {
        case .text(let text) where text.count > 40:
            .members(["beginning": .string(String(text.prefix(5))), "letters": .int(text.count)])
        case .text(let text): .string(text)
        case .list(let texts): .strings(texts)
        case .number(let number): .int(number)
        }
    }
}

extension JSONValue {
    fileprivate static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
