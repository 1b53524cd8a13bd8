/// Writes JSON as bytes, front to back; commas take care of themselves.
///
/// The caller sees to the rest: a key before each value of an object, one value in all. Text is written as it is
/// but for what RFC 8259 wants escaped; `/` is not.
public struct JSONWriter: Sendable {
    private var room: JSONBuffer
    private var needsComma = false

    /// A writer with room for `capacity` bytes before it has to grow.
    public init(capacity: Int = 512) { room = JSONBuffer(capacity: capacity) }

    /// What has been written, copied.
    public var bytes: [UInt8] { room.bytes }

    /// What has been written, for whoever is done with writing.
    public consuming func finish() -> [UInt8] { room.finish() }

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

    /// An array of `elements`, each as `write` writes it.
    public mutating func array<Element, Failure: Error>(
        of elements: some Sequence<Element>, _ write: (inout JSONWriter, Element) throws(Failure) -> Void
    ) throws(Failure) {
        beginArray()
        for element in elements { try write(&self, element) }
        endArray()
    }

    /// The name of the next member: ASCII in the source that needs no escapes.
    public mutating func key(_ name: StaticString) {
        name.withUTF8Buffer { room.append(quoted: $0, comma: needsComma, colon: true) }
        needsComma = false
    }

    /// The name of the next member, any text.
    public mutating func key(text name: String) {
        string(name)
        room.append(ASCII.colon)
        needsComma = false
    }

    /// A string, or null.
    public mutating func string(_ text: String?) {
        guard var text else { return null() }
        text.withUTF8 { string(utf8: $0) }
    }

    /// A string of UTF-8 that is known to be valid, such as a column of a database.
    public mutating func string(utf8 text: UnsafeBufferPointer<UInt8>) {
        if JSONBuffer.isPlain(text) {
            room.append(quoted: text, comma: needsComma, colon: false)
        } else {
            if needsComma { room.append(ASCII.comma) }
            room.append(escaping: text)
        }
        needsComma = true
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
        room.append(value.description.utf8)
    }

    /// A boolean, or null.
    public mutating func bool(_ value: Bool?) {
        guard let value else { return null() }
        separate()
        room.append((value ? "true" : "false").utf8)
    }

    /// Null.
    public mutating func null() {
        separate()
        room.append("null".utf8)
    }

    /// A value that is JSON already.
    public mutating func raw(_ json: some Collection<UInt8>) {
        separate()
        room.append(json)
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
    private mutating func separate() {
        if needsComma { room.append(ASCII.comma) }
        needsComma = true
    }

    private mutating func open(_ brace: UInt8) {
        separate()
        room.append(brace)
        needsComma = false
    }

    private mutating func close(_ brace: UInt8) {
        room.append(brace)
        needsComma = true
    }

    private mutating func appendDecimal(_ value: Int) {
        if value < 0 { room.append(ASCII.hyphen) }
        var rest = value.magnitude
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var start = 20
            repeat {
                start -= 1
                digits[start] = UInt8(truncatingIfNeeded: 0x30 + rest % 10)
                rest /= 10
            } while rest > 0
            room.append(UnsafeBufferPointer(rebasing: digits[start...]))
        }
    }
}
