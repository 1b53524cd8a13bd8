/// Header fields in the order they were given; names compare without case.
public struct HTTPFields: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    /// One line of a head.
    public struct Field: Sendable, Equatable {
        /// The name as it was written.
        public let name: String
        /// The value, without surrounding white space.
        public let value: String
    }

    private var fields: [Field] = []

    /// Fields in the order of `elements`; a name may stand there more than once.
    public init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { Field(name: $0.0, value: $0.1) }
    }

    /// The first value of `name`; setting replaces all of them, setting `nil` removes them.
    public subscript(name: String) -> String? {
        get { fields.first { $0.name.equalsIgnoringASCIICase(name) }?.value }
        set {
            fields.removeAll { $0.name.equalsIgnoringASCIICase(name) }
            if let newValue { append(name, newValue) }
        }
    }

    /// Adds a line, whatever is there already.
    public mutating func append(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: value))
    }

    /// Every value of `name`, in order.
    public func all(_ name: String) -> [String] {
        fields.filter { $0.name.equalsIgnoringASCIICase(name) }.map(\.value)
    }
}

extension HTTPFields: RandomAccessCollection {
    /// The index of the first field.
    public var startIndex: Int { fields.startIndex }
    /// The index after the last field.
    public var endIndex: Int { fields.endIndex }
    /// The field at `index`.
    public subscript(index: Int) -> Field { fields[index] }
}

extension StringProtocol {
    /// Whether both are the same, the letters a to z compared without case; nothing else is folded.
    public func equalsIgnoringASCIICase(_ other: some StringProtocol) -> Bool {
        utf8.elementsEqual(other.utf8) { $0 == $1 || ($0 ^ $1 == 0x20 && ($0 | 0x20).isASCIILowercase) }
    }
}

extension UInt8 {
    fileprivate var isASCIILowercase: Bool { self >= 0x61 && self <= 0x7A }
}
