/// One event, with typed fields, to be written as one line.
///
/// A field is a string, an integer, a double or a boolean, and nothing else: there is no way to pass "anything that
/// can be described", so that a value lands here only where someone wrote out which text of it to log. Types that
/// hold secrets (API keys, tokens, passwords) therefore stay out of logs as long as they have no property that gives
/// their secret as a `String`; keep it so. Names are written in the source.
public struct LogLine: Sendable, Equatable {
    /// How much an event matters.
    public enum Level: String, Sendable, Comparable, CaseIterable {
        /// For whoever looks for a fault.
        case debug
        /// As it should be.
        case info
        /// Someone should look at it some day.
        case warning
        /// Someone should look at it now.
        case error

        /// Whether `lhs` matters less.
        public static func < (lhs: Level, rhs: Level) -> Bool { lhs.rank < rhs.rank }

        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    /// What a field may hold.
    public enum Value: Sendable, Equatable {
        /// Text; control characters are escaped, and what is longer than 8,192 scalars is cut.
        case string(String)
        /// A whole number.
        case int(Int)
        /// A number; null in the line unless it is finite.
        case double(Double)
        /// True or false.
        case bool(Bool)
    }

    /// A name and a value.
    public struct Field: Sendable, Equatable {
        /// The name, `snake_case`.
        public let name: String
        /// The value.
        public let value: Value
    }

    /// When, in milliseconds since 1970 UTC.
    public let milliseconds: Int
    /// How much it matters.
    public let level: Level
    /// What happened: a few words that are always the same.
    public let event: String
    /// The fields in the order they were added.
    public private(set) var fields: [Field] = []

    /// A line without fields.
    public init(_ level: Level, _ event: StaticString, milliseconds: Int) {
        self.level = level
        self.event = event.description
        self.milliseconds = milliseconds
    }

    /// Adds a text, unless it is `nil`.
    public mutating func add(_ name: StaticString, _ text: String?) { add(name, text.map(Value.string)) }

    /// Adds a whole number, unless it is `nil`.
    public mutating func add(_ name: StaticString, _ number: Int?) { add(name, number.map(Value.int)) }

    /// Adds a number, unless it is `nil`.
    public mutating func add(_ name: StaticString, _ number: Double?) { add(name, number.map(Value.double)) }

    /// Adds true or false, unless it is `nil`.
    public mutating func add(_ name: StaticString, _ flag: Bool?) { add(name, flag.map(Value.bool)) }

    private mutating func add(_ name: StaticString, _ value: Value?) {
        if let value { fields.append(Field(name: name.description, value: value)) }
    }
}
