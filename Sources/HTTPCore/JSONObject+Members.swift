/// A member that is not what it must be.
public struct JSONMemberError: Error, Equatable, CustomStringConvertible {
    /// What is wrong with it.
    public enum Problem: Sendable, Equatable {
        /// It is not there.
        case missing
        /// It is null.
        case null
        /// It is something else; `expected` is a noun with its article.
        case wrongType(expected: String)
    }

    /// The member, such as `ids` or `ids[3]`.
    public let member: String
    /// What is wrong with it.
    public let problem: Problem

    /// An error about `member`.
    public init(_ member: String, _ problem: Problem) {
        self.member = member
        self.problem = problem
    }

    /// A sentence for the client, such as `description must be a string`.
    public var description: String {
        switch problem {
        case .missing: "\(member) is required"
        case .null: "\(member) must not be null"
        case .wrongType(let expected): "\(member) must be \(expected)"
        }
    }
}

/// Typed access. The plain form wants a member to be there; the `optional` form also takes none and null, as `nil`.
extension JSONObject {
    /// The string called `name`.
    public func string(_ name: String) throws(JSONMemberError) -> String {
        try required(name, try optionalString(name))
    }

    /// The string called `name`, or `nil` where it is missing or null.
    public func optionalString(_ name: String) throws(JSONMemberError) -> String? {
        try read(name, "a string") { if case .string(let text) = $0 { text } else { nil } }
    }

    /// The integer called `name`.
    public func int(_ name: String) throws(JSONMemberError) -> Int {
        try required(name, try optionalInt(name))
    }

    /// The integer called `name`, or `nil` where it is missing or null.
    public func optionalInt(_ name: String) throws(JSONMemberError) -> Int? {
        try read(name, "an integer") { if case .number(let number) = $0 { number.int } else { nil } }
    }

    /// The number called `name`.
    public func double(_ name: String) throws(JSONMemberError) -> Double {
        try required(name, try optionalDouble(name))
    }

    /// The number called `name`, or `nil` where it is missing or null.
    public func optionalDouble(_ name: String) throws(JSONMemberError) -> Double? {
        try read(name, "a number") { if case .number(let number) = $0 { number.double } else { nil } }
    }

    /// The boolean called `name`.
    public func bool(_ name: String) throws(JSONMemberError) -> Bool {
        try required(name, try optionalBool(name))
    }

    /// The boolean called `name`, or `nil` where it is missing or null.
    public func optionalBool(_ name: String) throws(JSONMemberError) -> Bool? {
        try read(name, "true or false") { if case .bool(let flag) = $0 { flag } else { nil } }
    }

    /// The object called `name`.
    public func object(_ name: String) throws(JSONMemberError) -> JSONObject {
        try required(name, try optionalObject(name))
    }

    /// The object called `name`, or `nil` where it is missing or null.
    public func optionalObject(_ name: String) throws(JSONMemberError) -> JSONObject? {
        try read(name, "an object") { if case .object(let object) = $0 { object } else { nil } }
    }

    /// The array called `name`.
    public func array(_ name: String) throws(JSONMemberError) -> [JSONValue] {
        try required(name, try optionalArray(name))
    }

    /// The array called `name`, or `nil` where it is missing or null.
    public func optionalArray(_ name: String) throws(JSONMemberError) -> [JSONValue]? {
        try read(name, "an array") { if case .array(let elements) = $0 { elements } else { nil } }
    }

    /// The array of strings called `name`.
    public func stringArray(_ name: String) throws(JSONMemberError) -> [String] {
        try required(name, try optionalStringArray(name))
    }

    /// The array of strings called `name`, or `nil` where it is missing or null.
    public func optionalStringArray(_ name: String) throws(JSONMemberError) -> [String]? {
        guard
            let elements = try read(
                name, "an array of strings", { if case .array(let all) = $0 { all } else { nil } })
        else { return nil }
        var strings: [String] = []
        for element in elements {
            guard case .string(let text) = element else {
                throw JSONMemberError("\(name)[\(strings.count)]", .wrongType(expected: "a string"))
            }
            strings.append(text)
        }
        return strings
    }

    private func read<Value>(
        _ name: String, _ expected: String, _ convert: (JSONValue) -> Value?
    ) throws(JSONMemberError) -> Value? {
        guard let value = self[name], value != .null else { return nil }
        guard let converted = convert(value) else {
            throw JSONMemberError(name, .wrongType(expected: expected))
        }
        return converted
    }

    private func required<Value>(_ name: String, _ value: Value?) throws(JSONMemberError) -> Value {
        guard let value else { throw JSONMemberError(name, self[name] == nil ? .missing : .null) }
        return value
    }
}
