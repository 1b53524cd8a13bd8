/// A parsed JSON text, or part of one.
public enum JSONValue: Sendable, Equatable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number, in the digits it was sent in.
    case number(JSONNumber)
    /// A string, its escapes resolved; never with a NUL in it.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object.
    case object(JSONObject)

    /// The bytes that ``init(parsing:)`` reads back as this value.
    public var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.value(self)
        return writer.bytes
    }

    /// The object, or an error that says the body must be one.
    public func asObject() throws(JSONMemberError) -> JSONObject {
        guard case .object(let object) = self else {
            throw JSONMemberError("the body", .wrongType(expected: "an object"))
        }
        return object
    }
}

/// A JSON number, kept as text so that no digit is lost.
public struct JSONNumber: Sendable, Equatable {
    /// The number in the grammar of RFC 8259, 6.
    public let text: String

    /// The number `value`.
    public init(_ value: Int) { text = String(value) }

    init(validText: String) { text = validText }

    /// The value as an integer, also of `1.0` and `1e2`; `nil` where it has a fraction or does not fit.
    public var int: Int? { Int(text) ?? double.flatMap(Int.init(exactly:)) }

    /// The nearest double; `nil` where the number is too large for one.
    public var double: Double? { Double(text).flatMap { $0.isFinite ? $0 : nil } }
}

/// The members of a JSON object, in the order of their names' first appearance; the last value of a name counts.
public struct JSONObject: Sendable, Equatable {
    /// A name and its value.
    public struct Member: Sendable, Equatable {
        /// The name.
        public let name: String
        /// The value.
        public let value: JSONValue

        /// A member.
        public init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// The members; no name comes twice.
    public let members: [Member]

    /// An object of `members`; of those with the same name the last counts.
    public init(_ members: [Member]) {
        self.members = members.count <= 32 ? Self.unifyingFew(members) : Self.unifyingMany(members)
    }

    /// Compares each name with those before it: faster than hashing for the objects there usually are.
    private static func unifyingFew(_ members: [Member]) -> [Member] {
        var kept: [Member] = []
        kept.reserveCapacity(members.count)
        for member in members {
            if let place = kept.firstIndex(where: { $0.name == member.name }) {
                kept[place] = member
            } else {
                kept.append(member)
            }
        }
        return kept
    }

    private static func unifyingMany(_ members: [Member]) -> [Member] {
        var places: [String: Int] = [:]
        var kept: [Member] = []
        for member in members {
            if let place = places.updateValue(kept.count, forKey: member.name) {
                places[member.name] = place
                kept[place] = member
            } else {
                kept.append(member)
            }
        }
        return kept
    }

    /// The value called `name`, or `nil` where there is none.
    public subscript(name: String) -> JSONValue? { members.first { $0.name == name }?.value }
}
