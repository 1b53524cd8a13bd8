/// Writes JSON as bytes, front to back; commas take care of themselves.
///
/// The caller sees to the rest: a key before each value of an object, one value in all. Text is written as it is
/// but for what RFC 8259 wants escaped; `/` is not.
public struct JSONWriter: Sendable {
    /// What has been written.
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// A writer with room for `capacity` bytes before it has to grow.
    public init(capacity: Int = 512) { bytes.reserveCapacity(capacity) }

    /// Opens an object.
    public mutating func beginObject() { open(0x7B) }
    /// Closes the object.
    public mutating func endObject() { close(0x7D) }
    /// Opens an array.
    public mutating func beginArray() { open(0x5B) }
    /// Closes the array.
    public mutating func endArray() { close(0x5D) }

    /// An object with the members that `members` writes.
    public mutating func object<Failure: Error>(
        _ members: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        beginObject()
        try members(&self)
        endObject()
    }

    /// An array with the elements that `elements` writes.
    public mutating func array<Failure: Error>(
        _ elements: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        beginArray()
        try elements(&self)
        endArray()
    }

    /// The name of the next member: ASCII in the source that needs no escapes.
    public mutating func key(_ name: StaticString) {
        separate()
        bytes.append(ASCII.quote)
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(ASCII.quote)
        bytes.append(ASCII.colon)
        needsComma = false
    }

    /// The name of the next member, any text.
    public mutating func key(text name: String) {
        string(name)
        bytes.append(ASCII.colon)
        needsComma = false
    }

    /// A string, or null.
    public mutating func string(_ text: String?) {
        guard var text else { return null() }
        text.withUTF8 { string(utf8: $0) }
    }

    /// A string of UTF-8 that is known to be valid, such as a column of a database.
    public mutating func string(utf8 text: UnsafeBufferPointer<UInt8>) {
        separate()
        bytes.append(ASCII.quote)
        appendEscaped(text)
        bytes.append(ASCII.quote)
    }

    /// An integer, or null.
    public mutating func int(_ value: Int?) {
        guard let value else { return null() }
        separate()
        appendDecimal(value)
    }

    /// The shortest text that reads back as `value`; null where it is absent, infinite or not a number.
    public mutating func double(_ value: Double?) {
        guard let value, value.isFinite else { return null() }
        separate()
        bytes.append(contentsOf: value.description.utf8)
    }

    /// A boolean, or null.
    public mutating func bool(_ value: Bool?) {
        guard let value else { return null() }
        separate()
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// Null.
    public mutating func null() {
        separate()
        bytes.append(contentsOf: "null".utf8)
    }

    /// A value that is JSON already.
    public mutating func raw(_ json: some Collection<UInt8>) {
        separate()
        bytes.append(contentsOf: json)
    }

    /// A parsed value.
    public mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let flag): bool(flag)
        case .number(let number): raw(number.text.utf8)
        case .string(let text): string(text)
        case .array(let elements): array { for element in elements { $0.value(element) } }
        case .object(let object): self.object { $0.members(of: object) }
        }
    }

    private mutating func members(of object: JSONObject) {
        for member in object.members {
            key(text: member.name)
            value(member.value)
        }
    }
}

extension JSONWriter {
    mutating func append(_ more: some Collection<UInt8>) { bytes.append(contentsOf: more) }

    private mutating func separate() {
        if needsComma { bytes.append(ASCII.comma) }
        needsComma = true
    }

    private mutating func open(_ brace: UInt8) {
        separate()
        bytes.append(brace)
        needsComma = false
    }

    private mutating func close(_ brace: UInt8) {
        bytes.append(brace)
        needsComma = true
    }

    private mutating func appendDecimal(_ value: Int) {
        if value < 0 { bytes.append(ASCII.hyphen) }
        var rest = value.magnitude
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var start = 20
            repeat {
                start -= 1
                digits[start] = UInt8(truncatingIfNeeded: 0x30 + rest % 10)
                rest /= 10
            } while rest > 0
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[start...]))
        }
    }
}
