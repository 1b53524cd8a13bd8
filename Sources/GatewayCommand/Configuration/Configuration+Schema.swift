import HTTPCore

extension Configuration {
    /// The JSON Schema of configuration files.
    static var schema: JSONValue {
        var root = SchemaNode()
        for key in keys { root.insert(key.schema, at: key.segments[...]) }
        let about: [JSONObject.Member] = [
            .init("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
            .init("title", .string("The configuration of raster-gateway")),
        ]
        let reference = JSONValue.members([
            "type": .string("string"), "description": .string("this schema, for editors; says nothing else"),
        ])
        return root.schema(about, first: [.init(ConfigurationReading.schemaKey, reference)])
    }
}

/// Schemas by path, on their way to becoming one.
private struct SchemaNode {
    private var names: [String] = []
    private var leaves: [String: JSONValue] = [:]
    private var branches: [String: SchemaNode] = [:]

    mutating func insert(_ schema: JSONValue, at path: ArraySlice<String>) {
        guard let name = path.first else { return }
        if !names.contains(name) { names.append(name) }
        if path.count == 1 {
            leaves[name] = schema
        } else {
            branches[name, default: SchemaNode()].insert(schema, at: path.dropFirst())
        }
    }

    /// The schema of an object with these members and no others.
    func schema(_ about: [JSONObject.Member] = [], first: [JSONObject.Member] = []) -> JSONValue {
        let members = names.map { name in
            JSONObject.Member(name, leaves[name] ?? branches[name]?.schema() ?? .bool(false))
        }
        return .object(
            JSONObject(
                about + [
                    .init("type", .string("object")), .init("additionalProperties", .bool(false)),
                    .init("properties", .object(JSONObject(first + members))),
                ]))
    }
}

extension ConfigurationKey {
    /// Which values it takes, with what it means and its default.
    fileprivate var schema: JSONValue {
        .object(
            JSONObject(
                [
                    .init("description", .string(documentation)),
                    .init("default", write(Configuration())),
                ] + shape.schema))
    }
}

extension ConfigurationShape {
    /// The constraints of JSON Schema.
    fileprivate var schema: [JSONObject.Member] {
        switch self {
        case .bool: [.type("boolean")]
        case .integer(let range):
            [
                .type("integer"), .init("minimum", .int(range.lowerBound)),
                .init("maximum", .int(range.upperBound)),
            ]
        case .text(let pattern): [.type("string"), .init("pattern", .string(pattern))]
        case .choice(let texts): [.init("enum", .array(texts.map(JSONValue.string)))]
        case .texts(let pattern):
            [
                .type("array"),
                .init("items", .members(["type": .string("string"), "pattern": .string(pattern)])),
            ]
        case .secret: Self.secretSchema
        case .stores: Self.storesSchema
        case .optional(let shape):
            [
                .init(
                    "anyOf",
                    .array([.object(JSONObject([.type("null")])), .object(JSONObject(shape.schema))]))
            ]
        }
    }

    private static let secretSchema: [JSONObject.Member] = [
        .type("object"), .init("additionalProperties", .bool(false)), .init("minProperties", .int(1)),
        .init("maxProperties", .int(1)),
        .init(
            "properties",
            .members([
                "env": .members(["type": .string("string"), "pattern": .string("^[A-Za-z_][A-Za-z0-9_]*$")]),
                "file": .members(["type": .string("string"), "pattern": .string(anything)]),
            ])),
    ]

    private static let storesSchema: [JSONObject.Member] = [
        .type("object"), .init("minProperties", .int(1)),
        .init("propertyNames", .members(["pattern": .string(slug)])),
        .init("additionalProperties", .members(["oneOf": .array(StoreType.all.map(\.schema))])),
    ]
}

extension StoreType {
    /// The schema of a store of this type.
    fileprivate var schema: JSONValue {
        let type = JSONObject.Member("type", .members(["const": .string(name)]))
        let members = keys.map { key in
            JSONObject.Member(
                key.name,
                .object(
                    JSONObject(
                        [
                            .init("description", .string(key.documentation)),
                            .init("default", key.byDefault),
                        ] + key.shape.schema)))
        }
        return .object(
            JSONObject([
                .type("object"), .init("description", .string(documentation)),
                .init("additionalProperties", .bool(false)), .init("required", .array([.string("type")])),
                .init("properties", .object(JSONObject([type] + members))),
            ]))
    }
}

extension JSONObject.Member {
    fileprivate static func type(_ name: String) -> JSONObject.Member { .init("type", .string(name)) }
}
