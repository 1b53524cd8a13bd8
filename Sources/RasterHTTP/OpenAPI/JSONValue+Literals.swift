import HTTPCore

// Tables of the OpenAPI document are written as literals.

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral
{
    /// A string.
    init(stringLiteral text: String) { self = .string(text) }
    /// An integer.
    init(integerLiteral value: Int) { self = .number(JSONNumber(value)) }
    /// A boolean.
    init(booleanLiteral flag: Bool) { self = .bool(flag) }
}

extension JSONValue: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    /// An array.
    init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    /// An object with its members in the order written.
    init(dictionaryLiteral members: (String, JSONValue)...) {
        self = .object(JSONObject(members.map { JSONObject.Member($0.0, $0.1) }))
    }
}

extension JSONValue {
    /// An object of `members`, in their order.
    static func members(_ members: [(String, JSONValue)]) -> JSONValue {
        .object(JSONObject(members.map { JSONObject.Member($0.0, $0.1) }))
    }

    /// A reference to something under `components`.
    static func reference(_ kind: String, _ name: String) -> JSONValue {
        ["$ref": .string("#/components/\(kind)/\(name)")]
    }

    /// A reference to a schema.
    static func schema(_ name: String) -> JSONValue { reference("schemas", name) }

    /// A list of strings.
    static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
